package dev.fluxion.agent.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A random method {@code (int, double[]) -> long} in bytecode: blocks that jump anywhere, irreducible loops among them, carry
 * values on the stack, shuffle them, and throw into handlers. A counter bounds how many blocks run.
 */
final class RandomBytecode implements Opcodes {
    static final String NAME = "RandomBytecode";

    private static final int FUEL = 2;
    private static final String LOCALS = "IIIJJFDD";
    private static final int FIRST_LOCAL = 3;
    private static final int SCRATCH = 20;
    private static final String KINDS = "IJFD";
    private static final int[] SHUFFLES = {DUP, DUP_X1, DUP_X2, DUP2, DUP2_X1, DUP2_X2, SWAP};
    private static final String[] CAUGHT = {
        null, "java/lang/ArithmeticException", "java/lang/ArrayIndexOutOfBoundsException", "java/lang/RuntimeException"
    };

    private final Random random;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    private final MethodVisitor code;
    private final List<String> signatures = new ArrayList<>();
    private final List<Label> blocks = new ArrayList<>();
    private final StringBuilder stack = new StringBuilder();

    private RandomBytecode(long seed) {
        random = new Random(seed);
        writer.visit(V17, ACC_PUBLIC | ACC_SUPER, NAME, null, "java/lang/Object", null);
        code = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "(I[D)J", null, null);
    }

    static byte[] classFile(long seed) {
        RandomBytecode made = new RandomBytecode(seed);
        made.write();
        return made.writer.toByteArray();
    }

    private void write() {
        String[] shapes = {"", text(2), text(3)};
        int count = 4 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            signatures.add(shapes[i < 3 ? i : random.nextInt(3)]);
            blocks.add(new Label());
        }
        code.visitCode();
        List<Label> handlers = protect();
        start();
        for (int i = 0; i < count; i++) {
            block(i);
        }
        handlers.forEach(this::handler);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
    }

    private String text(int length) {
        StringBuilder kinds = new StringBuilder();
        for (int i = 0; i < length; i++) {
            kinds.append(KINDS.charAt(random.nextInt(4)));
        }
        return kinds.toString();
    }

    private void start() {
        code.visitIntInsn(BIPUSH, 40);
        code.visitVarInsn(ISTORE, FUEL);
        for (int i = 0; i < LOCALS.length(); i++) {
            code.visitVarInsn(ILOAD, 0);
            code.visitIntInsn(BIPUSH, i * 7 - 11);
            code.visitInsn(IMUL);
            stack.append('I');
            convert(LOCALS.charAt(i));
            store(i);
        }
        code.visitJumpInsn(GOTO, blocks.get(0));
    }

    private void block(int number) {
        code.visitLabel(blocks.get(number));
        stack.setLength(0);
        stack.append(signatures.get(number));
        Label go = new Label();
        code.visitIincInsn(FUEL, -1);
        code.visitVarInsn(ILOAD, FUEL);
        code.visitJumpInsn(IFGE, go);
        exit();
        code.visitLabel(go);
        for (int i = random.nextInt(12); i > 0; i--) {
            step();
        }
        leave();
    }

    private void step() {
        switch (random.nextInt(9)) {
            case 0 -> constant();
            case 1, 2 -> load(random.nextInt(LOCALS.length()));
            case 3 -> {
                need(1);
                int local = random.nextInt(LOCALS.length());
                convert(LOCALS.charAt(local));
                store(local);
            }
            case 4 -> arithmetic();
            case 5 -> shuffle();
            case 6 -> code.visitIincInsn(FIRST_LOCAL + random.nextInt(3), random.nextInt(2000) - 1000);
            case 7 -> element();
            default -> scratch();
        }
    }

    private void constant() {
        char kind = KINDS.charAt(random.nextInt(4));
        int value = random.nextInt(9) - 4;
        switch (kind) {
            case 'I' -> code.visitLdcInsn(value);
            case 'J' -> code.visitLdcInsn((long) value);
            case 'F' -> code.visitLdcInsn(value / 2f);
            default -> code.visitLdcInsn(value == 0 ? -0.0 : value / 4.0);
        }
        stack.append(kind);
    }

    private void need(int depth) {
        while (stack.length() < depth) {
            load(random.nextInt(LOCALS.length()));
        }
    }

    private static int slot(int local) {
        int slot = FIRST_LOCAL;
        for (int i = 0; i < local; i++) {
            slot += width(LOCALS.charAt(i));
        }
        return slot;
    }

    private static int width(char kind) {
        return kind == 'J' || kind == 'D' ? 2 : 1;
    }

    private static int typed(int base, char kind) {
        return base + KINDS.indexOf(kind);
    }

    private void load(int local) {
        code.visitVarInsn(typed(ILOAD, LOCALS.charAt(local)), slot(local));
        stack.append(LOCALS.charAt(local));
    }

    private void store(int local) {
        code.visitVarInsn(typed(ISTORE, LOCALS.charAt(local)), slot(local));
        stack.setLength(stack.length() - 1);
    }

    /** Converts the top of the stack. */
    private void convert(char to) {
        int[][] conversions = {{NOP, I2L, I2F, I2D}, {L2I, NOP, L2F, L2D}, {F2I, F2L, NOP, F2D}, {D2I, D2L, D2F, NOP}};
        int last = stack.length() - 1;
        code.visitInsn(conversions[KINDS.indexOf(stack.charAt(last))][KINDS.indexOf(to)]);
        stack.setCharAt(last, to);
    }

    private void arithmetic() {
        need(2);
        char kind = stack.charAt(stack.length() - 2);
        convert(kind);
        int operation = random.nextInt(5);
        code.visitInsn(typed(IADD + 4 * operation, kind));
        stack.setLength(stack.length() - 1);
    }

    private void shuffle() {
        need(4);
        int opcode = SHUFFLES[random.nextInt(SHUFFLES.length)];
        int top = opcode == SWAP ? 1 : opcode < DUP2 ? 1 : 2;
        int below = opcode == SWAP ? 1 : (opcode - DUP) % 3;
        String moved = topSlots(0, top);
        String under = moved == null ? null : topSlots(moved.length(), below);
        if (under == null) {
            return;
        }
        code.visitInsn(opcode);
        stack.setLength(stack.length() - moved.length() - under.length());
        stack.append(moved).append(under).append(opcode == SWAP ? "" : moved);
    }

    /** The kinds that make up exactly so many slots below the given number of entries, or null. */
    private String topSlots(int skipped, int slots) {
        int end = stack.length() - skipped;
        int start = end;
        int rest = slots;
        while (rest > 0) {
            rest -= width(stack.charAt(--start));
        }
        return rest == 0 ? stack.substring(start, end) : null;
    }

    private void element() {
        code.visitVarInsn(ALOAD, 1);
        code.visitVarInsn(ILOAD, FIRST_LOCAL + random.nextInt(3));
        code.visitInsn(ICONST_3);
        code.visitInsn(IREM);
        if (random.nextBoolean()) {
            code.visitInsn(DALOAD);
            stack.append('D');
        } else {
            code.visitVarInsn(DLOAD, slot(LOCALS.indexOf('D')));
            code.visitInsn(DASTORE);
        }
    }

    /** Stores into slots whose kind changes from place to place, and overlap. */
    private void scratch() {
        need(1);
        char kind = stack.charAt(stack.length() - 1);
        int slot = SCRATCH + random.nextInt(3);
        code.visitVarInsn(typed(ISTORE, kind), slot);
        code.visitVarInsn(typed(ILOAD, kind), slot);
    }

    private void pop() {
        int last = stack.length() - 1;
        code.visitInsn(width(stack.charAt(last)) == 2 ? POP2 : POP);
        stack.setLength(last);
    }

    private void leave() {
        int target = random.nextInt(blocks.size());
        String wanted = signatures.get(target);
        arrange(wanted);
        if (random.nextInt(3) > 0) {
            Label other = blocks.get(signatures.lastIndexOf(wanted));
            code.visitVarInsn(ILOAD, FIRST_LOCAL + random.nextInt(3));
            if (random.nextBoolean()) {
                code.visitJumpInsn(IFEQ + random.nextInt(6), other);
            } else {
                code.visitInsn(ICONST_3);
                code.visitInsn(IAND);
                code.visitTableSwitchInsn(
                        0, 2, blocks.get(target), other, blocks.get(signatures.indexOf(wanted)), other);
                return;
            }
        }
        code.visitJumpInsn(GOTO, blocks.get(target));
    }

    /** Brings the stack into the wanted shape and keeps what fits already. */
    private void arrange(String wanted) {
        while (stack.length() > wanted.length() || !wanted.startsWith(stack.toString())) {
            pop();
        }
        while (stack.length() < wanted.length()) {
            load(random.nextInt(LOCALS.length()));
            convert(wanted.charAt(stack.length() - 1));
        }
    }

    private void exit() {
        String before = stack.toString();
        code.visitInsn(LCONST_1);
        stack.append('J');
        for (int i = 0; i < LOCALS.length(); i++) {
            load(i);
            convert('J');
            code.visitInsn(LADD);
            code.visitLdcInsn(31L);
            code.visitInsn(LMUL);
            stack.setLength(stack.length() - 1);
        }
        code.visitInsn(LRETURN);
        stack.setLength(0);
        stack.append(before);
    }

    private List<Label> protect() {
        List<Label> handlers = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int from = random.nextInt(blocks.size() - 1);
            int to = from + 1 + random.nextInt(blocks.size() - 1 - from);
            handlers.add(new Label());
            String caught = CAUGHT[random.nextInt(CAUGHT.length)];
            code.visitTryCatchBlock(blocks.get(from), blocks.get(to), handlers.get(handlers.size() - 1), caught);
        }
        return handlers;
    }

    private void handler(Label handler) {
        code.visitLabel(handler);
        code.visitInsn(POP);
        stack.setLength(0);
        int target = random.nextInt(blocks.size());
        arrange(signatures.get(target));
        code.visitJumpInsn(GOTO, blocks.get(target));
    }
}
