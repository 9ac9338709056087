package dev.fluxion.benchmarks.jacobians;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import java.util.Map;

/** The state of a satellite of an oblate body after twenty steps of RK4, whose Jacobian is the transition matrix. */
final class TransitionMatrix implements JacobianProgram {
    private static final int STATES = 6;
    private static final int STEPS = 20;
    private static final double STEP = 0.02;
    private static final double OBLATENESS = 1e-3;

    private static void rates(double[] s, double[] rates) {
        double r2 = s[0] * s[0] + s[1] * s[1] + s[2] * s[2];
        double r = Math.sqrt(r2);
        double k = -1 / (r2 * r);
        double j = 1 + OBLATENESS / r2;
        rates[0] = s[3];
        rates[1] = s[4];
        rates[2] = s[5];
        rates[3] = k * s[0] * j;
        rates[4] = k * s[1] * j;
        rates[5] = k * s[2] * (j + OBLATENESS / r2);
    }

    static double[] propagate(double[] start) {
        double[] x = start.clone();
        double[] k1 = new double[STATES];
        double[] k2 = new double[STATES];
        double[] k3 = new double[STATES];
        double[] k4 = new double[STATES];
        double[] t = new double[STATES];
        for (int n = 0; n < STEPS; n++) {
            rates(x, k1);
            for (int i = 0; i < STATES; i++) {
                t[i] = x[i] + STEP / 2 * k1[i];
            }
            rates(t, k2);
            for (int i = 0; i < STATES; i++) {
                t[i] = x[i] + STEP / 2 * k2[i];
            }
            rates(t, k3);
            for (int i = 0; i < STATES; i++) {
                t[i] = x[i] + STEP * k3[i];
            }
            rates(t, k4);
            for (int i = 0; i < STATES; i++) {
                x[i] += STEP / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
        }
        return x;
    }

    @JacobianOf("propagate")
    static double[] automatic(double[] start, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "propagate", mode = Mode.FORWARD)
    static double[] forward(double[] start, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "propagate", mode = Mode.REVERSE)
    static double[] reverse(double[] start, double[][] jacobian) {
        return Fluxion.derived();
    }

    /** The variational equations, by the same RK4: the state and the matrix in one array, rows after the state. */
    static double[] byHand(double[] start, double[][] jacobian) {
        int size = STATES + STATES * STATES;
        double[] x = new double[size];
        System.arraycopy(start, 0, x, 0, STATES);
        for (int i = 0; i < STATES; i++) {
            x[STATES + i * STATES + i] = 1;
        }
        double[] k1 = new double[size];
        double[] k2 = new double[size];
        double[] k3 = new double[size];
        double[] k4 = new double[size];
        double[] t = new double[size];
        for (int n = 0; n < STEPS; n++) {
            variation(x, k1);
            for (int i = 0; i < size; i++) {
                t[i] = x[i] + STEP / 2 * k1[i];
            }
            variation(t, k2);
            for (int i = 0; i < size; i++) {
                t[i] = x[i] + STEP / 2 * k2[i];
            }
            variation(t, k3);
            for (int i = 0; i < size; i++) {
                t[i] = x[i] + STEP * k3[i];
            }
            variation(t, k4);
            for (int i = 0; i < size; i++) {
                x[i] += STEP / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
        }
        double[] value = new double[STATES];
        System.arraycopy(x, 0, value, 0, STATES);
        for (int i = 0; i < STATES; i++) {
            System.arraycopy(x, STATES + i * STATES, jacobian[i], 0, STATES);
        }
        return value;
    }

    private static void variation(double[] s, double[] rates) {
        rates(s, rates);
        double r2 = s[0] * s[0] + s[1] * s[1] + s[2] * s[2];
        double k = -1 / (r2 * Math.sqrt(r2));
        double share = OBLATENESS / r2;
        double plane = 1 + share;
        double axis = 1 + 2 * share;
        // By s[m], k s[i] (1 + c share) changes by k (1 + c share) if i is m, and by -s[i] s[m] k (3 + 5 c share) / r2.
        double planeSlope = -k * (3 * plane + 2 * share) / r2;
        double axisSlope = -k * (3 * axis + 4 * share) / r2;
        for (int c = 0; c < STATES; c++) {
            double d0 = s[6 + c];
            double d1 = s[12 + c];
            double d2 = s[18 + c];
            double along = s[0] * d0 + s[1] * d1 + s[2] * d2;
            rates[6 + c] = s[24 + c];
            rates[12 + c] = s[30 + c];
            rates[18 + c] = s[36 + c];
            rates[24 + c] = k * plane * d0 + planeSlope * s[0] * along;
            rates[30 + c] = k * plane * d1 + planeSlope * s[1] * along;
            rates[36 + c] = k * axis * d2 + axisSlope * s[2] * along;
        }
    }

    @Override
    public String name() {
        return "transition matrix";
    }

    @Override
    public int rows() {
        return STATES;
    }

    @Override
    public double[] point() {
        return new double[] {1, 0.1, 0.05, 0, 0.9, 0.1};
    }

    @Override
    public double[] value(double[] x) {
        return propagate(x);
    }

    @Override
    public Map<String, Way> byFluxion() {
        return JacobianPrograms.ways(TransitionMatrix::automatic, TransitionMatrix::forward, TransitionMatrix::reverse);
    }

    @Override
    public Way byHand() {
        return TransitionMatrix::byHand;
    }
}
