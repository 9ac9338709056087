package dev.fluxion.agent.sweep;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Random;

/** Gradient, jvp and vjp of a method against the plain call, differences and each other. */
final class FirstOrder {
    private static final int DIRECTIONS = 2;
    private static final int UNIT_VECTORS = 5;

    private final Subject subject;
    private final Object[] arguments;
    private final MethodHandle jvp;
    private final MethodHandle vjp;
    private final Subject.Outcome plain;
    private final double[] x;
    private final double[] weights;
    private Finding finding = Finding.FINE;

    private FirstOrder(Subject subject, Object[] arguments) throws Throwable {
        this.subject = subject;
        this.arguments = arguments;
        this.jvp = handle("jvp");
        this.vjp = handle("vjp");
        this.plain = subject.call(arguments);
        this.x = subject.numbers(arguments);
        this.weights = ScalarFunction.weights(Leaves.of(subject.value(plain)).length);
    }

    private MethodHandle handle(String operator) throws Throwable {
        return subject.output() == Subject.RETURNED
                ? Laboratory.theCompiler().method(operator, subject.method())
                : Laboratory.theCompiler().output(operator, subject.method(), subject.output());
    }

    static Finding of(Subject subject, Object[] arguments) throws Throwable {
        FirstOrder order = new FirstOrder(subject, arguments);
        order.compare();
        return order.finding;
    }

    private void compare() throws Throwable {
        double[] gradient = pulledBack();
        Random random = new Random(arguments.length);
        Precision precision = precision(gradient);
        for (int i = 0; i < DIRECTIONS + Math.min(UNIT_VECTORS, x.length); i++) {
            double[] direction = new double[x.length];
            for (int j = 0; j < x.length; j++) {
                double size = x[j] == 0 ? 0.125 : Math.abs(x[j]);
                direction[j] = i < DIRECTIONS ? size * (2 * random.nextDouble() - 1) : j == i - DIRECTIONS ? size : 0;
            }
            compare(direction, gradient, precision);
        }
    }

    private void compare(double[] direction, double[] gradient, Precision precision) throws Throwable {
        double[] tangent = pushedForward(direction);
        double forward = 0;
        double reverse = 0;
        double terms = 0;
        for (int i = 0; i < weights.length; i++) {
            forward += weights[i] * tangent[i];
            terms += Math.abs(weights[i] * tangent[i]);
        }
        for (int i = 0; i < x.length; i++) {
            reverse += gradient[i] * direction[i];
            terms += Math.abs(gradient[i] * direction[i]);
        }
        String numbers = " along " + Arrays.toString(direction) + ": forward " + forward + ", reverse " + reverse;
        if (Math.abs(forward - reverse) > precision.tolerance(terms)) {
            note(Verdict.WRONG, "the modes differ" + numbers);
        }
        Differences differences = Differences.of(t -> along(direction, t), precision);
        Verdict verdict = Spread.soften(
                differences.judge(forward),
                forward - differences.value(),
                moved -> {
                    Object[] both = (Object[])
                            jvp.invoke(subject.with(arguments, moved), subject.tangents(arguments, direction));
                    return weighed(both[1] == null ? new double[weights.length] : Leaves.of(both[1]));
                },
                x);
        note(verdict, differences + numbers);
        if (Double.isNaN(reverse)) {
            note(differences.judge(reverse), differences + numbers);
        }
    }

    private double along(double[] direction, double t) {
        double[] moved = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            moved[i] = x[i] + t * direction[i];
        }
        try {
            double[] values = Leaves.of(subject.value(subject.call(subject.with(arguments, moved))));
            return weighed(values);
        } catch (InvocationTargetException | IndexOutOfBoundsException outside) {
            return Double.NaN;
        }
    }

    private double weighed(double[] values) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * values[i];
        }
        return sum;
    }

    private Precision precision(double[] gradient) {
        double size = 0;
        double[] values = Leaves.of(subject.value(plain));
        for (int i = 0; i < weights.length; i++) {
            size += Math.abs(weights[i] * values[i]);
        }
        for (int i = 0; i < x.length; i++) {
            size += Math.abs(gradient[i] * x[i]);
        }
        return new Precision(size, subject.isSingle());
    }

    private double[] pushedForward(double[] direction) throws Throwable {
        Object[] given = Leaves.copies(arguments);
        Object[] both = (Object[]) jvp.invoke(given, subject.tangents(arguments, direction));
        requireUnchanged("jvp", given);
        if (!Leaves.same(subject.value(plain), both[0])) {
            note(Verdict.VALUE_CHANGED, "jvp: " + text(both[0]) + " instead of " + text(subject.value(plain)));
        }
        return both[1] == null ? new double[weights.length] : Leaves.of(both[1]);
    }

    private double[] pulledBack() throws Throwable {
        Object[] given = Leaves.copies(arguments);
        Object cotangent = Leaves.with(subject.value(plain), weights, new int[1]);
        Object[] cotangents = (Object[]) vjp.invoke(given, cotangent);
        requireUnchanged("vjp", given);
        double[] gradient = subject.numbers(cotangents);
        if (subject.value(plain) instanceof Number) {
            given = Leaves.copies(arguments);
            double[] asked = subject.numbers((Object[]) handle("gradient").invoke(given));
            requireUnchanged("gradient", given);
            Precision precision = precision(gradient);
            for (int i = 0; i < x.length; i++) {
                if (Math.abs(asked[i] * weights[0] - gradient[i]) > precision.tolerance(Math.abs(gradient[i]))) {
                    note(Verdict.WRONG, "gradient " + asked[i] + ", vjp " + gradient[i] / weights[0]);
                }
            }
        }
        return gradient;
    }

    private void requireUnchanged(String operator, Object[] given) {
        if (!Leaves.same(plain.arguments(), given)) {
            note(Verdict.VALUE_CHANGED, operator + " leaves " + text(given) + " instead of " + text(plain.arguments()));
        }
    }

    private void note(Verdict verdict, String text) {
        finding = finding.worse(new Finding(verdict, text + " at " + text(arguments)));
    }

    static String text(Object value) {
        String all = Arrays.deepToString(new Object[] {value});
        return all.substring(1, all.length() - 1);
    }
}
