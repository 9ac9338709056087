package dev.fluxion.benchmarks.peers;

import dev.fluxion.benchmarks.programs.Program;
import java.util.List;

/** Another way to the gradient of a program, without Fluxion. */
public interface Peer {
    /** Its name in tables. */
    String name();

    /** About how many bytes one gradient of it writes; what would take too long is told by this. */
    double bytesWritten(Program program);

    /** The value; overwrites the gradient. */
    double valueAndGradient(Program program, double[][] gradient);

    /** Whether its gradients are exact up to rounding. */
    boolean isExact();

    /** All peers. */
    static List<Peer> all() {
        return List.of(new HipparchusForward(), new FinmathBackward(), new CentralDifferences());
    }

    /** How many numbers a program is differentiated with respect to. */
    static int inputs(Program program) {
        int inputs = 0;
        for (double[] row : program.point()) {
            inputs += row.length;
        }
        return inputs;
    }
}
