package dev.fluxion.agent.read;

import dev.fluxion.agent.read.Bytecode.CodeBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Which local slots are read, before they are written, from the start of each block on. */
final class LocalLiveness {
    private final Bytecode code;
    private final Map<CodeBlock, BitSet> liveIn = new HashMap<>();

    LocalLiveness(Bytecode code) {
        this.code = code;
        Map<CodeBlock, List<CodeBlock>> predecessors = new HashMap<>();
        Deque<CodeBlock> pending = new ArrayDeque<>();
        for (CodeBlock block : code.order()) {
            liveIn.put(block, new BitSet());
            block.successors.forEach(next ->
                    predecessors.computeIfAbsent(next, k -> new ArrayList<>()).add(block));
            block.handlers.forEach(next ->
                    predecessors.computeIfAbsent(next, k -> new ArrayList<>()).add(block));
            pending.addFirst(block);
        }
        Set<CodeBlock> queued = new HashSet<>(pending);
        while (!pending.isEmpty()) {
            CodeBlock block = pending.remove();
            queued.remove(block);
            BitSet live = scan(block);
            if (!live.equals(liveIn.put(block, live))) {
                for (CodeBlock predecessor : predecessors.getOrDefault(block, List.of())) {
                    if (queued.add(predecessor)) {
                        pending.add(predecessor);
                    }
                }
            }
        }
    }

    BitSet liveIn(CodeBlock block) {
        return liveIn.get(block);
    }

    private BitSet scan(CodeBlock block) {
        BitSet live = new BitSet();
        block.successors.forEach(next -> live.or(liveIn.get(next)));
        for (int i = block.end - 1; i >= block.start; i--) {
            AbstractInsnNode node = code.node(i);
            if (node instanceof VarInsnNode access) {
                live.set(access.var, access.getOpcode() < Opcodes.ISTORE);
            } else if (node instanceof IincInsnNode increment) {
                live.set(increment.var);
            } else if (Bytecode.mayThrow(node)) {
                for (TryCatchBlockNode entry : code.handlers(i)) {
                    live.or(liveIn.get(code.block(entry.handler)));
                }
            }
        }
        return live;
    }
}
