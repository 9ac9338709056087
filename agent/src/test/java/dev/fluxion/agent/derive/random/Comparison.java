package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.runtime.Refusal;
import java.util.Arrays;
import java.util.stream.Collectors;

/** All modes of a program against the reference and against each other. */
final class Comparison {
    /** How many times the bound of a forward evaluation is granted; reverse mode sums the same terms in another order. */
    private static final double MARGIN = 8;

    /** Of the sum of absolute terms, for the dot-product identity. */
    private static final double IDENTITY = 1e-12;

    private static final String ESCAPE =
            "Cannot differentiate an exception thrown by a differentiated call and caught by its caller, in reverse mode,";

    private final Reference reference;
    private final Point point;

    /** What was wrong first, or null. */
    private Failure failure;

    private Comparison(Reference reference, Point point) {
        this.reference = reference;
        this.point = point;
    }

    static double tolerance(Jet jet, int place) {
        return MARGIN * jet.error(place);
    }

    /** The first failure, or null. */
    static Failure of(Class<?> type, Reference reference, Point point) {
        Failure endless = new Failure("linking", "time", "a derivative", "nothing in the time allowed");
        return TimeLimit.run(() -> new Comparison(reference, point).compare(type), endless);
    }

    private Failure compare(Class<?> type) {
        try {
            Subject subject = Laboratory.subject(type, Program.ENTRY);
            double plain = subject.value(point.x());
            same("reference", "value", reference.value(), plain);
            double[] jvp = evaluated("jvp", () -> subject.jvp(point.x(), point.direction()));
            double[] gradient = evaluated("gradient", () -> subject.gradient(point.x()));
            double[] again = evaluated("gradient", () -> subject.gradient(point.x()));
            double[] hvp = evaluated("hvp", () -> subject.hvp(point.x(), point.direction()));
            if (failure == null) {
                compare(plain, jvp, gradient, again, hvp);
            }
        } catch (RuntimeException | Error e) {
            fail("linking", e.getClass().getSimpleName(), "a derivative", String.valueOf(e.getMessage()));
        }
        return failure;
    }

    private void compare(double plain, double[] jvp, double[] gradient, double[] again, double[] hvp) {
        int inputs = point.x().length;
        same("jvp", "value", plain, jvp[0]);
        near("jvp", "tangent", inputs, jvp[1]);
        if (gradient != null) {
            same("gradient", "value", plain, gradient[0]);
            for (int i = 0; i < inputs; i++) {
                near("gradient", "component", Jet.byInput(i), gradient[i + 1]);
            }
            identity(jvp[1], gradient);
            if (!Arrays.equals(gradient, again)) {
                fail("gradient", "twice", Arrays.toString(gradient), Arrays.toString(again));
            }
        }
        if (hvp != null) {
            same("hvp", "value", plain, hvp[0]);
            for (int i = 0; i < inputs; i++) {
                near("hvp", "component", inputs + 1 + i, hvp[i + 1]);
            }
        }
    }

    /** Only forward mode follows an exception out of a method that is differentiated. */
    private boolean isDocumented(String mode, Throwable thrown) {
        return reference.outcome().escaped()
                && !mode.equals("jvp")
                && thrown.getCause() instanceof Refusal
                && thrown.getMessage().startsWith(ESCAPE);
    }

    private interface Mode {
        double[] run();
    }

    private double[] evaluated(String mode, Mode evaluation) {
        if (failure != null) {
            return new double[0];
        }
        try {
            return evaluation.run();
        } catch (RuntimeException | Error e) {
            if (isDocumented(mode, e)) {
                return null;
            }
            fail(
                    mode,
                    e.getCause() instanceof Refusal
                            ? refusal(e.getMessage())
                            : e.getClass().getSimpleName(),
                    "a derivative",
                    String.valueOf(e.getMessage()));
        }
        return new double[0];
    }

    /** The cause of a refusal without names, lines and other details. */
    private static String refusal(String message) {
        String head = message.lines().findFirst().orElse("");
        int defect = head.indexOf("defect");
        String cause = defect >= 0 ? head.substring(defect) : head;
        return "refusal: " + cause.replaceAll("[\\w$.]*\\d[\\w$.:]*", "#").replaceAll("(.{90}).*", "$1");
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
        double tolerance = jet == null ? 0 : tolerance(jet, place);
        double distance = Math.abs(expected - got);
        if (!(distance <= tolerance)) {
            fail(mode, what, expected + " within " + tolerance, got + " (place " + place + ")");
        }
    }

    private void identity(double tangent, double[] gradient) {
        double product = 0;
        double terms = 0;
        for (int i = 0; i < point.direction().length; i++) {
            product += gradient[i + 1] * point.direction()[i];
            terms += Math.abs(gradient[i + 1] * point.direction()[i]);
        }
        Jet jet = reference.jet();
        double along = jet == null ? 0 : jet.size(jet.alongDirection());
        double rounding = jet == null ? 0 : tolerance(jet, jet.alongDirection());
        double tolerance = Math.max(IDENTITY * Math.max(terms, along), rounding);
        if (!(Math.abs(product - tangent) <= tolerance)) {
            fail("gradient", "identity", tangent + " within " + tolerance, String.valueOf(product));
        }
    }

    /** What was wrong in which mode. */
    record Failure(String mode, String what, String expected, String got) {
        /** Whether both look like the same defect. */
        boolean resembles(Failure other) {
            return mode.equals(other.mode) && what.equals(other.what);
        }

        @Override
        public String toString() {
            return mode + ", " + what + ": expected " + expected + ", got "
                    + got.lines().limit(2).collect(Collectors.joining(" "));
        }
    }
}
