package dev.fluxion.agent.link.classfile;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Monitor;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes out what the flag of a synchronized method stands for: the body runs inside the monitor of the receiver, or of the
 * class, and gives it up however it ends.
 */
public final class Synchronized {
    private static final Type THROWABLE = Type.ofInternalName("java/lang/Throwable");

    private final Function function;
    private final Value lock;
    private final Block release;

    private Synchronized(Function function, Value lock) {
        this.function = function;
        this.lock = lock;
        this.release = new Block();
        Value exception = release.addParameter(THROWABLE, null);
        release.ops().add(monitor(false));
        release.terminate(new Terminator.Throw(exception));
    }

    /** Works in place on a function just read; {@code owner} is the internal name of its class. */
    public static void run(Function function, boolean isStatic, String owner) {
        Block entry = function.entry();
        List<Op> prologue = new ArrayList<>();
        Value lock = isStatic
                ? Value.of(Type.ofInternalName("java/lang/Class"))
                : function.parameters().get(0);
        if (isStatic) {
            Constant type = new Constant(org.objectweb.asm.Type.getObjectType(owner));
            prologue.add(new Op(type, List.of(), List.of(lock), Position.UNKNOWN));
        }
        Synchronized pass = new Synchronized(function, lock);
        prologue.add(pass.monitor(true));
        pass.cut(entry, 0);
        entry.ops().addAll(prologue);
        List<Block> blocks = new ArrayList<>(function.blocks());
        blocks.remove(entry);
        for (Block block : blocks) {
            pass.protect(block);
        }
        function.blocks().add(pass.release);
    }

    private Op monitor(boolean enter) {
        return new Op(new Monitor(enter), List.of(lock), List.of(), Position.UNKNOWN);
    }

    private Block cut(Block block, int count) {
        Block rest = block.cut(count);
        function.blocks().add(rest);
        return rest;
    }

    private void protect(Block first) {
        Block block = first;
        boolean protectedAlready = !first.handlers().isEmpty();
        for (int i = 0; !protectedAlready && i < block.ops().size(); i++) {
            boolean last = i == block.ops().size() - 1 && !(block.terminator() instanceof Terminator.Throw);
            if (block.ops().get(i).operator().mayThrow()) {
                Block rest = last ? null : cut(block, i + 1);
                block.handlers().add(new Handler(null, new Edge(release)));
                if (rest == null) {
                    leave(block);
                    return;
                }
                block = rest;
                i = -1;
            }
        }
        if (protectedAlready || block.terminator() instanceof Terminator.Throw) {
            block.handlers().add(new Handler(null, new Edge(release)));
        }
        leave(block);
    }

    private void leave(Block block) {
        if (block.terminator() instanceof Terminator.Return) {
            Block exit = block.handlers().isEmpty() ? block : cutAfterThrow(block);
            exit.ops().add(monitor(false));
        }
    }

    private Block cutAfterThrow(Block block) {
        Block exit = function.addBlock();
        exit.terminate(block.terminator());
        block.terminate(new Terminator.Jump(new Edge(exit)));
        return exit;
    }
}
