package dev.fluxion.agent.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Counts;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Verifier;
import dev.fluxion.agent.read.LargeMethods.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** What the reader does grows with the method, not faster. Work is counted, not timed. */
class LargeMethodsTest {
    private static final Hierarchy NONE = Hierarchy.of(path -> null);

    private static Function construct(Shape shape, int size) {
        ClassNode owner = ClassFiles.parse(shape.classFile(size));
        return MethodReader.construct(owner, owner.methods.get(0), NONE);
    }

    @Test
    void aJoinGetsAParameterForNoLocalButTheOneThatChanged() {
        assertEquals(500, Counts.parameters(construct(Shape.JOINS_OF_LIVE_LOCALS, 500)));
        assertEquals(2_000, Counts.parameters(construct(Shape.JOINS_OF_LIVE_LOCALS, 2_000)));
        assertEquals(2_000, Counts.parameters(construct(Shape.JOINS_OF_CONSTANT_LOCALS, 2_000)));
    }

    @Test
    void aLoopPassesItsCounterAndItsSum() {
        assertEquals(2 * 300, Counts.parameters(construct(Shape.LOOPS, 300)));
    }

    @Test
    void aHandlerGetsTheExceptionAndWhatChangedInItsTry() {
        Function function = construct(Shape.ONE_HANDLER, 1_000);
        assertEquals(2, Counts.parameters(function));
        assertEquals(1_000, Counts.arguments(function));
    }

    @ParameterizedTest
    @EnumSource
    void argumentsGrowWithTheMethod(Shape shape) {
        int small = Counts.arguments(construct(shape, 400));
        int large = Counts.arguments(construct(shape, 1_600));
        assertTrue(large <= 4 * small, small + " to " + large);
    }

    @ParameterizedTest
    @EnumSource
    void oldClassFilesWithoutFramesAreReadToo(Shape shape) {
        ClassNode owner = ClassFiles.parse(shape.classFile(1_600, Opcodes.V1_4));
        Function old = MethodReader.read(owner, owner.methods.get(0), NONE);
        Verifier.verify(old);
        ClassNode today = ClassFiles.parse(shape.classFile(1_600));
        assertEquals(MethodReader.read(today, today.methods.get(0), NONE).toString(), old.toString());
    }
}
