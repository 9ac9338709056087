package dev.fluxion.agent.ir.operator;

/**
 * {@code ->}: raises the refusal of something that cannot be differentiated, when reached.
 *
 * @param cause what cannot be differentiated
 * @param remedy what the user can do about it
 */
public record Refuse(String cause, String remedy) implements Operator {
    @Override
    public OpKind opKind() {
        return OpKind.REFUSE;
    }

    @Override
    public boolean mayThrow() {
        return true;
    }

    @Override
    public boolean isPure() {
        return false;
    }

    @Override
    public String text() {
        return "refuse " + Notation.string(cause) + " " + Notation.string(remedy);
    }
}
