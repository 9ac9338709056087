package dev.fluxion.benchmarks.jmh;

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

/** Every program of usual size: the value alone, and the gradient with the value by Fluxion and by hand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-XX:+AlwaysPreTouch"})
public class GradientBenchmark {
    @Param({
        "sum",
        "map",
        "Rosenbrock",
        "logistic flat",
        "logistic rows",
        "perceptron",
        "logistic map",
        "Runge-Kutta",
        "Black-Scholes",
        "Newton",
        "branchy",
        "LSTM",
        "Gaussian mixture",
        "Kronecker sum",
        "Gaussian process",
        "matrix product",
        "Fourier"
    })
    String program;

    private Program chosen;
    private double[][] gradient;

    @Setup
    public void choose() {
        chosen = Programs.named(program).get(0).program().get();
        gradient = Program.zeros(chosen.point());
    }

    @Benchmark
    public double value() {
        return chosen.primal();
    }

    @Benchmark
    public double byFluxion() {
        return chosen.byFluxion(gradient);
    }

    @Benchmark
    public double byHand() {
        return chosen.byHand(gradient);
    }
}
