package dev.fluxion.agent.ir;

/** The condition of a two-way branch: on two ints, or on the identity of two references. */
public enum Comparison {
    EQ(0),
    NE(1),
    LT(2),
    GE(3),
    GT(4),
    LE(5),
    SAME(6),
    DIFFERENT(7);

    private final int opcodeOffset;

    Comparison(int opcodeOffset) {
        this.opcodeOffset = opcodeOffset;
    }

    /** Offset from {@code if_icmpeq}; for the int comparisons also from {@code ifeq}. */
    public int opcodeOffset() {
        return opcodeOffset;
    }

    public boolean isOnReferences() {
        return this == SAME || this == DIFFERENT;
    }

    public Comparison negated() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case LT -> GE;
            case GE -> LT;
            case GT -> LE;
            case LE -> GT;
            case SAME -> DIFFERENT;
            case DIFFERENT -> SAME;
        };
    }
}
