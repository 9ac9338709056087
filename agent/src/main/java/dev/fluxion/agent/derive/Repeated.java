package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.activity.Receivers;
import dev.fluxion.agent.derive.linearize.Cleanup;
import dev.fluxion.agent.derive.linearize.Rethrow;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.NullCheck;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function as one of several passes: it refuses just before anything that a further pass would do again, when that is reached, and
 * so do the functions that it calls.
 */
public final class Repeated {
    private static final Invoke OF_PROGRAM = Invoke.ofStatic(
            Intrinsic.REGULARITY, "requireOfJdk", "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/String;)V");

    private final Function function;
    private final Map<Op, Refuse> refusals;
    private final Map<Op, Refuse> refusalsOfProgram;
    private final Map<Op, Variant> calls;

    private Repeated(
            Function function, Map<Op, Refuse> refusals, Map<Op, Refuse> refusalsOfProgram, Map<Op, Variant> calls) {
        this.function = function;
        this.refusals = refusals;
        this.refusalsOfProgram = refusalsOfProgram;
        this.calls = calls;
    }

    /**
     * Changes a function into such a one.
     *
     * @param refusals what is refused before an op
     * @param refusalsOfProgram what is refused before an op whose receiver is no object of the JDK's own
     * @param calls what is called instead
     */
    public static void run(
            Function function, Map<Op, Refuse> refusals, Map<Op, Refuse> refusalsOfProgram, Map<Op, Variant> calls) {
        new Repeated(function, refusals, refusalsOfProgram, calls).run();
    }

    private void run() {
        letRefusalsPass();
        for (Block block : List.copyOf(function.blocks())) {
            for (int i = block.ops().size() - 1; i >= 0; i--) {
                Op op = block.ops().get(i);
                Variant callee = calls.get(op);
                Refuse refusal = refusals.get(op);
                if (refusal != null) {
                    refuseBefore(block, i, List.of(new Op(refusal, List.of(), List.of(), op.position())));
                } else if (refusalsOfProgram.containsKey(op)) {
                    refuseBefore(block, i, ofProgram(op, refusalsOfProgram.get(op)));
                } else if (callee != null) {
                    block.ops()
                            .set(
                                    i,
                                    new Op(
                                            new InvokeVariant(callee, false),
                                            op.operands(),
                                            op.results(),
                                            op.position()));
                    if (Receivers.mayBeNull(op)) {
                        requireReceiver(block, i, op);
                    }
                }
            }
        }
    }

    private void requireReceiver(Block block, int index, Op op) {
        Block rest = block.cut(index);
        function.blocks().add(rest);
        block.ops().add(NullCheck.of(op.operand(0), op.position()));
        block.handlers().addAll(rest.handlers());
    }

    private static List<Op> ofProgram(Op op, Refuse refusal) {
        List<Op> ops = new ArrayList<>();
        List<Value> operands = new ArrayList<>(List.of(op.operand(0)));
        for (String text : List.of(refusal.cause(), refusal.remedy())) {
            Value value = Value.of(Type.ofInternalName("java/lang/String"));
            ops.add(new Op(new Constant(text), List.of(), List.of(value), op.position()));
            operands.add(value);
        }
        ops.add(new Op(OF_PROGRAM, operands, List.of(), op.position()));
        return ops;
    }

    private void refuseBefore(Block block, int index, List<Op> refusal) {
        Block rest = block.cut(index);
        function.blocks().add(rest);
        block.ops().addAll(refusal);
        for (Handler handler : rest.handlers()) {
            if (Cleanup.rethrows(handler.edge().target())) {
                block.handlers().add(handler);
            }
        }
    }

    // As Linearize does, which does not come by where such a function carries nothing.
    private void letRefusalsPass() {
        Set<Block> catchers = new HashSet<>();
        for (Block block : function.blocks()) {
            for (Handler handler : block.handlers()) {
                if (Rethrow.isNeeded(handler)) {
                    catchers.add(handler.edge().target());
                }
            }
        }
        for (Block block : List.copyOf(function.blocks())) {
            if (catchers.contains(block)) {
                Position place = Rethrow.place(block, function.name());
                function.blocks().add(block.cut(0));
                Rethrow.begin(block, block.parameters().get(0), place);
            }
        }
    }
}
