package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the bodies of small callees in place of their calls, so that their residuals stay in locals. Calls inside protected
 * regions stay calls.
 */
public final class Inline {
    /** Where bodies come from. */
    public interface Bodies {
        /** The body to put in place of the call, null to leave it a call. It is copied. */
        Function of(Invoke call);
    }

    private static final int LARGEST_BODY = 60;
    private static final int LARGEST_RESULT = 1_500;

    private Inline() {}

    /** Works in place; returns whether anything was inlined. */
    public static boolean run(Function function, Bodies bodies) {
        int size = size(function);
        boolean any = false;
        List<Block> pending = new ArrayList<>(function.blocks());
        for (int i = 0; i < pending.size(); i++) {
            Block block = pending.get(i);
            if (!block.handlers().isEmpty()) {
                continue;
            }
            for (int at = 0; at < block.ops().size(); at++) {
                Op op = block.ops().get(at);
                Function body = op.operator() instanceof Invoke call ? bodies.of(call) : null;
                if (body != null && size(body) <= LARGEST_BODY && size + size(body) <= LARGEST_RESULT) {
                    size += size(body);
                    any = true;
                    pending.add(replace(function, block, at, body));
                    break;
                }
            }
        }
        return any;
    }

    /** How large a function counts: its ops, and one for the end of each block. */
    public static int size(Function function) {
        int size = 0;
        for (Block block : function.blocks()) {
            size += block.ops().size() + 1;
        }
        return size;
    }

    /** Returns the block that holds what came after the call. */
    public static Block replace(Function function, Block block, int at, Function body) {
        Op call = block.ops().get(at);
        Block rest = function.addBlock();
        rest.parameters().addAll(call.results());
        List<Op> after = block.ops().subList(at + 1, block.ops().size());
        rest.ops().addAll(after);
        rest.terminate(block.terminator());
        block.ops().subList(at, block.ops().size()).clear();
        List<Value> arguments = call.operands();
        Block entry = Copy.into(function, body, returned -> new Terminator.Jump(new Edge(rest, returned)));
        block.terminate(new Terminator.Jump(new Edge(entry, arguments)));
        return rest;
    }
}
