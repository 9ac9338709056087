package dev.fluxion.benchmarks;

import dev.fluxion.benchmarks.jacobians.JacobianProgram;
import dev.fluxion.benchmarks.peers.Peer;
import dev.fluxion.benchmarks.programs.Program;
import java.util.Arrays;

/** What must hold before anything is timed. */
final class Correctness {
    private static final double TOLERANCE = 1e-10;

    private Correctness() {}

    /** Fluxion's value is the plain one to the bit, and its gradient the one by hand to ten digits of the largest element. */
    static void check(String name, Program program) {
        double[][] gradient = Program.zeros(program.point());
        double[][] byHand = Program.zeros(program.point());
        double value = program.byFluxion(gradient);
        double valueByHand = program.byHand(byHand);
        double plain = program.primal();
        if (Double.doubleToLongBits(value) != Double.doubleToLongBits(plain)) {
            throw new IllegalStateException(name + ": the value is " + value + " instead of " + plain);
        }
        require(name + ": the value by hand", new double[][] {{valueByHand}}, new double[][] {{plain}});
        require(name + ": the gradient", gradient, byHand);
    }

    /** An exact peer's gradient is the one by hand. */
    static void check(String name, Program program, Peer peer) {
        double[][] gradient = Program.zeros(program.point());
        double[][] byHand = Program.zeros(program.point());
        peer.valueAndGradient(program, gradient);
        program.byHand(byHand);
        if (peer.isExact()) {
            require(name + " by " + peer.name(), gradient, byHand);
        }
    }

    /** Every value is the plain one to the bit, and every Jacobian the one by hand to ten digits of the largest element of its row. */
    static void check(JacobianProgram program) {
        double[] x = program.point();
        double[] plain = program.value(x);
        double[][] byHand = new double[program.rows()][x.length];
        double[] valueByHand = program.byHand().valueAndJacobian(x, byHand);
        require(program.name() + ": the value by hand", new double[][] {valueByHand}, new double[][] {plain});
        program.byFluxion().forEach((name, way) -> {
            double[][] jacobian = new double[program.rows()][x.length];
            double[] value = way.valueAndJacobian(x, jacobian);
            if (!Arrays.equals(value, plain)) {
                throw new IllegalStateException(program.name() + ", " + name + ": the value is "
                        + Arrays.toString(value) + " instead of " + Arrays.toString(plain));
            }
            for (int i = 0; i < byHand.length; i++) {
                require(program.name() + ", " + name + ": row " + i, new double[][] {jacobian[i]}, new double[][] {
                    byHand[i]
                });
            }
        });
    }

    private static void require(String name, double[][] actual, double[][] expected) {
        double largest = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                largest = Math.max(largest, Math.abs(expected[i][j]));
                error = Math.max(error, Math.abs(expected[i][j] - actual[i][j]));
            }
        }
        if (!(error <= TOLERANCE * largest)) {
            throw new IllegalStateException(name + " is off by " + error + ", the largest element being " + largest);
        }
    }
}
