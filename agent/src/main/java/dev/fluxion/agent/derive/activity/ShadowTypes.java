package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.value.Type;

/** Of which type that is which carries a value's derivative: the tangent of a number, the shadow of a reference. */
public final class ShadowTypes {
    private ShadowTypes() {}

    /** Whether a reference of this type can have a shadow: arrays of floats or doubles, of any rank, and what may hold such. */
    public static boolean isShadowable(Type type) {
        return switch (leaf(type)) {
            case "D", "F" -> type.isArray();
            case "Ljava/lang/Object;", "Ljava/lang/Cloneable;", "Ljava/io/Serializable;" -> true;
            default -> false;
        };
    }

    /**
     * The type of the dual of a value: a number's tangent is a number like it, a reference's shadow has its structure, and null is null's.
     *
     * @throws IllegalArgumentException if no value of the type has a dual
     */
    public static Type of(Type primal) {
        if (!primal.isFloating() && !isShadowable(primal) && !primal.equals(Type.NULL)) {
            throw new IllegalArgumentException("a value of type " + primal + " has neither tangent nor shadow");
        }
        return primal;
    }

    /** The type of a number's tangents in many lanes. */
    public static Type row(Type number) {
        return Type.ofDescriptor("[" + number.descriptor());
    }

    /** The type of a reference's shadow in many lanes: each element of numbers is a row of them. */
    public static Type inLanes(Type reference) {
        String leaf = leaf(reference);
        return reference.isArray() && (leaf.equals("D") || leaf.equals("F")) ? row(reference) : of(reference);
    }

    private static String leaf(Type type) {
        return type.descriptor().substring(type.descriptor().lastIndexOf('[') + 1);
    }
}
