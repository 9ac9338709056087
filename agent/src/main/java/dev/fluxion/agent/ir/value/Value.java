package dev.fluxion.agent.ir.value;

import java.util.List;

/**
 * One SSA value. It has identity: two values of equal type and name are different values. A <em>linear</em> value is a
 * tangent (or cotangent) between {@code linearize} and {@code transpose}; the verifier lets it be used in linear positions
 * only.
 */
public final class Value {
    private final Type type;
    private final String name;
    private final boolean linear;

    private Value(Type type, String name, boolean linear) {
        this.type = type;
        this.name = name;
        this.linear = linear;
    }

    /** A nonlinear value; {@code name} is the local variable's name where known, else null. */
    public static Value of(Type type, String name) {
        return new Value(type, name, false);
    }

    public static Value of(Type type) {
        return new Value(type, null, false);
    }

    public static Value linear(Type type, String name) {
        return new Value(type, name, true);
    }

    /** A new value of the same type, name and linearity. */
    public Value fresh() {
        return new Value(type, name, linear);
    }

    public static boolean isAnyLinear(List<Value> values) {
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).linear) {
                return true;
            }
        }
        return false;
    }

    public Type type() {
        return type;
    }

    /** The source name, or null. */
    public String name() {
        return name;
    }

    public boolean isLinear() {
        return linear;
    }

    @Override
    public String toString() {
        return (name == null ? "v" : name) + (linear ? "'" : "") + ":" + type;
    }
}
