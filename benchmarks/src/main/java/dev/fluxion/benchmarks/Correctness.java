package dev.fluxion.benchmarks;

import dev.fluxion.benchmarks.peers.Peer;
import dev.fluxion.benchmarks.programs.Program;

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
