package dev.fluxion.agent.derive.random;

/** Fields of every program that never change and carry no derivative. */
enum Constants {
    TABLE(Kind.INTS, "private static final int[] TABLE = {2, 0, 1, 1, 0, 2, 0};"),
    WEIGHTS(Kind.DOUBLES, "private static final double[] WEIGHTS = {0.5, -0.25, 1.5, 0.75, -1.25};"),
    OFFSET(Kind.DOUBLE, "private static double OFFSET = 0.625;");

    private final Kind kind;
    private final String declaration;

    Constants(Kind kind, String declaration) {
        this.kind = kind;
        this.declaration = declaration;
    }

    Kind kind() {
        return kind;
    }

    String declaration() {
        return declaration;
    }
}
