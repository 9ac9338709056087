package dev.fluxion.agent.sweep;

/**
 * A verdict with what shows it.
 *
 * @param text the numbers, or what was thrown
 */
record Finding(Verdict verdict, String text) {
    static final Finding FINE = new Finding(Verdict.AGREES, "");

    Finding worse(Finding other) {
        return other.verdict.compareTo(verdict) > 0 ? other : this;
    }
}
