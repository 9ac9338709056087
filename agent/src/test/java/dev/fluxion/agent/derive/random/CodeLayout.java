package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.CodeBlock.Placed;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.SimpleVerifier;

/** Puts the blocks of a method into a random order. */
final class CodeLayout implements Opcodes {
    /** As an operation code, which ASM has no name for. */
    static final int GOTO_WIDE = 200;

    private static final double DEAD_CODE = 0.2;

    private final Code code;
    private final Shapes shapes;
    private final List<Placed> line = new ArrayList<>();

    private CodeLayout(Code code, Shapes shapes) {
        this.code = code;
        this.shapes = shapes;
    }

    static void write(Code code, Shapes shapes, MethodNode method, String owner) {
        new CodeLayout(code, shapes).write(method, owner);
    }

    private void write(MethodNode method, String owner) {
        List<CodeBlock> order = order();
        for (int i = 0; i < order.size(); i++) {
            place(order.get(i), i + 1 < order.size() ? order.get(i + 1) : null);
        }
        ProtectedRanges plain = ProtectedRanges.exact(line);
        ProtectedRanges stray = ProtectedRanges.stray(line, shapes);
        Map<Integer, LabelNode> borders = new HashMap<>();
        method.tryCatchBlocks = stray.table(borders);
        List<TryCatchBlockNode> exact = plain.table(borders);
        for (int i = 0; i <= line.size(); i++) {
            if (borders.containsKey(i)) {
                method.instructions.add(borders.get(i));
            }
            if (i < line.size()) {
                method.instructions.add(line.get(i).node());
            }
        }
        method.maxStack = code.deepest();
        method.maxLocals = locals(method);
        if (code.hasSubroutines() || !isVerified(method, owner)) {
            method.tryCatchBlocks = exact;
        }
    }

    private static int locals(MethodNode method) {
        int count = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof VarInsnNode access) {
                count = Math.max(count, access.var + 2);
            } else if (node instanceof IincInsnNode increment) {
                count = Math.max(count, increment.var + 1);
            }
        }
        return count;
    }

    /** What a handler finds in the variables must be what it expects, also where a range is too large. */
    private static boolean isVerified(MethodNode method, String owner) {
        try {
            Type type = Type.getObjectType(owner);
            new Analyzer<>(new SimpleVerifier(type, Type.getType(Object.class), false)).analyze(owner, method);
            return true;
        } catch (AnalyzerException notVerified) {
            return false;
        }
    }

    private List<CodeBlock> order() {
        Set<CodeBlock> reached = reached();
        boolean dead = shapes.draw().chance(DEAD_CODE);
        List<CodeBlock> blocks = new ArrayList<>(code.blocks().stream()
                .filter(block -> dead || reached.contains(block))
                .toList());
        List<CodeBlock> rest = blocks.subList(1, blocks.size());
        int way = shapes.draw().below(4);
        if (way == 0) {
            Collections.reverse(rest);
        } else if (way < 3) {
            Collections.shuffle(rest, new Random(shapes.draw().below(1 << 20)));
        }
        return blocks;
    }

    private Set<CodeBlock> reached() {
        Map<LabelNode, CodeBlock> byLabel = new HashMap<>();
        code.blocks().forEach(block -> byLabel.put(block.label, block));
        Set<CodeBlock> reached = new HashSet<>();
        List<CodeBlock> next = new ArrayList<>(List.of(code.blocks().get(0)));
        while (!next.isEmpty()) {
            CodeBlock block = next.remove(next.size() - 1);
            if (block != null && reached.add(block)) {
                next.add(block.next);
                block.targets.forEach(target -> next.add(byLabel.get(target)));
                block.instructions.forEach(
                        placed -> placed.protection().forEach(landing -> next.add(byLabel.get(landing.label()))));
            }
        }
        return reached;
    }

    private void place(CodeBlock block, CodeBlock following) {
        line.add(new Placed(block.label, List.of()));
        line.addAll(block.instructions);
        List<Landing> protection = block.instructions.isEmpty() || shapes.draw().chance(0.5)
                ? List.of()
                : block.instructions.get(block.instructions.size() - 1).protection();
        if (block.next == null) {
            if (!ends(block)) {
                line.add(new Placed(new InsnNode(ACONST_NULL), protection));
                line.add(new Placed(new InsnNode(ATHROW), protection));
            }
        } else if (block.next != following || shapes.wants(Shape.IDLE)) {
            int opcode = shapes.wants(Shape.WIDE_JUMP) ? GOTO_WIDE : GOTO;
            line.add(new Placed(new JumpInsnNode(opcode, block.next.label), protection));
        }
    }

    private static boolean ends(CodeBlock block) {
        if (block.instructions.isEmpty()) {
            return false;
        }
        AbstractInsnNode last =
                block.instructions.get(block.instructions.size() - 1).node();
        int opcode = last.getOpcode();
        return opcode == GOTO
                || opcode == GOTO_WIDE
                || opcode == ATHROW
                || opcode == RET
                || opcode == TABLESWITCH
                || opcode == LOOKUPSWITCH
                || (opcode >= IRETURN && opcode <= RETURN);
    }
}
