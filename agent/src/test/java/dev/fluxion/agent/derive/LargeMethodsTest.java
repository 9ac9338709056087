package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.derive.tape.TransposePlan;
import dev.fluxion.agent.derive.transpose.Transpose;
import dev.fluxion.agent.ir.Counts;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.optimize.Optimize;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.LargeMethods.Shape;
import dev.fluxion.agent.read.MethodReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.tree.ClassNode;

/** What a transposed function consists of grows with the method, not with how much lives how long. Work is counted, not timed. */
class LargeMethodsTest {
    private static final ClassLoader LOADER = LargeMethodsTest.class.getClassLoader();

    private interface Transposition {
        Function of(Linearized linearized, int primalResults, Callees callees, RuleTable rules);
    }

    /** As the transposition leaves it, before anything is simplified. */
    private static Function transposed(Shape shape, int size, Transposition transposition) {
        ClassNode owner = ClassFiles.parse(shape.classFile(size));
        Function function = MethodReader.read(owner, owner.methods.get(0), Hierarchy.of(path -> null));
        Optimize.run(function);
        Callees callees = Laboratory.callees(LOADER);
        RuleTable rules = Laboratory.rules(LOADER);
        Activity activity = new Activity(List.of(true, true), List.of(true));
        return transposition.of(Linearization.of(function, activity, callees, rules), 1, callees, rules);
    }

    @Test
    void aJoinAndItsReverseHaveParametersForWhatChangedThere() {
        // The local and the edge taken; in reverse the cotangents of the local and of the number that it was multiplied
        // by.
        assertEquals(
                4 * 400,
                Counts.parameters(transposed(Shape.JOINS_OF_LIVE_LOCALS, 1_000, Transpose::joint))
                        - Counts.parameters(transposed(Shape.JOINS_OF_LIVE_LOCALS, 600, Transpose::joint)));
    }

    @ParameterizedTest
    @EnumSource
    void bothSweepsInOneGrowWithTheMethod(Shape shape) {
        assertGrowth(shape, Transpose::joint);
    }

    @ParameterizedTest
    @EnumSource
    void theForwardSweepGrowsWithTheMethod(Shape shape) {
        assertGrowth(
                shape,
                (linearized, results, callees, rules) ->
                        Transpose.forward(linearized, TransposePlan.of(linearized, false, callees, rules), results));
    }

    @ParameterizedTest
    @EnumSource
    void theReverseSweepGrowsWithTheMethod(Shape shape) {
        assertGrowth(
                shape,
                (linearized, results, callees, rules) ->
                        Transpose.reverse(TransposePlan.of(linearized, false, callees, rules), results));
    }

    private static void assertGrowth(Shape shape, Transposition transposition) {
        Function small = transposed(shape, 300, transposition);
        Function middle = transposed(shape, 600, transposition);
        Function large = transposed(shape, 1_200, transposition);
        assertGrowth(Counts.parameters(small), Counts.parameters(middle), Counts.parameters(large));
        assertGrowth(Counts.arguments(small), Counts.arguments(middle), Counts.arguments(large));
        assertGrowth(Counts.ops(small), Counts.ops(middle), Counts.ops(large));
    }

    private static void assertGrowth(int small, int middle, int large) {
        // What is recomputed from what else is kept follows a pattern of a few statements, which the sizes may cut.
        int cut = 8 + (middle - small) / 100;
        assertTrue(large - middle <= 2 * (middle - small) + cut, small + " to " + middle + " to " + large);
    }
}
