package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.derive.GoldenRun.Outcome;
import dev.fluxion.agent.derive.activity.ActivityAnalysis;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.operator.Activity;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The golden files compute the right numbers: parsed, written to bytecode and called, they give the plain method's value to
 * the bit and derivatives that agree with closed forms.
 */
class GoldenExecutionTest {
    @BeforeAll
    static void update() throws IOException {
        GoldenPass.update();
    }

    static Stream<Arguments> points() {
        return GoldenCases.ALL.stream()
                .flatMap(subject -> subject.points().stream().map(point -> Arguments.of(subject, point)));
    }

    static Stream<Arguments> pointsOfSecondOrder() {
        return pointsOf(GoldenPass.JVP_OF_JOINT);
    }

    static Stream<Arguments> pointsOfChunks() {
        return pointsOf(GoldenPass.CHUNK);
    }

    static Stream<Arguments> pointsOfLanes() {
        return pointsOf(GoldenPass.LANES);
    }

    static Stream<Arguments> pointsOfPartials() {
        return pointsOf(GoldenPass.PARTIALS);
    }

    private static Stream<Arguments> pointsOf(GoldenPass pass) {
        return points().filter(pair -> pass.covers((GoldenCase) pair.get()[0]));
    }

    private static double tangent(double[] gradient, GoldenRun run) {
        double tangent = 0;
        for (int i = 0; i < gradient.length; i++) {
            tangent += gradient[i] * run.direction()[i];
        }
        return tangent;
    }

    static Function golden(GoldenPass pass, GoldenCase subject) {
        return Parser.parse(GoldenFile.of(pass, subject).text());
    }

    @ParameterizedTest
    @MethodSource("points")
    void whatWasReadGivesTheValueOfThePlainMethod(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        assertSameBits(run.plainValue(), run.value(golden(GoldenPass.READ, subject)));
    }

    @ParameterizedTest
    @MethodSource("points")
    void whatWasOptimizedGivesTheValueOfThePlainMethod(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        assertSameBits(run.plainValue(), run.value(golden(GoldenPass.OPTIMIZE, subject)));
    }

    @ParameterizedTest
    @MethodSource("points")
    void forwardModeGivesTheTangent(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        Outcome outcome = run.jvp(golden(GoldenPass.JVP, subject));
        assertSameBits(run.plainValue(), outcome.value());
        double tangent = tangent(subject.gradient().at(point), run);
        assertClose(subject, 1, new double[] {tangent}, outcome.derivatives());
    }

    @ParameterizedTest
    @MethodSource("pointsOfChunks")
    void aChunkGivesTheTangentsAlongEachNumberAndADirection(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        Outcome outcome = run.chunk(golden(GoldenPass.CHUNK, subject));
        assertSameBits(run.plainValue(), outcome.value());
        double[] gradient = subject.gradient().at(point);
        double[] expected = Arrays.copyOf(gradient, gradient.length + 1);
        expected[gradient.length] = tangent(gradient, run);
        assertClose(subject, 1, expected, outcome.derivatives());
    }

    @ParameterizedTest
    @MethodSource("pointsOfLanes")
    void twoLanesGiveTheTangentsAlongTwoDirections(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        Outcome outcome = run.lanes(golden(GoldenPass.LANES, subject));
        assertSameBits(run.plainValue(), outcome.value());
        double[] gradient = subject.gradient().at(point);
        double[] expected = {tangent(gradient, run), DoubleStream.of(gradient).sum()};
        assertClose(subject, 1, expected, outcome.derivatives());
    }

    @ParameterizedTest
    @MethodSource("pointsOfPartials")
    void partialsAreTheGradient(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        Outcome outcome = run.partials(golden(GoldenPass.PARTIALS, subject));
        assertSameBits(run.plainValue(), outcome.value());
        assertClose(subject, 1, subject.gradient().at(point), outcome.derivatives());
    }

    @ParameterizedTest
    @MethodSource("points")
    void reverseModeGivesTheGradient(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        Outcome outcome = run.joint(golden(GoldenPass.JOINT, subject));
        assertSameBits(run.plainValue(), outcome.value());
        assertClose(subject, GoldenRun.SEED, subject.gradient().at(point), outcome.derivatives());
    }

    @ParameterizedTest
    @MethodSource("points")
    void theTwoSweepsGiveTheGradient(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        Outcome outcome = run.sweeps(golden(GoldenPass.FORWARD, subject), golden(GoldenPass.REVERSE, subject));
        assertSameBits(run.plainValue(), outcome.value());
        assertClose(subject, GoldenRun.SEED, subject.gradient().at(point), outcome.derivatives());
    }

    @ParameterizedTest
    @MethodSource("pointsOfSecondOrder")
    void forwardOverReverseGivesTheHessiansProduct(GoldenCase subject, Object[] point) throws Exception {
        GoldenRun run = new GoldenRun(subject, point);
        Function joint = golden(GoldenPass.JOINT, subject);
        Activity activity = ActivityAnalysis.run(
                        joint, GoldenPass.secondOrder(subject, joint), GoldenPass.CALLEES, GoldenPass.RULES)
                .activity();
        Outcome outcome = run.jvpOfJoint(golden(GoldenPass.JVP_OF_JOINT, subject), activity);
        assertSameBits(run.plainValue(), outcome.value());
        double[] product = subject.secondOrder().at(run.direction(), point);
        assertClose(subject, GoldenRun.SEED, product, outcome.derivatives());
    }

    static void assertSameBits(double expected, double actual) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(actual));
    }

    static void assertClose(GoldenCase subject, double scale, double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            double reference = scale * expected[i];
            assertEquals(
                    reference, actual[i], subject.tolerance() * Math.max(1, Math.abs(reference)), "component " + i);
        }
    }
}
