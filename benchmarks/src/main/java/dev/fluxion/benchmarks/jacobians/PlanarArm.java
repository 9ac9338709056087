package dev.fluxion.benchmarks.jacobians;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import java.util.Map;

/** Where the hand of an arm of seven links in the plane is, and how it is turned, by the angles of the joints. */
final class PlanarArm implements JacobianProgram {
    private static final int LINKS = 7;

    static double[] hand(double[] q) {
        double angle = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < LINKS; i++) {
            angle += q[i];
            double length = 1 - 0.1 * i;
            x += Math.cos(angle) * length;
            y += Math.sin(angle) * length;
        }
        return new double[] {x, y, angle};
    }

    @JacobianOf("hand")
    static double[] automatic(double[] q, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "hand", mode = Mode.FORWARD)
    static double[] forward(double[] q, double[][] jacobian) {
        return Fluxion.derived();
    }

    @JacobianOf(value = "hand", mode = Mode.REVERSE)
    static double[] reverse(double[] q, double[][] jacobian) {
        return Fluxion.derived();
    }

    /** A joint turns what comes after it about itself. */
    static double[] byHand(double[] q, double[][] jacobian) {
        double angle = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < LINKS; i++) {
            jacobian[0][i] = y;
            jacobian[1][i] = -x;
            jacobian[2][i] = 1;
            angle += q[i];
            double length = 1 - 0.1 * i;
            x += Math.cos(angle) * length;
            y += Math.sin(angle) * length;
        }
        for (int i = 0; i < LINKS; i++) {
            jacobian[0][i] -= y;
            jacobian[1][i] += x;
        }
        return new double[] {x, y, angle};
    }

    @Override
    public String name() {
        return "planar arm";
    }

    @Override
    public int rows() {
        return 3;
    }

    @Override
    public double[] point() {
        return new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
    }

    @Override
    public double[] value(double[] x) {
        return hand(x);
    }

    @Override
    public Map<String, Way> byFluxion() {
        return JacobianPrograms.ways(PlanarArm::automatic, PlanarArm::forward, PlanarArm::reverse);
    }

    @Override
    public Way byHand() {
        return PlanarArm::byHand;
    }
}
