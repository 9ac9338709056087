package dev.fluxion.benchmarks.jmh;

import dev.fluxion.benchmarks.peers.Peer;
import dev.fluxion.benchmarks.programs.Program;
import dev.fluxion.benchmarks.programs.Programs;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The gradient, with the value, by peers of Fluxion. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-XX:+AlwaysPreTouch"})
public class PeerBenchmark {
    @Param({"Rosenbrock 100", "logistic rows 100", "Black-Scholes 1", "LSTM 10", "Gaussian process 10"})
    String program;

    @Param({"Hipparchus", "finmath", "differences"})
    String peer;

    private Program chosenProgram;
    private Peer chosenPeer;
    private double[][] gradient;

    @Setup
    public void choose() {
        chosenProgram = Programs.named(program).get(0).program().get();
        chosenPeer = Peer.all().stream()
                .filter(each -> each.name().equals(peer))
                .findFirst()
                .orElseThrow();
        gradient = Program.zeros(chosenProgram.point());
    }

    @Benchmark
    public double gradient() {
        return chosenPeer.valueAndGradient(chosenProgram, gradient);
    }
}
