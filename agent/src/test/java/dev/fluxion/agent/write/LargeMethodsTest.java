package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.LargeMethods;
import dev.fluxion.agent.read.LargeMethods.Shape;
import dev.fluxion.agent.read.MethodReader;
import dev.fluxion.agent.write.layout.Chains;
import dev.fluxion.agent.write.layout.Initialization;
import dev.fluxion.agent.write.layout.Layout;
import dev.fluxion.agent.write.layout.LiveRanges;
import dev.fluxion.agent.write.layout.LoopNest;
import dev.fluxion.agent.write.layout.Ranges;
import dev.fluxion.agent.write.layout.Schedule;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Methods near the limit of the JVM behave as before and become no larger; what the writer does grows with them. */
class LargeMethodsTest {
    private static final Hierarchy NONE = Hierarchy.of(path -> null);

    private static double run(Class<?> type, double x) throws ReflectiveOperationException {
        Method run = type.getMethod("run", double.class, double[].class);
        return (double) run.invoke(null, x, new double[] {0.5, -1, 0.25, 2, -0.125});
    }

    @ParameterizedTest
    @CsvSource({
        "BRANCHES, 2500",
        "STATEMENTS, 6000",
        "JOINS_OF_LIVE_LOCALS, 4000",
        "JOINS_OF_CONSTANT_LOCALS, 4000",
        "LOOPS, 2500",
        "HANDLERS, 4000",
        "ONE_HANDLER, 7000",
        "CASES, 4500",
        "EXITS, 4500"
    })
    void aMethodOfManyKilobytesBehavesTheSame(Shape shape, int count) throws Exception {
        byte[] classFile = shape.classFile(count);
        assertTrue(CodeSizes.of(shape.method(count)) > 40_000);
        RoundTrip trip = new RoundTrip(NONE);
        byte[] rewritten = trip.rewrite(classFile);
        assertEquals(Map.of(), trip.refusals());
        Class<?> before = RewritingLoader.define(LargeMethods.NAME, classFile);
        Class<?> after = RewritingLoader.define(LargeMethods.NAME, rewritten);
        for (double x : new double[] {-2, 0.75, 1, 3.5}) {
            assertEquals(run(before, x), run(after, x));
        }
        // A statement that throws with other locals than the one before does not share its expression.
        double allowed = shape == Shape.ONE_HANDLER ? 1.34 : 1;
        MethodNode written = ClassFiles.parse(rewritten).methods.get(0);
        assertTrue(
                CodeSizes.of(written) <= allowed * CodeSizes.of(shape.method(count)),
                () -> "became " + CodeSizes.of(written));
    }

    /** How many ranges the values of a method have in the code's layout. */
    private static int ranges(Shape shape, int count) {
        ClassNode owner = ClassFiles.parse(shape.classFile(count));
        Function function = Chains.joined(MethodReader.read(owner, owner.methods.get(0), NONE));
        Flow flow = Flow.of(function);
        var layout = Layout.of(function, new LoopNest(flow));
        LiveRanges live = new LiveRanges(function, layout, new Schedule(layout), new Initialization(flow, null));
        return live.ranges().values().stream().mapToInt(Ranges::count).sum();
    }

    @Test
    void aValueThatLivesOverManyBlocksHasOneRange() {
        // 200 locals; the array, which nothing reads, has none; at each join the number, before it, after it, and
        // joined.
        assertEquals(200 + 2 * 1_000 + 1, ranges(Shape.JOINS_OF_CONSTANT_LOCALS, 1_000));
    }

    @ParameterizedTest
    @EnumSource
    void rangesGrowWithTheMethod(Shape shape) {
        int small = ranges(shape, 400);
        int large = ranges(shape, 1_600);
        assertTrue(large <= 4 * small + 8, small + " to " + large);
    }
}
