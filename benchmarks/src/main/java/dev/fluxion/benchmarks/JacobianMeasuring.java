package dev.fluxion.benchmarks;

import dev.fluxion.benchmarks.Sampling.Timed;
import dev.fluxion.benchmarks.jacobians.CentralDifferences;
import dev.fluxion.benchmarks.jacobians.JacobianProgram;
import dev.fluxion.benchmarks.jacobians.JacobianProgram.Way;
import dev.fluxion.benchmarks.jacobians.JacobianPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the Jacobians of one function in a JVM of its own, with the options of this one: all ways take turns with the value. */
public final class JacobianMeasuring {
    /** The plain value: its bytes are of interest. */
    public static final String VALUE = "value";

    /** The method that uses values only. */
    public static final String DIFFERENCES = "central differences";

    private JacobianMeasuring() {}

    /** What was measured; null if a Jacobian was wrong, or refused, which is then on the error stream. */
    public static List<Measurement> inOwnJvm(Path javaHome, JacobianProgram program)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(OwnJvm.ownOptions());
        options.addAll(List.of("-Xms1g", "-XX:+AlwaysPreTouch"));
        List<String> lines = OwnJvm.run(javaHome, options, JacobianMeasuring.class, program.name());
        return lines == null ? null : lines.stream().map(Measurement::parse).toList();
    }

    /** Measures here. */
    public static void main(String[] arguments) {
        JacobianProgram program = JacobianPrograms.named(String.join(" ", arguments));
        Correctness.check(program);
        double[] x = program.point();
        Map<String, Timed> timed = new LinkedHashMap<>();
        timed.put(VALUE, () -> program.value(x)[0]);
        Map<String, Way> ways = new LinkedHashMap<>(program.byFluxion());
        ways.put(Measurement.BY_HAND, program.byHand());
        ways.put(DIFFERENCES, new CentralDifferences(program));
        ways.forEach((name, way) -> {
            double[][] jacobian = new double[program.rows()][x.length];
            timed.put(name, () -> way.valueAndJacobian(x, jacobian)[0] + jacobian[0][0]);
        });
        List<Sampling.Ratio> ratios = Sampling.compare(timed.get(VALUE), List.copyOf(timed.values()));
        List<String> names = List.copyOf(timed.keySet());
        for (int i = 0; i < names.size(); i++) {
            Sampling.Ratio ratio = ratios.get(i);
            System.out.println(new Measurement(
                            program.name(),
                            names.get(i),
                            x.length,
                            ratio.baseNanoseconds(),
                            ratio.ratio(),
                            ratio.lowRatio(),
                            ratio.bytes(),
                            Double.NaN)
                    .line());
        }
    }
}
