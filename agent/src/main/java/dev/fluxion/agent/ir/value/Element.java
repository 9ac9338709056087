package dev.fluxion.agent.ir.value;

/** What an array holds, as the JVM's array instructions distinguish it; the values are the offsets from {@code iaload}/{@code iastore}. */
public enum Element {
    INT(0, "I"),
    LONG(1, "J"),
    FLOAT(2, "F"),
    DOUBLE(3, "D"),
    REFERENCE(4, null),
    BYTE(5, "B"),
    CHAR(6, "C"),
    SHORT(7, "S");

    private final int opcodeOffset;
    private final String descriptor;

    Element(int opcodeOffset, String descriptor) {
        this.opcodeOffset = opcodeOffset;
        this.descriptor = descriptor;
    }

    /** Offset from {@code iaload} (or {@code iastore}) to this element's instruction; {@link #BYTE} serves booleans too. */
    public int opcodeOffset() {
        return opcodeOffset;
    }

    /** The stack type of an element loaded from an array of the given type. */
    public Type loadedFrom(Type array) {
        if (this == REFERENCE) {
            return array.isArray() ? Type.ofDescriptor(array.componentDescriptor()) : array;
        }
        return Type.ofDescriptor(descriptor);
    }

    /** The element kind of an array type. */
    public static Element of(Type array) {
        return switch (array.componentDescriptor().charAt(0)) {
            case 'I' -> INT;
            case 'J' -> LONG;
            case 'F' -> FLOAT;
            case 'D' -> DOUBLE;
            case 'B', 'Z' -> BYTE;
            case 'C' -> CHAR;
            case 'S' -> SHORT;
            default -> REFERENCE;
        };
    }
}
