package dev.fluxion.benchmarks.jacobians;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.Mode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A sum over twenty steps of gradient descent: its gradient is that of a method which takes gradients itself. */
final class NestedGradient implements JacobianProgram {
    private static final int STEPS = 20;
    private static final double RATE = 0.1;

    static double energy(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.sin(x[i]) * x[(i + 1) % x.length];
        }
        return sum;
    }

    @GradientOf("energy")
    static double[] force(double[] x) {
        return Fluxion.derived();
    }

    @GradientOf(value = "energy", mode = Mode.FORWARD)
    static double[] forceForward(double[] x) {
        return Fluxion.derived();
    }

    static double descent(double[] x) {
        double[] y = x.clone();
        double sum = 0;
        for (int k = 0; k < STEPS; k++) {
            double[] f = force(y);
            for (int i = 0; i < y.length; i++) {
                y[i] -= RATE * f[i];
            }
            sum += y[0];
        }
        return sum;
    }

    static double descentForward(double[] x) {
        double[] y = x.clone();
        double sum = 0;
        for (int k = 0; k < STEPS; k++) {
            double[] f = forceForward(y);
            for (int i = 0; i < y.length; i++) {
                y[i] -= RATE * f[i];
            }
            sum += y[0];
        }
        return sum;
    }

    @GradientOf("descent")
    static double reverseOverReverse(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    @GradientOf("descentForward")
    static double reverseOverForward(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    @GradientOf(value = "descent", mode = Mode.FORWARD)
    static double forwardOverReverse(double[] x, double[] gradient) {
        return Fluxion.derived();
    }

    /** Back through the steps, with the second derivatives of the energy. */
    static double[] byHand(double[] x, double[][] jacobian) {
        int n = x.length;
        double[] y = new double[(STEPS + 1) * n];
        System.arraycopy(x, 0, y, 0, n);
        double sum = 0;
        for (int k = 0; k < STEPS; k++) {
            int at = k * n;
            for (int i = 0; i < n; i++) {
                double slope = Math.cos(y[at + i]) * y[at + (i + 1) % n] + Math.sin(y[at + (i + n - 1) % n]);
                y[at + n + i] = y[at + i] - RATE * slope;
            }
            sum += y[at + n];
        }
        double[] gradient = jacobian[0];
        Arrays.fill(gradient, 0);
        double[] before = new double[n];
        for (int k = STEPS - 1; k >= 0; k--) {
            int at = k * n;
            gradient[0] += 1;
            System.arraycopy(gradient, 0, before, 0, n);
            for (int i = 0; i < n; i++) {
                int next = (i + 1) % n;
                int last = (i + n - 1) % n;
                gradient[i] -= RATE
                        * (Math.cos(y[at + i]) * before[next]
                                + Math.cos(y[at + last]) * before[last]
                                - Math.sin(y[at + i]) * y[at + next] * before[i]);
            }
        }
        return new double[] {sum};
    }

    @Override
    public String name() {
        return "nested gradient";
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public double[] point() {
        return new double[] {0.1, 0.5, 0.9};
    }

    @Override
    public double[] value(double[] x) {
        return new double[] {descent(x)};
    }

    @Override
    public Map<String, Way> byFluxion() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("reverse over reverse", (x, jacobian) -> new double[] {reverseOverReverse(x, jacobian[0])});
        ways.put("reverse over forward", (x, jacobian) -> new double[] {reverseOverForward(x, jacobian[0])});
        ways.put("forward over reverse", (x, jacobian) -> new double[] {forwardOverReverse(x, jacobian[0])});
        return ways;
    }

    @Override
    public Way byHand() {
        return NestedGradient::byHand;
    }

    /** It is there to be seen; the project has no target for it. */
    @Override
    public double target() {
        return Double.NaN;
    }
}
