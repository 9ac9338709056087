package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Type;

/**
 * A constant: Integer, Long, Float, Double, String, {@link #NULL}, or what the class-file library uses for class, method
 * handle, method type and dynamic constants. Doubles and floats compare by their bits.
 */
public record Constant(Object value) implements Operator {
    /** The null reference. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    public static Constant of(double value) {
        return new Constant(value);
    }

    public static Constant of(float value) {
        return new Constant(value);
    }

    public static Constant of(int value) {
        return new Constant(value);
    }

    /** The zero of a floating type. */
    public static Constant zero(Type type) {
        return type.kind() == Type.Kind.FLOAT ? of(0.0f) : of(0.0);
    }

    /** Zero or null, for a value of the type that nobody will use. */
    public static Constant nothing(Type type) {
        return switch (type.kind()) {
            case INT -> of(0);
            case LONG -> new Constant(0L);
            case FLOAT -> of(0f);
            case DOUBLE -> of(0.0);
            case REFERENCE -> new Constant(NULL);
        };
    }

    /** By their bits: to {@link Double#equals} all NaNs are one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Constant constant
                && value.equals(constant.value)
                && rawBits(value) == rawBits(constant.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** What tells a NaN from another; of no meaning for what is no floating-point number. */
    private static long rawBits(Object value) {
        if (value instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        return value instanceof Float number ? Float.floatToRawIntBits(number) : 0;
    }

    @Override
    public OpKind opKind() {
        return OpKind.CONSTANT;
    }

    /** Loading a class or dynamic constant may fail to resolve; numbers, strings and null cannot. */
    @Override
    public boolean mayThrow() {
        return !(value instanceof Number || value instanceof String || value == NULL);
    }

    @Override
    public boolean isPure() {
        return true;
    }

    @Override
    public String text() {
        return "const " + (value == NULL ? value : ConstantText.of(value));
    }
}
