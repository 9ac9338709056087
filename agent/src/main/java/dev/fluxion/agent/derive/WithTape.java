package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.optimize.Substitution;
import java.util.List;

/** A function that takes the tape of the evaluation that it takes part in, and else does what the given function does. */
final class WithTape {
    private WithTape() {}

    static Function run(Function function) {
        Function result = new Function(function.name(), function.resultTypes());
        Block entry = Copy.into(result, function, Terminator.Return::new);
        Value tape = Value.of(Type.ofDescriptor(Intrinsic.TAPE_DESCRIPTOR), "tape");
        entry.parameters().add(0, tape);
        Substitution substitution = new Substitution();
        for (Block block : result.blocks()) {
            for (Op op : List.copyOf(block.ops())) {
                if (Intrinsic.of(op) == Intrinsic.TAPE_CURRENT) {
                    substitution.replace(op.result(), tape);
                    block.ops().remove(op);
                }
            }
        }
        substitution.apply(result);
        return result;
    }
}
