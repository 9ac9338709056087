package dev.fluxion.agent.derive.random;

import dev.fluxion.runtime.Refusal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** All modes of a program against the reference and against each other. */
final class Comparison {
    /** How many times the bound of a forward evaluation is granted; reverse mode sums the same terms in another order. */
    private static final double MARGIN = 8;

    /** Of the sum of absolute terms, for the dot-product identity. */
    private static final double IDENTITY = 1e-12;

    /** Reverse over reverse. */
    private static final String TWICE = "gradient of the gradient";

    private final Reference reference;
    private final Point point;
    private final Set<Limit> limits = EnumSet.noneOf(Limit.class);

    /** What was wrong first, or null. */
    private Failure failure;

    private double tangent = Double.NaN;
    private double[] gradient;
    private double share;

    private Comparison(Reference reference, Point point) {
        this.reference = reference;
        this.point = point;
    }

    /**
     * @param failure what was wrong first, or null
     * @param limits documented refusals, in modes that then were not compared
     * @param share the largest part of a tolerance that was used
     */
    record Findings(Failure failure, Set<Limit> limits, double share) {}

    static double tolerance(Jet jet, int place) {
        return MARGIN * jet.error(place);
    }

    static Findings of(Class<?> type, Reference reference, Point point) {
        Failure endless = new Failure("linking", "time", "a derivative", "nothing in the time allowed");
        return TimeLimit.run(
                () -> new Comparison(reference, point).compare(() -> new LaboratoryModes(type)),
                new Findings(endless, Set.of(), 0));
    }

    /** The same of derivatives that are not computed here. */
    static Findings of(Modes modes, Reference reference, Point point) {
        return new Comparison(reference, point).compare(() -> modes);
    }

    private Findings compare(Supplier<Modes> linked) {
        try {
            Modes subject = linked.get();
            double plain = subject.value(point.x());
            same("reference", "value", reference.value(), plain);
            jvp(plain, evaluated("jvp", () -> subject.jvp(point.x(), point.direction())));
            chunk(plain, evaluated("chunk", () -> subject.chunk(point.x(), point.direction())));
            gradient(plain, evaluated("gradient", () -> subject.gradient(point.x())));
            repeated(evaluated("gradient", () -> subject.gradient(point.x())));
            secondSweep(plain, evaluated("second sweep", () -> subject.secondSweep(point.x())));
            product("hvp", plain, evaluated("hvp", () -> subject.hvp(point.x(), point.direction())));
            product(TWICE, plain, evaluated(TWICE, () -> subject.reverseOverReverse(point.x(), point.direction())));
        } catch (RuntimeException | Error e) {
            fail("linking", e.getClass().getSimpleName(), "a derivative", String.valueOf(e.getMessage()));
        }
        return new Findings(failure, limits, share);
    }

    private void jvp(double plain, double[] result) {
        if (result != null) {
            same("jvp", "value", plain, result[0]);
            near("jvp", "tangent", point.x().length, result[1]);
            tangent = result[1];
        }
    }

    private void chunk(double plain, double[] result) {
        if (result != null) {
            same("chunk", "value", plain, result[0]);
            for (int i = 0; i < point.x().length; i++) {
                near("chunk", "component", Jet.byInput(i), result[i + 1]);
            }
            if (result.length > point.x().length + 1) {
                near("chunk", "tangent", point.x().length, result[point.x().length + 1]);
            }
        }
    }

    private void gradient(double plain, double[] result) {
        if (result != null) {
            same("gradient", "value", plain, result[0]);
            for (int i = 0; i < point.x().length; i++) {
                near("gradient", "component", Jet.byInput(i), result[i + 1]);
            }
            identity(result);
            gradient = result;
        }
    }

    private void repeated(double[] result) {
        if (result != null && !Arrays.equals(gradient, result)) {
            fail("gradient", "twice", Arrays.toString(gradient), Arrays.toString(result));
        }
    }

    private void secondSweep(double plain, double[] result) {
        if (result != null) {
            same("second sweep", "value", plain, result[0]);
            for (int i = 0; i < point.x().length; i++) {
                near("second sweep", "component", Jet.byInput(i), result[i + 1]);
            }
        }
    }

    private void product(String mode, double plain, double[] result) {
        if (result != null) {
            same(mode, "value", plain, result[0]);
            for (int i = 0; i < point.x().length; i++) {
                near(mode, "component", point.x().length + 1 + i, result[i + 1]);
            }
        }
    }

    private interface Mode {
        double[] run();
    }

    /** The result, or null after a failure or a documented refusal. */
    private double[] evaluated(String mode, Mode evaluation) {
        if (failure != null) {
            return null;
        }
        try {
            return evaluation.run();
        } catch (RuntimeException | Error e) {
            refused(mode, e);
            return null;
        }
    }

    private void refused(String mode, Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (!(thrown.getCause() instanceof Refusal)) {
            fail(mode, thrown.getClass().getSimpleName(), "a derivative", message);
            return;
        }
        Limit limit = Limit.of(message, mode, reference.outcome().escaped());
        if (limit == null) {
            fail(mode, Failure.refusal(message), "a derivative", message);
        } else {
            limits.add(limit);
        }
    }

    private void fail(String mode, String what, String expected, String got) {
        if (failure == null) {
            failure = new Failure(mode, what, expected, got);
        }
    }

    private void same(String mode, String what, double expected, double got) {
        if (Double.doubleToLongBits(expected) != Double.doubleToLongBits(got)) {
            fail(mode, what, String.valueOf(expected), String.valueOf(got));
        }
    }

    private void near(String mode, String what, int place, double got) {
        Jet jet = reference.jet();
        double expected = jet == null ? 0 : jet.derivative(place);
        // Numbers that are not normal have fewer digits than the bound takes for granted.
        double tolerance = jet == null ? 0 : tolerance(jet, place) + Double.MIN_NORMAL;
        double distance = Math.abs(expected - got);
        if (tolerance > 0) {
            share = Math.max(share, distance / tolerance);
        }
        if (!(distance <= tolerance)) {
            fail(mode, what, expected + " within " + tolerance, got + " (place " + place + ")");
        }
    }

    /** The gradient times the direction is the derivative along it. */
    private void identity(double[] result) {
        double product = 0;
        double terms = 0;
        for (int i = 0; i < point.direction().length; i++) {
            product += result[i + 1] * point.direction()[i];
            terms += Math.abs(result[i + 1] * point.direction()[i]);
        }
        Jet jet = reference.jet();
        double paths = jet == null ? 0 : jet.size(jet.alongDirection());
        double rounding = jet == null ? 0 : tolerance(jet, jet.alongDirection());
        double tolerance = Math.max(IDENTITY * Math.max(terms, paths), rounding);
        if (!Double.isNaN(tangent) && !(Math.abs(product - tangent) <= tolerance)) {
            fail("gradient", "identity", tangent + " within " + tolerance, String.valueOf(product));
        }
    }
}
