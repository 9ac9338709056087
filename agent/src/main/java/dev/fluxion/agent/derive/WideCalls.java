package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Refuses calls whose arguments, with tangents or shadows beside them, are more than a method of the JVM can take. */
public final class WideCalls {
    private static final int MOST_SLOTS = 254;

    private WideCalls() {}

    /** Whether the values take more slots than a call can pass. */
    static boolean areTooMany(List<Value> arguments) {
        return arguments.stream().mapToInt(value -> value.type().slots()).sum() > MOST_SLOTS;
    }

    /**
     * Checks the function's own parameters.
     *
     * @throws Unsupported if they are too many for a method
     */
    public static void check(Function function) {
        if (areTooMany(function.parameters())) {
            Refuse refusal = refusal(function.name());
            throw new Unsupported(refusal.cause(), refusal.remedy());
        }
    }

    private static Refuse refusal(String callee) {
        return new Refuse(
                "a call of " + callee + ", whose arguments and their derivatives are more than a method can take,",
                "Pass some of them in an array.");
    }

    /** Works in place. */
    static void run(Function function) {
        for (Block block : function.blocks()) {
            if (isAnyTooWide(block.ops())) {
                List<Op> ops = new ArrayList<>();
                block.ops().forEach(op -> ops.addAll(isTooWide(op) ? refused(op) : List.of(op)));
                block.ops().clear();
                block.ops().addAll(ops);
            }
        }
    }

    private static boolean isAnyTooWide(List<Op> ops) {
        for (Op op : ops) {
            if (isTooWide(op)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTooWide(Op op) {
        return op.operator() instanceof InvokeVariant && areTooMany(op.operands());
    }

    /** What stands for the results comes first: in a protected block nothing may follow what throws. */
    private static List<Op> refused(Op op) {
        List<Op> ops = new ArrayList<>();
        for (Value result : op.results()) {
            Type type = result.type();
            ops.add(new Op(Constant.nothing(type), List.of(), List.of(result), op.position()));
        }
        String callee = ((InvokeVariant) op.operator()).variant().method().display();
        ops.add(new Op(refusal(callee), List.of(), List.of(), op.position()));
        return ops;
    }
}
