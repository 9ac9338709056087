package dev.fluxion.benchmarks.peers;

import dev.fluxion.benchmarks.programs.Program;

/** The difference of two values per input, over the distance. */
final class CentralDifferences implements Peer {
    private static final double RELATIVE_STEP = Math.cbrt(Math.ulp(1.0));

    @Override
    public String name() {
        return "differences";
    }

    /** Far from it where a program is near a kink or chaos. */
    @Override
    public boolean isExact() {
        return false;
    }

    @Override
    public double bytesWritten(Program program) {
        return 16.0 * Peer.inputs(program) * program.iterations();
    }

    @Override
    public double valueAndGradient(Program program, double[][] gradient) {
        double[][] point = program.point();
        for (int i = 0; i < point.length; i++) {
            for (int j = 0; j < point[i].length; j++) {
                double x = point[i][j];
                double step = RELATIVE_STEP * Math.max(1, Math.abs(x));
                point[i][j] = x + step;
                double above = program.primal();
                point[i][j] = x - step;
                double below = program.primal();
                point[i][j] = x;
                gradient[i][j] = (above - below) / (2 * step);
            }
        }
        return program.primal();
    }
}
