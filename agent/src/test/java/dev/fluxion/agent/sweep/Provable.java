package dev.fluxion.agent.sweep;

/** Methods of which {@link SweepProofTest} has wrong derivatives found. */
final class Provable {
    private Provable() {}

    /** A number of two numbers and an array. */
    public static double number(double a, double b, double[] c) {
        double sum = Math.sin(a) * b;
        for (int i = 0; i < c.length; i++) {
            sum += c[i] * c[i] * b / (1 + i);
        }
        return sum;
    }

    /** Writes to its second argument. */
    public static void scale(double factor, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = factor * into[i] * into[i];
        }
    }
}
