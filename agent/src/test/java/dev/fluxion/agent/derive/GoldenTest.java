package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.fluxion.agent.derive.activity.ActivityAnalysis;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.graph.Verifier;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each pass, from the golden text of the pass before to its own golden text. With {@code -Dgolden.update} the files are
 * written first; {@link GoldenExecutionTest} then says whether they still compute the right numbers.
 */
class GoldenTest {
    @BeforeAll
    static void update() throws IOException {
        GoldenPass.update();
    }

    static Stream<Arguments> files() {
        return Stream.of(GoldenPass.values())
                .flatMap(pass ->
                        GoldenCases.ALL.stream().filter(pass::covers).map(subject -> Arguments.of(pass, subject)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aPassMakesWhatItsGoldenFileSays(GoldenPass pass, GoldenCase subject) throws IOException {
        GoldenFile file = GoldenFile.of(pass, subject);
        String made = pass.run(subject).toString();
        if (!made.equals(file.text())) {
            fail(file.path() + " differs; -Dgolden.update writes what + says\n" + LineDiff.between(file.text(), made));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aGoldenFileIsTheTextOfAWellFormedFunction(GoldenPass pass, GoldenCase subject) {
        String text = GoldenFile.of(pass, subject).text();
        Function function = Parser.parse(text);
        assertEquals(text, function.toString());
        Verifier.verify(function);
    }

    @Test
    void everyGoldenFileIsOfAPassAndAFunction() throws IOException {
        Set<Path> known = files().map(pair -> GoldenFile.of((GoldenPass) pair.get()[0], (GoldenCase) pair.get()[1])
                        .path())
                .collect(Collectors.toSet());
        try (Stream<Path> walk = Files.walk(GoldenFile.ROOT)) {
            assertEquals(
                    List.of(),
                    walk.filter(path -> path.toString().endsWith(".ir") && !known.contains(path))
                            .toList());
        }
    }

    static Stream<GoldenCase> subjects() {
        return GoldenCases.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void theActivityIsClosed(GoldenCase subject) {
        Function function =
                Parser.parse(GoldenFile.of(GoldenPass.OPTIMIZE, subject).text());
        assertEquals(
                subject.activity(),
                ActivityAnalysis.run(function, subject.activity(), GoldenPass.CALLEES, GoldenPass.RULES)
                        .activity());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void theLinkerMakesTheSameOfBytecodeAsThePassesOfTexts(GoldenCase subject) {
        Variant plain = subject.variant();
        assertLinks(GoldenPass.OPTIMIZE, subject, plain);
        assertLinks(GoldenPass.JVP, subject, plain.then(Variant.Kind.JVP, subject.activity()));
        assertLinks(GoldenPass.FORWARD, subject, plain.then(Variant.Kind.FORWARD, subject.activity()));
        assertLinks(GoldenPass.REVERSE, subject, plain.then(Variant.Kind.REVERSE, subject.activity()));
        Variant joint = plain.then(Variant.Kind.JOINT, subject.activity());
        assertLinks(GoldenPass.JOINT, subject, joint);
        if (GoldenPass.JVP_OF_JOINT.covers(subject)) {
            Function function = Laboratory.function(GoldenPass.LOADER, joint);
            assertLinks(
                    GoldenPass.JVP_OF_JOINT,
                    subject,
                    joint.then(
                            Variant.Kind.JVP,
                            GoldenPass.CALLEES
                                    .facts(joint, GoldenPass.secondOrder(subject, function))
                                    .activity()));
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void theLinkerMakesTheSameForManyDirections(GoldenCase subject) {
        Variant plain = subject.variant();
        Activity activity = subject.activity();
        if (GoldenPass.CHUNK.covers(subject)) {
            assertLinks(GoldenPass.CHUNK, subject, plain.then(Variant.Kind.CHUNK, activity));
        }
        if (GoldenPass.LANES.covers(subject)) {
            assertLinks(GoldenPass.LANES, subject, plain.then(Variant.Kind.LANES, GoldenRun.LANES, activity));
        }
        if (GoldenPass.PARTIALS.covers(subject)) {
            assertLinks(GoldenPass.PARTIALS, subject, plain.then(Variant.Kind.PARTIALS, activity));
        }
    }

    private static void assertLinks(GoldenPass pass, GoldenCase subject, Variant variant) {
        String linked = Laboratory.function(GoldenPass.LOADER, variant).toString();
        String golden = GoldenFile.of(pass, subject).text();
        if (!linked.equals(golden)) {
            fail("not what is linked: " + pass + "\n" + LineDiff.between(golden, linked));
        }
    }
}
