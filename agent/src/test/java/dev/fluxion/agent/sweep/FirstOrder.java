package dev.fluxion.agent.sweep;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Random;

/** Gradient, jvp and vjp of a method against the plain call, differences and each other. */
final class FirstOrder {
    private static final int DIRECTIONS = 2;
    private static final int UNIT_VECTORS = 5;

    private final Subject subject;
    private final Object[] arguments;
    private final FirstDerivatives derivatives;
    private final Subject.Outcome plain;
    private final double[] x;
    private final double[] weights;
    private Finding finding = Finding.FINE;

    private FirstOrder(Subject subject, FirstDerivatives derivatives, Object[] arguments) throws Throwable {
        this.subject = subject;
        this.derivatives = derivatives;
        this.arguments = arguments;
        this.plain = subject.call(arguments);
        this.x = subject.numbers(arguments);
        this.weights = ScalarFunction.weights(Leaves.of(subject.value(plain)).length);
    }

    static Finding of(Subject subject, FirstDerivatives derivatives, Object[] arguments) throws Throwable {
        FirstOrder order = new FirstOrder(subject, derivatives, arguments);
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
        double forward = Leaves.weighed(weights, tangent);
        double reverse = Leaves.weighed(direction, gradient);
        double terms = 0;
        for (int i = 0; i < weights.length; i++) {
            terms += Math.abs(weights[i] * tangent[i]);
        }
        for (int i = 0; i < x.length; i++) {
            terms += Math.abs(gradient[i] * direction[i]);
        }
        String numbers = " along " + Arrays.toString(direction) + ": forward " + forward + ", reverse " + reverse;
        if (differ(forward, reverse, precision.tolerance(terms))) {
            note(
                    Spread.soften(Verdict.WRONG, forward - reverse, moved -> forward(moved, direction), x),
                    "the modes differ" + numbers);
        }
        Differences differences = Differences.of(t -> along(direction, t), precision);
        Verdict verdict = Spread.soften(
                differences.judge(forward), forward - differences.value(), moved -> forward(moved, direction), x);
        note(verdict, differences + numbers);
        if (Double.isNaN(reverse)) {
            note(differences.judge(reverse), differences + numbers);
        }
    }

    /** Whether numbers are further apart; a number that is none is found otherwise. */
    static boolean differ(double first, double second, double tolerance) {
        boolean isInfinite = Double.isInfinite(first) || Double.isInfinite(second);
        return isInfinite ? first != second : Math.abs(first - second) > tolerance;
    }

    /** The derivative along a direction at another point. */
    private double forward(double[] moved, double[] direction) throws Throwable {
        Object[] both = derivatives.jvp(subject.with(arguments, moved), subject.tangents(arguments, direction));
        return Leaves.weighed(weights, both[1] == null ? new double[weights.length] : Leaves.of(both[1]));
    }

    private double along(double[] direction, double t) {
        double[] moved = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            moved[i] = x[i] + t * direction[i];
        }
        try {
            double[] values = Leaves.of(subject.value(subject.call(subject.with(arguments, moved))));
            return Leaves.weighed(weights, values);
        } catch (InvocationTargetException | IndexOutOfBoundsException outside) {
            return Double.NaN;
        }
    }

    private Precision precision(double[] gradient) {
        double size = 0;
        double[] values = Leaves.of(subject.value(plain));
        for (int i = 0; i < weights.length; i++) {
            size += Precision.term(weights[i] * values[i]);
        }
        for (int i = 0; i < x.length; i++) {
            size += Precision.term(gradient[i] * x[i]);
        }
        return new Precision(size, subject.isSingle());
    }

    private double[] pushedForward(double[] direction) throws Throwable {
        Object[] given = Leaves.copies(arguments);
        Object[] both = derivatives.jvp(given, subject.tangents(arguments, direction));
        requireUnchanged("jvp", given);
        if (!Leaves.same(subject.value(plain), both[0])) {
            note(Verdict.VALUE_CHANGED, "jvp: " + text(both[0]) + " instead of " + text(subject.value(plain)));
        }
        return both[1] == null ? new double[weights.length] : Leaves.of(both[1]);
    }

    private double[] pulledBack() throws Throwable {
        Object[] given = Leaves.copies(arguments);
        Object cotangent = Leaves.with(subject.value(plain), weights, new int[1]);
        Object[] cotangents = derivatives.vjp(given, cotangent);
        requireUnchanged("vjp", given);
        double[] gradient = subject.numbers(cotangents);
        if (subject.value(plain) instanceof Number) {
            given = Leaves.copies(arguments);
            double[] asked = subject.numbers(derivatives.gradient(given));
            requireUnchanged("gradient", given);
            Precision precision = precision(gradient);
            for (int i = 0; i < x.length; i++) {
                double other = asked[i] * weights[0];
                String both = "gradient " + asked[i] + ", vjp " + gradient[i] / weights[0];
                if (Double.isNaN(other) != Double.isNaN(gradient[i])) {
                    note(Verdict.NOT_A_NUMBER, both);
                } else if (differ(other, gradient[i], precision.tolerance(Math.abs(gradient[i])))) {
                    note(Verdict.WRONG, both);
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
