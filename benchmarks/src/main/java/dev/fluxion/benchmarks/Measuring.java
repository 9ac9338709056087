package dev.fluxion.benchmarks;

import dev.fluxion.benchmarks.Sampling.Timed;
import dev.fluxion.benchmarks.peers.Peer;
import dev.fluxion.benchmarks.programs.Program;
import dev.fluxion.benchmarks.programs.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures one program in a JVM of its own, with the options of this one. Fluxion and the gradient by hand take turns with the
 * primal; peers do in a second series, so that the garbage that they leave costs nobody else.
 */
public final class Measuring {
    private static final double MOST_BYTES = 5e8;
    private static final String WITH_PEERS = "peers";
    private static final String WITHOUT_PEERS = "";

    private Measuring() {}

    /** What was measured; null if a gradient was wrong, or refused, which is then on the error stream. */
    public static List<Measurement> inOwnJvm(Path javaHome, Programs.Entry entry, boolean peers)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(OwnJvm.ownOptions());
        options.addAll(List.of("-Xms1g", "-XX:+AlwaysPreTouch"));
        List<String> lines =
                OwnJvm.run(javaHome, options, Measuring.class, entry.name(), peers ? WITH_PEERS : WITHOUT_PEERS);
        return lines == null ? null : lines.stream().map(Measurement::parse).toList();
    }

    /** Measures here. */
    public static void main(String[] arguments) {
        Programs.Entry entry = Programs.named(arguments[0]).get(0);
        Program program = entry.program().get();
        double[][] gradient = Program.zeros(program.point());
        Correctness.check(entry.name(), program);
        double tapeBytes = TapeUse.bytesPerIteration(program);
        List<Sampling.Ratio> own = Sampling.compare(
                program::primal, List.of(() -> program.byFluxion(gradient), () -> program.byHand(gradient)));
        print(entry, program, Measurement.FLUXION, own.get(0), tapeBytes);
        print(entry, program, Measurement.BY_HAND, own.get(1), Double.NaN);
        if (arguments[1].equals(WITH_PEERS)) {
            List<Peer> peers = Peer.all().stream()
                    .filter(peer -> peer.bytesWritten(program) <= MOST_BYTES)
                    .toList();
            peers.forEach(peer -> Correctness.check(entry.name(), program, peer));
            List<Timed> timed = peers.stream()
                    .map(peer -> (Timed) () -> peer.valueAndGradient(program, gradient))
                    .toList();
            List<Sampling.Ratio> ratios = Sampling.compare(program::primal, timed);
            for (int i = 0; i < peers.size(); i++) {
                print(entry, program, peers.get(i).name(), ratios.get(i), Double.NaN);
            }
        }
    }

    private static void print(
            Programs.Entry entry, Program program, String method, Sampling.Ratio ratio, double tapeBytes) {
        Measurement measurement = new Measurement(
                entry.name(),
                method,
                Peer.inputs(program),
                ratio.baseNanoseconds(),
                ratio.ratio(),
                ratio.lowRatio(),
                ratio.bytes(),
                tapeBytes);
        System.out.println(measurement.line());
    }
}
