package dev.fluxion.benchmarks.jacobians;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import java.util.Map;

/** The residuals of a curve fit, an exponential and an offset at forty times, by its three parameters. */
final class Residuals implements JacobianProgram {
    private static final int SAMPLES = 40;

    private final double[] times = new double[SAMPLES];
    private final double[] measured = new double[SAMPLES];

    Residuals() {
        for (int i = 0; i < SAMPLES; i++) {
            times[i] = i * 0.1;
            measured[i] = Math.exp(-0.3 * times[i]) + 0.1;
        }
    }

    static double[] residuals(double[] b, double[] times, double[] measured) {
        double[] r = new double[times.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = b[0] * Math.exp(-b[1] * times[i]) + b[2] - measured[i];
        }
        return r;
    }

    @JacobianOf(value = "residuals", wrt = "b")
    static double[] automatic(double[] b, double[] times, double[] measured, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "residuals", wrt = "b", mode = Mode.FORWARD)
    static double[] forward(double[] b, double[] times, double[] measured, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "residuals", wrt = "b", mode = Mode.REVERSE)
    static double[] reverse(double[] b, double[] times, double[] measured, double[][] jacobian) {
        return Fluxion.derived();
    }

    private double[] byHand(double[] b, double[][] jacobian) {
        double[] r = new double[times.length];
        for (int i = 0; i < r.length; i++) {
            double decay = Math.exp(-b[1] * times[i]);
            r[i] = b[0] * decay + b[2] - measured[i];
            jacobian[i][0] = decay;
            jacobian[i][1] = -b[0] * times[i] * decay;
            jacobian[i][2] = 1;
        }
        return r;
    }

    @Override
    public String name() {
        return "residuals";
    }

    @Override
    public int rows() {
        return SAMPLES;
    }

    @Override
    public double[] point() {
        return new double[] {1.1, 0.4, 0.2};
    }

    @Override
    public double[] value(double[] x) {
        return residuals(x, times, measured);
    }

    @Override
    public Map<String, Way> byFluxion() {
        return JacobianPrograms.ways(
                (x, jacobian) -> automatic(x, times, measured, jacobian),
                (x, jacobian) -> forward(x, times, measured, jacobian),
                (x, jacobian) -> reverse(x, times, measured, jacobian));
    }

    @Override
    public Way byHand() {
        return this::byHand;
    }
}
