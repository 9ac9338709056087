package dev.fluxion.agent.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** A method's instructions with their control flow: blocks, handlers in force, lines. An index is a place in the node list. */
final class Bytecode {
    /** Instructions {@code start <= i < end}; only the last may jump, or throw to a handler. */
    static final class CodeBlock {
        final int start;
        int end;
        final List<CodeBlock> successors = new ArrayList<>();
        /** Handlers that an instruction of this block may jump to. */
        final Set<CodeBlock> handlers = new LinkedHashSet<>();
        /** Normal edges from reachable blocks, method entry included. */
        int incoming;
        /** The block's place in reverse postorder. */
        int number;
        /** Whether a reachable instruction may throw to this block. */
        boolean isHandler;

        CodeBlock(int start) {
            this.start = start;
        }
    }

    private final MethodNode method;
    private final AbstractInsnNode[] nodes;
    /** The first instruction at or after an index. */
    private final int[] instructionAt;

    private final int[] lines;
    private final List<List<TryCatchBlockNode>> handlers;
    private final CodeBlock[] blockAt;
    private final List<CodeBlock> order;

    Bytecode(MethodNode method, String display) {
        this.method = method;
        this.nodes = method.instructions.toArray();
        this.instructionAt = instructions();
        this.lines = lines();
        this.handlers = handlersInForce();
        this.blockAt = blocks(display);
        this.order = reversePostorder();
        for (int i = 0; i < order.size(); i++) {
            CodeBlock block = order.get(i);
            block.number = i;
            block.successors.forEach(successor -> successor.incoming++);
            block.handlers.forEach(handler -> handler.isHandler = true);
        }
        entry().incoming++;
    }

    AbstractInsnNode node(int index) {
        return nodes[index];
    }

    int line(int index) {
        return lines[index];
    }

    CodeBlock entry() {
        return blockAt[instructionAt[0]];
    }

    /** The reachable blocks in reverse postorder. */
    List<CodeBlock> order() {
        return order;
    }

    /** The block that starts at an index. */
    CodeBlock blockAt(int index) {
        return blockAt[index];
    }

    CodeBlock block(LabelNode label) {
        return blockAt[index(label)];
    }

    /** The index of the instruction that a label marks; the end of the code if it marks none. */
    int index(LabelNode label) {
        return instructionAt[method.instructions.indexOf(label)];
    }

    /** The first instruction after the one at an index, or the end of the code. */
    int next(int index) {
        return index + 1 < nodes.length ? instructionAt[index + 1] : nodes.length;
    }

    /** The exception-table entries that cover an instruction, in order, up to the first that catches everything. */
    List<TryCatchBlockNode> handlers(int index) {
        return handlers.get(index);
    }

    /** The frame that the class file declares at a block's start, or null. */
    FrameNode frame(CodeBlock block) {
        for (int i = block.start - 1; i >= 0 && nodes[i].getOpcode() < 0; i--) {
            if (nodes[i] instanceof FrameNode frame) {
                return frame;
            }
        }
        return null;
    }

    /** Whether the operator that an instruction becomes may throw. */
    static boolean mayThrow(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        return switch (opcode) {
            case Opcodes.LDC -> {
                Object constant = ((LdcInsnNode) node).cst;
                yield !(constant instanceof Number || constant instanceof String);
            }
            case Opcodes.IDIV, Opcodes.IREM, Opcodes.LDIV, Opcodes.LREM -> true;
            default ->
                opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD
                        || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE
                        || opcode >= Opcodes.GETSTATIC && opcode <= Opcodes.MONITOREXIT
                        || opcode == Opcodes.MULTIANEWARRAY;
        };
    }

    /** The local slot that an instruction changes, or -1. */
    static int storedTo(AbstractInsnNode node) {
        if (node instanceof VarInsnNode access && access.getOpcode() >= Opcodes.ISTORE) {
            return access.var;
        }
        return node instanceof IincInsnNode increment ? increment.var : -1;
    }

    private int[] instructions() {
        int[] result = new int[nodes.length + 1];
        result[nodes.length] = nodes.length;
        for (int i = nodes.length - 1; i >= 0; i--) {
            result[i] = nodes[i].getOpcode() >= 0 ? i : result[i + 1];
        }
        return result;
    }

