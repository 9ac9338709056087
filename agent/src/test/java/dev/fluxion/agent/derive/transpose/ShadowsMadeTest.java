package dev.fluxion.agent.derive.transpose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.Laboratory;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Which arrays a forward sweep tells the tape of. */
class ShadowsMadeTest {
    static double[] running(double[] x) {
        int[] inert = new int[x.length];
        double[][] rows = new double[2][x.length];
        double[] sums = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            inert[i] = i % 2;
            rows[inert[i]][i] += x[i];
            sums[i] += rows[0][i] * rows[1][i];
        }
        return sums;
    }

    private static Function sweep(Variant.Kind kind) throws NoSuchMethodException {
        Variant plain = Laboratory.variant(ShadowsMadeTest.class.getDeclaredMethod("running", double[].class));
        return Laboratory.function(
                ShadowsMadeTest.class.getClassLoader(),
                plain.then(kind, new Activity(List.of(true), List.of(true), List.of(true))));
    }

    private static List<Op> ops(Function function, Predicate<Op> which) {
        return function.blocks().stream()
                .flatMap(block -> block.ops().stream())
                .filter(which)
                .toList();
    }

    private static boolean isAdded(Op op) {
        return op.operator() instanceof Invoke invoke && invoke.method().name().equals("addShadow");
    }

    @Test
    void eachShadowIsShownToTheTapeWhereItIsMadeAndNoOtherArrayIs() throws Exception {
        Function shared = sweep(Variant.Kind.FORWARD_SHARED);
        List<Value> made = ops(shared, op -> op.operator() instanceof NewArray).stream()
                .map(Op::result)
                .toList();
        List<Value> added = ops(shared, ShadowsMadeTest::isAdded).stream()
                .map(op -> op.operand(1))
                .toList();
        // inert, rows and its shadow, sums and its shadow
        assertEquals(List.of(made.get(2), made.get(4)), added);
        assertEquals(5, made.size());
    }

    @Test
    void whereOneReverseSweepFollowsTheTapeNeedNotKnow() throws Exception {
        assertEquals(List.of(), ops(sweep(Variant.Kind.FORWARD), ShadowsMadeTest::isAdded));
    }
}
