package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.value.Type;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** The instructions written so far, with the depth of the operand stack. */
final class Code {
    private final MethodNode node = new MethodNode(Opcodes.ASM9, 0, "code", "()V", null, null);
    private final SelfCall self;
    private int depth;
    private int maximalDepth;
    private int line = -1;

    /** @param self how the method calls itself, null if it never does */
    Code(SelfCall self) {
        this.self = self;
    }

    /** How the method calls itself; null if it never does. */
    SelfCall self() {
        return self;
    }

    /** Whether the method is one of a companion. */
    boolean isDerived() {
        return self != null;
    }

    /** Where instructions go; whoever visits them directly accounts for the stack with {@link #grow}. */
    MethodVisitor visitor() {
        return node;
    }

    /** Changes the depth of the operand stack by a number of slots. */
    void grow(int slots) {
        depth += slots;
        maximalDepth = Math.max(maximalDepth, depth);
    }

    /** A new block starts, with as many stack slots in use. */
    void startBlock(int stackSlots) {
        depth = 0;
        grow(stackSlots);
        line = -1;
    }

    void mark(LabelNode label) {
        node.instructions.add(label);
    }

    void line(int newLine) {
        if (newLine > 0 && newLine != line) {
            line = newLine;
            Label label = new Label();
            node.visitLabel(label);
            node.visitLineNumber(newLine, label);
        }
    }

    void frame(FrameNode frame) {
        node.instructions.add(frame);
    }

    /** Declares the frame of a label that is already marked. */
    void frameAt(LabelNode label, FrameNode frame) {
        node.instructions.insert(label, frame);
    }

    void load(Type type, int slot) {
        node.visitVarInsn(typed(Opcodes.ILOAD, type), slot);
        grow(type.slots());
    }

    void store(Type type, int slot) {
        node.visitVarInsn(typed(Opcodes.ISTORE, type), slot);
        grow(-type.slots());
    }

    void discard(Type type) {
        node.visitInsn(type.slots() == 2 ? Opcodes.POP2 : Opcodes.POP);
        grow(-type.slots());
    }

    /** An instruction that comes in five kinds: {@code base} is that of int, and reference comes last. */
    static int typed(int base, Type type) {
        return base + type.kind().ordinal();
    }

    void jump(int opcode, LabelNode target, int popped) {
        node.instructions.add(new JumpInsnNode(opcode, target));
        grow(-popped);
    }

    void add(AbstractInsnNode instruction) {
        node.instructions.add(instruction);
    }

    void handler(LabelNode start, LabelNode end, LabelNode handler, String catchType) {
        node.tryCatchBlocks.add(new TryCatchBlockNode(start, end, handler, catchType));
    }

    void constant(Object value) {
        if (value == Constant.NULL) {
            node.visitInsn(Opcodes.ACONST_NULL);
            grow(1);
        } else if (value instanceof Integer number) {
            integer(number);
            grow(1);
        } else {
            int opcode = shortForm(value);
            if (opcode >= 0) {
                node.visitInsn(opcode);
            } else {
                node.visitLdcInsn(value);
            }
            grow(slots(value));
        }
    }

    private static int slots(Object constant) {
        if (constant instanceof ConstantDynamic dynamic) {
            return dynamic.getSize();
        }
        return constant instanceof Long || constant instanceof Double ? 2 : 1;
    }

    private void integer(int value) {
        if (value >= -1 && value <= 5) {
            node.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            node.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            node.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            node.visitLdcInsn(value);
        }
    }

    /** The instruction that pushes the constant without the constant pool, or -1. Minus zero has none. */
    private static int shortForm(Object value) {
        if (value instanceof Long number && (number == 0 || number == 1)) {
            return Opcodes.LCONST_0 + number.intValue();
        }
        if (value instanceof Float number) {
            int whole = (int) (float) number;
            boolean isWhole = Float.floatToRawIntBits(whole) == Float.floatToRawIntBits(number);
            return isWhole && whole >= 0 && whole <= 2 ? Opcodes.FCONST_0 + whole : -1;
        }
        if (value instanceof Double number) {
            int whole = (int) (double) number;
            boolean isWhole = Double.doubleToRawLongBits(whole) == Double.doubleToRawLongBits(number);
            return isWhole && whole >= 0 && whole <= 1 ? Opcodes.DCONST_0 + whole : -1;
        }
        return -1;
    }

    /** Hands everything on. */
    void replay(MethodVisitor target, int locals) {
        node.visitMaxs(maximalDepth, locals);
        node.accept(target);
    }
}
