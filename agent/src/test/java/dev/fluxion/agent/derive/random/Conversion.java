package dev.fluxion.agent.derive.random;

/** Conversions between the types of numbers, as values of the interpreter. */
final class Conversion {
    private Conversion() {}

    static Object to(Kind kind, Object value) {
        return switch (kind) {
            case INT -> value instanceof Real real ? (int) real.value() : whole(value, true);
            case LONG -> value instanceof Real real ? (long) real.value() : whole(value, false);
            case FLOAT -> toFloat(value);
            case DOUBLE -> value instanceof Real real ? real : new Real((double) (long) whole(value, false), null);
            default -> value;
        };
    }

    private static Object whole(Object value, boolean cut) {
        long number = value instanceof Integer i ? i : (long) value;
        return cut ? (Object) (int) number : (Object) number;
    }

    private static Real toFloat(Object value) {
        if (value instanceof Real real) {
            Jet jet = Jet.chain(Partials.linear(1.0), Jet.FLOAT_UNIT, real.jet());
            return new Real((float) real.value(), jet);
        }
        return new Real((float) (long) whole(value, false), null);
    }

    static double real(Object value) {
        return ((Real) to(Kind.DOUBLE, value)).value();
    }

    static long whole(Object value) {
        return (long) to(Kind.LONG, value);
    }

    static int index(Object value) {
        return (int) to(Kind.INT, value);
    }
}
