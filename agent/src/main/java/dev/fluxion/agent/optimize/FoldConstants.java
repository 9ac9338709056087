package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes arithmetic on constants, with Java's own arithmetic, and decides branches on them. */
public final class FoldConstants {
    private final Map<Value, Number> constants = new HashMap<>();

    private FoldConstants() {}

    /** Works in place. Returns whether a branch was decided: what became unreachable is left in the function. */
    static boolean run(Flow flow) {
        FoldConstants pass = new FoldConstants();
        boolean isAnyDecided = false;
        for (Block block : flow.order()) {
            List<Op> ops = block.ops();
            for (int i = 0; i < ops.size(); i++) {
                ops.set(i, pass.fold(ops.get(i)));
            }
            isAnyDecided |= pass.decide(block);
        }
        return isAnyDecided;
    }

    private Op fold(Op op) {
        if (op.operator() instanceof Constant constant
                && constant.value() instanceof Number number
                && !op.result().isLinear()) {
            constants.put(op.result(), number);
            return op;
        }
        if (constants.isEmpty() || !(op.operator() instanceof Arithmetic arithmetic) || op.isLinear()) {
            return op;
        }
        Number a = constants.get(op.operand(0));
        Number b = op.operands().size() < 2 ? (Number) 0 : constants.get(op.operand(1));
        Number folded = a == null || b == null ? null : fold(arithmetic, a, b);
        if (folded == null) {
            return op;
        }
        constants.put(op.result(), folded);
        return new Op(new Constant(folded), List.of(), op.results(), op.position());
    }

    private static Number fold(Arithmetic operator, Number a, Number b) {
        return switch (operator) {
            case IADD -> Integer.valueOf(a.intValue() + b.intValue());
            case ISUB -> Integer.valueOf(a.intValue() - b.intValue());
            case IMUL -> Integer.valueOf(a.intValue() * b.intValue());
            case INEG -> Integer.valueOf(-a.intValue());
            case IAND -> Integer.valueOf(a.intValue() & b.intValue());
            case IOR -> Integer.valueOf(a.intValue() | b.intValue());
            case IXOR -> Integer.valueOf(a.intValue() ^ b.intValue());
            case ISHL -> Integer.valueOf(a.intValue() << b.intValue());
            case ISHR -> Integer.valueOf(a.intValue() >> b.intValue());
            case LADD -> Long.valueOf(a.longValue() + b.longValue());
            case LSUB -> Long.valueOf(a.longValue() - b.longValue());
            case LMUL -> Long.valueOf(a.longValue() * b.longValue());
            case LNEG -> Long.valueOf(-a.longValue());
            case DADD -> Double.valueOf(a.doubleValue() + b.doubleValue());
            case DSUB -> Double.valueOf(a.doubleValue() - b.doubleValue());
            case DMUL -> Double.valueOf(a.doubleValue() * b.doubleValue());
            case DDIV -> Double.valueOf(a.doubleValue() / b.doubleValue());
            case DNEG -> Double.valueOf(-a.doubleValue());
            case FADD -> Float.valueOf(a.floatValue() + b.floatValue());
            case FSUB -> Float.valueOf(a.floatValue() - b.floatValue());
            case FMUL -> Float.valueOf(a.floatValue() * b.floatValue());
            case FDIV -> Float.valueOf(a.floatValue() / b.floatValue());
            case FNEG -> Float.valueOf(-a.floatValue());
            case I2D, L2D, F2D -> Double.valueOf(a.doubleValue());
            case I2F, L2F, D2F -> Float.valueOf(a.floatValue());
            case I2L -> Long.valueOf(a.longValue());
            case L2I -> Integer.valueOf((int) a.longValue());
            default -> null;
        };
    }

    private boolean decide(Block block) {
        if (!(block.terminator() instanceof Terminator.Branch branch)
                || branch.comparison().isOnReferences()) {
            return false;
        }
        Number left = constants.get(branch.left());
        Number right = constants.get(branch.right());
        if (left == null || right == null) {
            return false;
        }
        boolean holds = holds(branch.comparison(), Integer.compare(left.intValue(), right.intValue()));
        block.terminate(new Terminator.Jump(holds ? branch.then() : branch.otherwise()));
        return true;
    }

    private static boolean holds(Comparison comparison, int sign) {
        return switch (comparison) {
            case EQ -> sign == 0;
            case NE -> sign != 0;
            case LT -> sign < 0;
            case GE -> sign >= 0;
            case GT -> sign > 0;
            case LE -> sign <= 0;
            default -> throw new IllegalArgumentException(comparison.name());
        };
    }
}