    private int[] lines() {
        int[] result = new int[nodes.length];
        int line = -1;
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i] instanceof LineNumberNode number) {
                line = number.line;
            }
            result[i] = line;
        }
        return result;
    }

    private List<List<TryCatchBlockNode>> handlersInForce() {
        int entries = method.tryCatchBlocks.size();
        List<List<Integer>> changes = new ArrayList<>(Collections.nCopies(nodes.length + 1, null));
        for (int i = 0; i < entries; i++) {
            TryCatchBlockNode entry = method.tryCatchBlocks.get(i);
            if (index(entry.start) < index(entry.end)) {
                change(changes, index(entry.start), i);
                change(changes, index(entry.end), ~i);
            }
        }
        List<List<TryCatchBlockNode>> result = new ArrayList<>(nodes.length);
        TreeSet<Integer> active = new TreeSet<>();
        List<TryCatchBlockNode> current = List.of();
        for (int i = 0; i < nodes.length; i++) {
            if (changes.get(i) != null) {
                for (int entry : changes.get(i)) {
                    if (entry < 0) {
                        active.remove(~entry);
                    } else {
                        active.add(entry);
                    }
                }
                current = reachable(active);
            }
            result.add(current);
        }
        return result;
    }

    private static void change(List<List<Integer>> changes, int index, int entry) {
        if (changes.get(index) == null) {
            changes.set(index, new ArrayList<>());
        }
        changes.get(index).add(entry);
    }

    private List<TryCatchBlockNode> reachable(Set<Integer> entries) {
        List<TryCatchBlockNode> result = new ArrayList<>();
        Set<String> caught = new HashSet<>();
        for (int i : entries) {
            TryCatchBlockNode entry = method.tryCatchBlocks.get(i);
            if (caught.add(entry.type)) {
                result.add(entry);
            }
            if (entry.type == null) {
                break;
            }
        }
        return result;
    }

    private CodeBlock[] blocks(String display) {
        boolean[] leads = new boolean[nodes.length + 1];
        leads[instructionAt[0]] = true;
        for (int i = 0; i < nodes.length; i++) {
            List<LabelNode> targets = targets(nodes[i]);
            targets.forEach(label -> leads[index(label)] = true);
            boolean throwsToHandler = !handlers.get(i).isEmpty() && mayThrow(nodes[i]);
            if (!targets.isEmpty() || endsFlow(nodes[i].getOpcode()) || throwsToHandler) {
                leads[next(i)] = true;
            }
        }
        method.tryCatchBlocks.forEach(entry -> leads[index(entry.handler)] = true);

        CodeBlock[] result = new CodeBlock[nodes.length];
        CodeBlock current = null;
        for (int i = 0; i < nodes.length; i++) {
            if (leads[i]) {
                current = result[i] = new CodeBlock(i);
            }
            if (current != null) {
                current.end = i + 1;
            }
        }
        for (CodeBlock block : result) {
            if (block != null) {
                connect(block, result, display);
            }
        }
        return result;
    }

    private void connect(CodeBlock block, CodeBlock[] all, String display) {
        int last = block.start;
        for (int i = block.start; i < block.end; i++) {
            if (nodes[i].getOpcode() >= 0) {
                last = i;
                if (mayThrow(nodes[i])) {
                    handlers.get(i).forEach(entry -> block.handlers.add(all[index(entry.handler)]));
                }
            }
        }
        targets(nodes[last]).forEach(label -> block.successors.add(all[index(label)]));
        boolean isSwitch = nodes[last] instanceof TableSwitchInsnNode || nodes[last] instanceof LookupSwitchInsnNode;
        if (!endsFlow(nodes[last].getOpcode()) && !isSwitch) {
            int following = next(last);
            if (following >= nodes.length) {
                throw new UnreadableMethodException(display, lines[last], "code that runs past its end");
            }
            block.successors.add(all[following]);
        }
    }

    private static boolean endsFlow(int opcode) {
        return opcode == Opcodes.GOTO
                || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN
                || opcode == Opcodes.ATHROW;
    }

    private static List<LabelNode> targets(AbstractInsnNode node) {
        if (node instanceof JumpInsnNode jump) {
            return List.of(jump.label);
        }
        if (node instanceof TableSwitchInsnNode choice) {
            List<LabelNode> labels = new ArrayList<>(choice.labels);
            labels.add(choice.dflt);
            return labels;
        }
        if (node instanceof LookupSwitchInsnNode choice) {
            List<LabelNode> labels = new ArrayList<>(choice.labels);
            labels.add(choice.dflt);
            return labels;
        }
        return List.of();
    }

    private List<CodeBlock> reversePostorder() {
        List<CodeBlock> postorder = new ArrayList<>();
        Set<CodeBlock> seen = new HashSet<>(Arrays.asList(entry()));
        Deque<CodeBlock> path = new ArrayDeque<>(seen);
        Deque<Iterator<CodeBlock>> pending = new ArrayDeque<>();
        pending.push(followers(entry()));
        while (!path.isEmpty()) {
            Iterator<CodeBlock> followers = pending.element();
            if (followers.hasNext()) {
                CodeBlock block = followers.next();
                if (seen.add(block)) {
                    path.push(block);
                    pending.push(followers(block));
                }
            } else {
                pending.pop();
                postorder.add(path.pop());
            }
        }
        Collections.reverse(postorder);
        return postorder;
    }

    private static Iterator<CodeBlock> followers(CodeBlock block) {
        List<CodeBlock> all = new ArrayList<>(block.handlers);
        all.addAll(block.successors);
        return all.iterator();
    }
}
