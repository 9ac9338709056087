package dev.fluxion.agent.ir.value;

/**
 * The type of a value on the JVM's operand stack: one of the four computational primitives or a reference with its static
 * class. {@code boolean}, {@code byte}, {@code char} and {@code short} are {@link #INT}, as in the JVM.
 *
 * @param kind the computational kind
 * @param descriptor the field descriptor; {@code "null"} for the type of the null constant
 */
public record Type(Kind kind, String descriptor) {
    /** Computational kinds (JVMS 2.11.1). */
    public enum Kind {
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        REFERENCE
    }

    public static final Type INT = new Type(Kind.INT, "I");
    public static final Type LONG = new Type(Kind.LONG, "J");
    public static final Type FLOAT = new Type(Kind.FLOAT, "F");
    public static final Type DOUBLE = new Type(Kind.DOUBLE, "D");
    public static final Type NULL = new Type(Kind.REFERENCE, "null");
    public static final Type OBJECT = new Type(Kind.REFERENCE, "Ljava/lang/Object;");

    /** The stack type that a field of this descriptor has once loaded; {@code null} for {@code "V"}. */
    public static Type ofDescriptor(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'Z', 'B', 'C', 'S', 'I' -> INT;
            case 'J' -> LONG;
            case 'F' -> FLOAT;
            case 'D' -> DOUBLE;
            case 'V' -> null;
            default -> new Type(Kind.REFERENCE, descriptor);
        };
    }

    /** A reference type from an internal name: {@code java/lang/String} or {@code [D}. */
    public static Type ofInternalName(String name) {
        return new Type(Kind.REFERENCE, name.startsWith("[") ? name : "L" + name + ";");
    }

    public boolean isReference() {
        return kind == Kind.REFERENCE;
    }

    public boolean isArray() {
        return descriptor.charAt(0) == '[';
    }

    /** Whether values of this type can themselves be tangents: {@code float} and {@code double}. */
    public boolean isFloating() {
        return kind == Kind.DOUBLE || kind == Kind.FLOAT;
    }

    /** Local-variable slots: two for {@code long} and {@code double}, else one. */
    public int slots() {
        return kind == Kind.LONG || kind == Kind.DOUBLE ? 2 : 1;
    }

    /** The descriptor of an array's component. */
    public String componentDescriptor() {
        return descriptor.substring(1);
    }

    /** The internal name as class-file instructions want it; meaningless for primitives and the null type. */
    public String internalName() {
        return isArray() ? descriptor : descriptor.substring(1, descriptor.length() - 1);
    }

    @Override
    public String toString() {
        return descriptor;
    }
}
