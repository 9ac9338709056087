package dev.fluxion.benchmarks.jacobians;

import java.util.Map;

/** A function of an array whose value is an array, and the ways to its Jacobian. */
public interface JacobianProgram {
    /** A way to the Jacobian, which it writes to a buffer; returns the value. */
    interface Way {
        double[] valueAndJacobian(double[] x, double[][] jacobian);
    }

    /** Its unique name. */
    String name();

    /** How many numbers the value has. */
    int rows();

    /** Where it is evaluated, freshly made. */
    double[] point();

    /** The plain value. */
    double[] value(double[] x);

    /** Fluxion's, by name; the first is what one gets who does not choose. */
    Map<String, Way> byFluxion();

    /** As a programmer would write it. */
    Way byHand();

    /** How often the time of the value it may take, the value included. */
    default double target() {
        return Math.min(1 + 0.7 * point().length, 3.5 + 1.5 * rows());
    }
}
