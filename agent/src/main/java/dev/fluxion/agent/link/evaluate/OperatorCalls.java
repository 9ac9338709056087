package dev.fluxion.agent.link.evaluate;

/** Carries out the calls of one operator, whatever its arguments are. */
public interface OperatorCalls {
    /**
     * Carries out one.
     *
     * @param all the target's arguments, then the operator's extras
     */
    Object call(Object[] all) throws Throwable;
}
