package dev.fluxion.benchmarks.jacobians;

import dev.fluxion.benchmarks.jacobians.JacobianProgram.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions whose Jacobians are measured. */
public final class JacobianPrograms {
    /** The ways that all have but for the nested gradient. */
    public static final List<String> MODES = List.of("automatic", "forward", "reverse");

    private JacobianPrograms() {}

    /** All of them. */
    public static List<JacobianProgram> list() {
        return List.of(
                new CameraProjection(), new PlanarArm(), new TransitionMatrix(), new Residuals(), new NestedGradient());
    }

    /** The one of a name. */
    public static JacobianProgram named(String name) {
        return list().stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no program " + name + "; there are "
                        + list().stream().map(JacobianProgram::name).toList()));
    }

    static Map<String, Way> ways(Way automatic, Way forward, Way reverse) {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(MODES.get(0), automatic);
        ways.put(MODES.get(1), forward);
        ways.put(MODES.get(2), reverse);
        return ways;
    }
}
