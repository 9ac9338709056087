package dev.fluxion.benchmarks.jacobians;

/** A Jacobian by two values for each input. It is not exact. */
public final class CentralDifferences implements JacobianProgram.Way {
    private static final double STEP = 1e-6;

    private final JacobianProgram program;

    public CentralDifferences(JacobianProgram program) {
        this.program = program;
    }

    @Override
    public double[] valueAndJacobian(double[] x, double[][] jacobian) {
        for (int j = 0; j < x.length; j++) {
            double at = x[j];
            x[j] = at + STEP;
            double[] above = program.value(x);
            x[j] = at - STEP;
            double[] below = program.value(x);
            x[j] = at;
            for (int i = 0; i < above.length; i++) {
                jacobian[i][j] = (above[i] - below[i]) / (2 * STEP);
            }
        }
        return program.value(x);
    }
}
