package dev.fluxion.agent.derive.random;

/** A comparison of numbers. */
enum Relation {
    LESS("<"),
    AT_MOST("<="),
    EQUAL("=="),
    DIFFERENT("!="),
    AT_LEAST(">="),
    GREATER(">");

    private final String text;

    Relation(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    boolean holds(double left, double right) {
        return switch (this) {
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case EQUAL -> left == right;
            case DIFFERENT -> left != right;
            case AT_LEAST -> left >= right;
            case GREATER -> left > right;
        };
    }

    boolean holds(long left, long right) {
        return switch (this) {
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case EQUAL -> left == right;
            case DIFFERENT -> left != right;
            case AT_LEAST -> left >= right;
            case GREATER -> left > right;
        };
    }
}
