package dev.fluxion.agent.derive.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.random.Comparison.Findings;
import dev.fluxion.agent.derive.random.Reference.Verdict;
import dev.fluxion.agent.instrument.ForkedJvm;
import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import dev.fluxion.agent.instrument.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random programs as users have them: with the shaded agent in a JVM of its own, by stubs and by operators. Their numbers are
 * compared as {@link RandomProgramsTest} compares those that are computed without an agent.
 */
class RandomProgramsIT {
    private static final int SEEDS = 48;

    @TempDir
    Path folder;

    @Test
    void stubsAndOperatorsUnderTheAgentAgreeWithTheReference() throws Exception {
        List<ForkedProgram> programs = LongStream.range(0, SEEDS)
                .mapToObj(ForkedProgram::of)
                .filter(each -> each.reference().verdict() == Verdict.USEFUL)
                .toList();
        assertTrue(programs.size() >= 0.8 * SEEDS, "only " + programs.size() + " programs");
        Map<String, PrintedModes> printed = run(programs);
        List<String> failures = new ArrayList<>();
        int limits = 0;
        for (ForkedProgram each : programs) {
            for (String way : ForkedProgram.WAYS) {
                PrintedModes modes = printed.get(each.name() + " " + way);
                Findings findings = Comparison.of(modes, each.reference(), each.point());
                limits += findings.limits().size();
                if (findings.failure() != null) {
                    failures.add(each.name() + " by " + way + ": " + findings.failure());
                } else if (!modes.isUsedUp()) {
                    failures.add(each.name() + " by " + way + " printed more than was compared");
                }
            }
        }
        assertEquals(List.of(), failures);
        assertTrue(limits <= 0.1 * programs.size(), limits + " refusals");
    }

    /** What was printed, by program and way. */
    private Map<String, PrintedModes> run(List<ForkedProgram> programs) throws Exception {
        Sources.compile(
                folder,
                Stream.concat(
                                Stream.of(ForkedProgram.PRINTER, ForkedProgram.main(programs)),
                                programs.stream().map(ForkedProgram::source))
                        .toArray(String[]::new));
        Outcome outcome = ForkedJvm.run(ForkedJvm.AGENT, "-cp", ForkedJvm.path(folder, ForkedJvm.RULES_JAR), "Main");
        assertEquals(Outcome.success(outcome.stdout()), outcome);
        Map<String, PrintedModes> printed = new HashMap<>();
        outcome.stdout().lines().forEach(line -> {
            String[] parts = line.split(" ", 4);
            printed.computeIfAbsent(parts[0] + " " + parts[1], key -> new PrintedModes())
                    .add(parts[2], parts[3]);
        });
        return printed;
    }
}
