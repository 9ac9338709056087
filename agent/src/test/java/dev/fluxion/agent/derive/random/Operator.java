package dev.fluxion.agent.derive.random;

/** A binary operator on numbers. */
enum Operator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    REMAINDER("%"),
    AND("&"),
    OR("|"),
    XOR("^"),
    LEFT("<<"),
    RIGHT(">>"),
    UNSIGNED_RIGHT(">>>");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    boolean isShift() {
        return compareTo(LEFT) >= 0;
    }
}
