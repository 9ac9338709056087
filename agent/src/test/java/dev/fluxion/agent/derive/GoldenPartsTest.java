package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.fluxion.agent.derive.GoldenRun.Outcome;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.graph.Verifier;
import dev.fluxion.agent.write.parts.Parts;
import dev.fluxion.agent.write.parts.Parts.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden reverse mode, divided into small parts: a file has the parts of one function, each with its method's name. */
class GoldenPartsTest {
    private static final Limits SMALL = new Limits(100, List.of(200), 80);
    private static final String HEADING = "# ";

    @BeforeAll
    static void update() throws IOException {
        GoldenPass.update();
        if (System.getProperty("golden.update") != null) {
            subjects().forEach(subject -> file(subject).write(text(parts(subject))));
        }
    }

    static Stream<GoldenCase> subjects() {
        return GoldenCases.ALL.stream()
                .filter(subject -> List.of("nestedLoop", "workspace").contains(subject.name()));
    }

    static Stream<Arguments> points() {
        return subjects().flatMap(subject -> subject.points().stream().map(point -> Arguments.of(subject, point)));
    }

    private static GoldenFile file(GoldenCase subject) {
        return new GoldenFile(GoldenFile.ROOT.resolve("parts").resolve(subject.name() + ".parts"));
    }

    private static Map<String, Function> parts(GoldenCase subject) {
        Function joint = GoldenExecutionTest.golden(GoldenPass.JOINT, subject);
        return Parts.of(joint, "GoldenFunctions$$Fluxion", subject.name(), subject.name() + "$part", SMALL);
    }

    private static String text(Map<String, Function> parts) {
        return parts.entrySet().stream()
                .map(part -> HEADING + part.getKey() + "\n" + part.getValue())
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aFunctionIsDividedAsItsGoldenFileSays(GoldenCase subject) {
        GoldenFile file = file(subject);
        String made = text(parts(subject));
        if (!made.equals(file.text())) {
            fail(file.path() + " differs; -Dgolden.update writes what + says\n" + LineDiff.between(file.text(), made));
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void eachPartIsTheTextOfAWellFormedFunction(GoldenCase subject) {
        String[] parts = file(subject).text().split("(?m)^" + HEADING);
        assertTrue(parts.length > 2, "it is not divided");
        for (String part : List.of(parts).subList(1, parts.length)) {
            String text = part.substring(part.indexOf('\n') + 1);
            Function function = Parser.parse(text);
            assertEquals(text, function.toString());
            Verifier.verify(function);
        }
    }

    /** The division that the file shows is done again, by the same code, on the way to bytecode. */
    @ParameterizedTest
    @MethodSource("points")
    void inPartsReverseModeGivesTheGradient(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point, SMALL);
        Outcome outcome = run.joint(GoldenExecutionTest.golden(GoldenPass.JOINT, subject));
        GoldenExecutionTest.assertSameBits(run.plainValue(), outcome.value());
        GoldenExecutionTest.assertClose(
                subject, GoldenRun.SEED, subject.gradient().at(point), outcome.derivatives());
    }

    @Test
    void noFileIsOfAnotherFunction() throws IOException {
        try (Stream<Path> files = Files.list(file(GoldenCases.ALL.get(0)).path().getParent())) {
            assertEquals(
                    subjects().map(subject -> file(subject).path()).sorted().toList(),
                    files.sorted().toList());
        }
    }
}
