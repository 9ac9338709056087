package dev.fluxion.agent.derive.random;

/** A program's value and derivatives, wherever they are computed. Every result but the plain value begins with the value. */
interface Modes {
    double value(double[] x);

    /** The tangent. */
    double[] jvp(double[] x, double[] direction);

    /** The tangents along all inputs, by forward mode, then the one along the direction where it can be had with them. */
    double[] chunk(double[] x, double[] direction);

    /** By reverse mode. */
    double[] gradient(double[] x);

    /** By the second of two reverse sweeps that share a forward sweep; null where it cannot be had. */
    default double[] secondSweep(double[] x) {
        return null;
    }

    /** The Hessian's product with the direction. */
    double[] hvp(double[] x, double[] direction);

    /** The same by reverse over reverse; null where it cannot be had. */
    default double[] reverseOverReverse(double[] x, double[] direction) {
        return null;
    }
}
