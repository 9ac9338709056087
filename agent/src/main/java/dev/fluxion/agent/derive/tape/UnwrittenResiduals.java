package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.graph.Variables;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * Leaves out of a record the numbers that the path to it never wrote. Each place where a loop may be left has a record of the
 * iteration that ends there, most of which has not happened yet. What reads a number of it is the transpose of something that
 * did happen. References are stored all the same: what an earlier record left in their place would be cast to another class,
 * and kept from being collected.
 */
public final class UnwrittenResiduals {
    private UnwrittenResiduals() {}

    /** Call when the variables are complete: then a number not yet written is the same value everywhere. */
    public static void run(Function function, Variables variables) {
        Set<Value> converted = new HashSet<>();
        for (Block block : function.blocks()) {
            block.ops().removeIf(op -> {
                // A float or a long takes another form before it is stored.
                if (op.operator() instanceof Arithmetic && isUnwritten(op.operand(0), variables, converted)) {
                    converted.add(op.result());
                }
                return op.operator() instanceof ArrayStore && isUnwritten(op.operand(2), variables, converted);
            });
        }
    }

    private static boolean isUnwritten(Value value, Variables variables, Set<Value> converted) {
        return variables.isInitialNumber(value) || converted.contains(value);
    }
}
