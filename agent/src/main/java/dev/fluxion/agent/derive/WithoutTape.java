package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.optimize.MergeBlocks;
import java.util.List;

/**
 * A derived function that keeps nothing on its tape and hands it to nobody, with an array in the place of the tape: it writes its
 * results after the first there, which are numbers.
 */
public final class WithoutTape {
    private static final Type ARRAY = Type.ofDescriptor("[D");

    private WithoutTape() {}

    /** Whether a derived function, as it is linked, has that form. */
    public static boolean isPossible(Function function) {
        Value tape = function.parameters().get(0);
        return Intrinsic.isTape(tape)
                && function.resultTypes().stream().skip(1).allMatch(WithoutTape::isNumber)
                && function.blocks().stream().noneMatch(block -> uses(block, tape));
    }

    private static boolean isNumber(Type type) {
        return type.equals(Type.DOUBLE) || type.equals(Type.FLOAT);
    }

    private static boolean uses(Block block, Value tape) {
        return block.terminator().operands().contains(tape)
                || block.successors().stream().anyMatch(edge -> edge.arguments().contains(tape))
                || block.ops().stream().anyMatch(op -> op.operands().contains(tape) || isOfTape(op));
    }

    /** The tape of the evaluation can also be asked for by name. */
    private static boolean isOfTape(Op op) {
        return op.operator() instanceof Invoke invoke && Intrinsic.isOfTape(invoke);
    }

    static Function run(Function function) {
        List<Type> types = function.resultTypes();
        Function result = new Function(function.name(), types.subList(0, Math.min(1, types.size())));
        Block exit = new Block();
        types.forEach(type -> exit.addParameter(type, null));
        Block entry = Copy.into(result, function, returned -> new Terminator.Jump(new Edge(exit, returned)));
        Value array = Value.of(ARRAY, "results");
        entry.parameters().set(0, array);
        Emitter out = new Emitter(result);
        out.moveTo(exit);
        for (int i = 1; i < types.size(); i++) {
            Value value = exit.parameters().get(i);
            Value wide = Emitter.isFloat(value) ? out.arithmetic(Arithmetic.F2D, value) : value;
            out.effect(new ArrayStore(Element.DOUBLE), array, out.constant(i - 1), wide);
        }
        exit.terminate(new Terminator.Return(exit.parameters().stream().limit(1).toList()));
        result.blocks().add(exit);
        MergeBlocks.run(result); // which drops the exit of a function that never returns
        return result;
    }
}
