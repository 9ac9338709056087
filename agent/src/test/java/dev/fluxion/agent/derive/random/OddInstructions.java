package dev.fluxion.agent.derive.random;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What a class file has that Java compilers do not write, and all its operation codes. */
record OddInstructions(Set<Oddity> oddities, Set<Integer> opcodes) {
    private static final int LAST_NARROW = 255;

    enum Oddity {
        STACK_AT_BACK_EDGE,
        WIDE_SLOT,
        WIDE_INCREMENT,
        OVERLAPPING_RANGES,
        RANGE_WITH_ITS_OWN_HANDLER
    }

    static OddInstructions of(byte[] classFile) {
        ClassNode type = new ClassNode();
        new ClassReader(classFile).accept(type, ClassReader.EXPAND_FRAMES);
        OddInstructions odd = new OddInstructions(EnumSet.noneOf(Oddity.class), new HashSet<>());
        for (MethodNode method : type.methods) {
            method.instructions.forEach(node -> odd.add(node, method.instructions));
            odd.add(method.tryCatchBlocks, method.instructions);
        }
        return odd;
    }

    private void add(AbstractInsnNode node, InsnList all) {
        opcodes.add(node.getOpcode());
        if (node instanceof VarInsnNode access && access.var > LAST_NARROW) {
            oddities.add(Oddity.WIDE_SLOT);
        } else if (node instanceof IincInsnNode increment
                && increment.var > LAST_NARROW
                && Math.abs(increment.incr) > Byte.MAX_VALUE) {
            oddities.add(Oddity.WIDE_INCREMENT);
        } else if (node instanceof JumpInsnNode jump
                && all.indexOf(jump.label) < all.indexOf(jump)
                && hasStack(jump.label)) {
            oddities.add(Oddity.STACK_AT_BACK_EDGE);
        }
    }

    private static boolean hasStack(AbstractInsnNode label) {
        AbstractInsnNode node = label;
        while (node != null && node.getOpcode() < 0) {
            if (node instanceof FrameNode frame && !frame.stack.isEmpty()) {
                return true;
            }
            node = node.getNext();
        }
        return false;
    }

    private void add(List<TryCatchBlockNode> table, InsnList all) {
        for (TryCatchBlockNode one : table) {
            int start = all.indexOf(one.start);
            int end = all.indexOf(one.end);
            int handler = all.indexOf(one.handler);
            if (start <= handler && handler < end) {
                oddities.add(Oddity.RANGE_WITH_ITS_OWN_HANDLER);
            }
            for (TryCatchBlockNode other : table) {
                int from = all.indexOf(other.start);
                if (start < from && from < end && end < all.indexOf(other.end)) {
                    oddities.add(Oddity.OVERLAPPING_RANGES);
                }
            }
        }
    }
}
