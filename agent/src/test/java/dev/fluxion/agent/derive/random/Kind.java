package dev.fluxion.agent.derive.random;

import org.objectweb.asm.Type;

/** The types of variables and expressions. */
enum Kind {
    VOID("void"),
    BOOLEAN("boolean"),
    INT("int"),
    LONG("long"),
    FLOAT("float"),
    DOUBLE("double"),
    INTS("int[]"),
    FLOATS("float[]"),
    DOUBLES("double[]"),
    MATRIX("double[][]"),
    CUBE("double[][][]");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    /** In class files. */
    Type type() {
        return Type.getType(
                switch (this) {
                    case VOID -> "V";
                    case BOOLEAN -> "Z";
                    case INT -> "I";
                    case LONG -> "J";
                    case FLOAT -> "F";
                    case DOUBLE -> "D";
                    default -> "[" + element().type().getDescriptor();
                });
    }

    boolean isArray() {
        return compareTo(INTS) >= 0;
    }

    boolean isNumber() {
        return compareTo(INT) >= 0 && compareTo(DOUBLE) <= 0;
    }

    boolean isReal() {
        return this == FLOAT || this == DOUBLE;
    }

    /** What an array of this kind holds. */
    Kind element() {
        return switch (this) {
            case INTS -> INT;
            case FLOATS -> FLOAT;
            case DOUBLES -> DOUBLE;
            case MATRIX -> DOUBLES;
            case CUBE -> MATRIX;
            default -> throw new IllegalArgumentException(name());
        };
    }

    /** The type in which Java computes with numbers of two types. */
    static Kind promoted(Kind left, Kind right) {
        Kind wider = left.compareTo(right) > 0 ? left : right;
        return wider == BOOLEAN ? BOOLEAN : wider;
    }
}
