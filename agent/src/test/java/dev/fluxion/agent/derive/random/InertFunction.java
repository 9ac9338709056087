package dev.fluxion.agent.derive.random;

/** Methods of the JDK that only look at numbers, or compute with whole ones. */
enum InertFunction {
    COMPARE("Double.compare", Kind.INT, Kind.DOUBLE, Kind.DOUBLE),
    IS_NAN("Double.isNaN", Kind.BOOLEAN, Kind.DOUBLE),
    HASH("Double.hashCode", Kind.INT, Kind.DOUBLE),
    BITS("Double.doubleToLongBits", Kind.LONG, Kind.DOUBLE),
    FLOAT_BITS("Float.floatToIntBits", Kind.INT, Kind.FLOAT),
    ROUND("Math.round", Kind.LONG, Kind.DOUBLE),
    EXPONENT("Math.getExponent", Kind.INT, Kind.DOUBLE),
    FLOOR_MOD("Math.floorMod", Kind.INT, Kind.INT, Kind.INT),
    ABS("Math.abs", Kind.INT, Kind.INT),
    MAX("Math.max", Kind.INT, Kind.INT, Kind.INT),
    MIN("Math.min", Kind.INT, Kind.INT, Kind.INT),
    BIT_COUNT("Integer.bitCount", Kind.INT, Kind.INT);

    private final String text;
    private final Kind result;
    private final Kind[] parameters;

    InertFunction(String text, Kind result, Kind... parameters) {
        this.text = text;
        this.result = result;
        this.parameters = parameters;
    }

    Kind result() {
        return result;
    }

    Kind[] parameters() {
        return parameters.clone();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The arguments are boxed in the types of the parameters, a real number as a Double. */
    Object apply(Object[] a) {
        return switch (this) {
            case COMPARE -> Double.compare((double) a[0], (double) a[1]);
            case IS_NAN -> Double.isNaN((double) a[0]);
            case HASH -> Double.hashCode((double) a[0]);
            case BITS -> Double.doubleToLongBits((double) a[0]);
            case FLOAT_BITS -> Float.floatToIntBits((float) (double) a[0]);
            case ROUND -> Math.round((double) a[0]);
            case EXPONENT -> Math.getExponent((double) a[0]);
            case FLOOR_MOD -> Math.floorMod((int) a[0], (int) a[1]);
            case ABS -> Math.abs((int) a[0]);
            case MAX -> Math.max((int) a[0], (int) a[1]);
            case MIN -> Math.min((int) a[0], (int) a[1]);
            case BIT_COUNT -> Integer.bitCount((int) a[0]);
        };
    }
}
