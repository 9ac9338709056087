package dev.fluxion.agent.read;

import java.util.function.IntConsumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * Methods {@code static double run(double, double[])} of any length. Slot 0 holds the number, 2 the array, locals start at 3.
 */
public final class LargeMethods implements Opcodes {
    public static final String NAME = "LargeMethods";

    private static final int FIRST_LOCAL = 3;

    private final MethodVisitor code;

    private LargeMethods(MethodVisitor code) {
        this.code = code;
    }

    /** One shape of method. */
    public enum Shape {
        /** Branches on one number, which both sides change. */
        BRANCHES,
        /** A sum of products. */
        STATEMENTS,
        /** Joins over 200 live locals, each of which changes one of them. */
        JOINS_OF_LIVE_LOCALS,
        /** Joins over 200 live locals that do not change any more. */
        JOINS_OF_CONSTANT_LOCALS,
        /** Loops over the array, one after another. */
        LOOPS,
        /** Handlers, one after another. */
        HANDLERS,
        /** One handler over everything, each statement of which may throw. */
        ONE_HANDLER,
        /** One handler over products, each of which may throw. */
        PRODUCTS_UNDER_ONE_HANDLER,
        /** The same in a loop, with another loop before it. */
        PRODUCTS_UNDER_ONE_HANDLER_IN_A_LOOP,
        /** A switch, whose cases change a number. */
        CASES,
        /** A switch, whose cases each compute a number of their own. */
        CASES_OF_QUOTIENTS,
        /** A loop around a switch and another loop, that an exception in each case leaves. */
        EXITS;

        /** A class file of version 61 with the method. */
        public byte[] classFile(int size) {
            return classFile(size, V17);
        }

        /** A class file with the method; those of versions before 51 have no stack-map frames. */
        public byte[] classFile(int size, int version) {
            ClassWriter writer =
                    new ClassWriter(version < V1_7 ? ClassWriter.COMPUTE_MAXS : ClassWriter.COMPUTE_FRAMES);
            writer.setComputeLimits(1 << 30, Long.MAX_VALUE);
            writer.visit(version, ACC_PUBLIC | ACC_SUPER, NAME, null, "java/lang/Object", null);
            MethodVisitor code = writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "run", "(D[D)D", null, null);
            code.visitCode();
            new LargeMethods(code).write(this, size);
            code.visitMaxs(0, 0);
            code.visitEnd();
            writer.visitEnd();
            return writer.toByteArray();
        }

        /** The only method of its class file. */
        public MethodNode method(int size) {
            return ClassFiles.parse(classFile(size)).methods.get(0);
        }
    }

    private void write(Shape shape, int size) {
        switch (shape) {
            case BRANCHES -> branches(size);
            case STATEMENTS -> statements(size);
            case JOINS_OF_LIVE_LOCALS -> joins(size, true);
            case JOINS_OF_CONSTANT_LOCALS -> joins(size, false);
            case LOOPS -> loops(size);
            case HANDLERS -> handlers(size);
            case ONE_HANDLER -> oneHandler(size);
            case PRODUCTS_UNDER_ONE_HANDLER -> products(size);
            case PRODUCTS_UNDER_ONE_HANDLER_IN_A_LOOP -> productsInALoop(size);
            case CASES -> cases(size);
            case CASES_OF_QUOTIENTS -> casesOfQuotients(size);
            case EXITS -> exits(size);
        }
    }

    private void plain(int... opcodes) {
        for (int opcode : opcodes) {
            code.visitInsn(opcode);
        }
    }

    private void load(int slot) {
        code.visitVarInsn(DLOAD, slot);
    }

    private void store(int slot) {
        code.visitVarInsn(DSTORE, slot);
    }

    private void answer() {
        load(0);
        plain(DRETURN);
    }

    private void branches(int size) {
        for (int i = 0; i < size; i++) {
            Label otherwise = new Label();
            Label join = new Label();
            load(0);
            code.visitLdcInsn(i + 0.5);
            plain(DCMPG);
            code.visitJumpInsn(IFGE, otherwise);
            load(0);
            code.visitLdcInsn(1.0625);
            plain(DMUL);
            store(0);
            code.visitJumpInsn(GOTO, join);
            code.visitLabel(otherwise);
            load(0);
            code.visitLdcInsn(1.25 + i);
            plain(DSUB);
            store(0);
            code.visitLabel(join);
        }
        answer();
    }

    private void statements(int size) {
        plain(DCONST_0);
        store(FIRST_LOCAL);
        for (int i = 0; i < size; i++) {
            load(FIRST_LOCAL);
            element(i % 5);
            load(0);
            plain(DMUL, DADD);
            store(FIRST_LOCAL);
        }
        load(FIRST_LOCAL);
        plain(DRETURN);
    }

    private void element(int index) {
        code.visitVarInsn(ALOAD, 2);
        plain(ICONST_0 + index, DALOAD);
    }

    private void elementAt(int index) {
        code.visitVarInsn(ALOAD, 2);
        code.visitVarInsn(ILOAD, index);
        plain(DALOAD);
    }

    private void joins(int size, boolean live) {
        int locals = 200;
        for (int i = 0; i < locals; i++) {
            load(0);
            code.visitLdcInsn(i + 2.0);
            plain(DADD);
            store(FIRST_LOCAL + 2 * i);
        }
        for (int i = 0; i < size; i++) {
            int local = FIRST_LOCAL + 2 * (i % locals);
            Label join = new Label();
            load(0);
            plain(DCONST_1, DCMPG);
            code.visitJumpInsn(IFGE, join);
            load(local);
            load(0);
            plain(live ? DMUL : DADD);
            store(live ? local : 0);
            code.visitLabel(join);
        }
        plain(DCONST_0);
        for (int i = 0; i < locals; i++) {
            load(FIRST_LOCAL + 2 * i);
            plain(DADD);
        }
        load(0);
        plain(DADD, DRETURN);
    }

    private void loops(int size) {
        for (int i = 0; i < size; i++) {
            loop(FIRST_LOCAL, () -> {
                load(0);
                elementAt(FIRST_LOCAL);
                plain(DADD);
                store(0);
            });
        }
        answer();
    }

    /** A loop over the indices of the array. */
    private void loop(int index, Runnable body) {
        Label head = new Label();
        Label done = new Label();
        plain(ICONST_0);
        code.visitVarInsn(ISTORE, index);
        code.visitLabel(head);
        code.visitVarInsn(ILOAD, index);
        code.visitVarInsn(ALOAD, 2);
        plain(ARRAYLENGTH);
        code.visitJumpInsn(IF_ICMPGE, done);
        body.run();
        code.visitIincInsn(index, 1);
        code.visitJumpInsn(GOTO, head);
        code.visitLabel(done);
    }

    private void handlers(int size) {
        for (int i = 0; i < size; i++) {
            int index = i % 6;
            protect(() -> {
                load(0);
                element(index);
                plain(DADD);
                store(0);
            });
        }
        answer();
    }

    /** Goes on behind the statements, whether one of them throws or not. */
    private void protect(Runnable statements) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label join = new Label();
        code.visitTryCatchBlock(start, end, handler, "java/lang/RuntimeException");
        code.visitLabel(start);
        statements.run();
        code.visitLabel(end);
        code.visitJumpInsn(GOTO, join);
        code.visitLabel(handler);
        plain(POP);
        code.visitLabel(join);
    }

    /** Answers behind the statements, or as soon as one of them throws. */
    private void answerUnderOneHandler(Runnable statements) {
        Label start = new Label();
        Label end = new Label();
        code.visitTryCatchBlock(start, end, end, "java/lang/RuntimeException");
        code.visitLabel(start);
        statements.run();
        answer();
        code.visitLabel(end);
        plain(POP);
        answer();
    }

    private void oneHandler(int size) {
        answerUnderOneHandler(() -> {
            for (int i = 0; i < size; i++) {
                load(0);
                element(i == size - 1 ? 5 : i % 5);
                plain(DADD);
                store(0);
            }
        });
    }

    private void products(int size) {
        protect(() -> multiplyBySums(size));
        answer();
    }

    private void productsInALoop(int size) {
        loop(FIRST_LOCAL, () -> {
            multiplyByElements(FIRST_LOCAL + 1);
            protect(() -> multiplyBySums(size));
        });
        answer();
    }

    private void multiplyBySums(int size) {
        for (int i = 0; i < size; i++) {
            load(0);
            element(i == size - 1 ? 5 : i % 5);
            code.visitLdcInsn(i + 0.5);
            plain(DADD, DMUL);
            store(0);
        }
    }

    private void multiplyByElements(int index) {
        loop(index, () -> {
            load(0);
            elementAt(index);
            plain(DMUL);
            store(0);
        });
    }

    private void casesOfQuotients(int size) {
        choose(size, i -> {
            code.visitLdcInsn(i + 2.0);
            load(0);
            plain(DDIV);
            load(0);
            plain(DMUL);
            store(0);
        });
        answer();
    }

    private void cases(int size) {
        choose(size, i -> {
            load(0);
            code.visitLdcInsn(i + 2.0);
            plain(DMUL);
            store(0);
        });
        answer();
    }

    private void choose(int size, IntConsumer choice) {
        Label end = new Label();
        Label[] cases = new Label[size];
        for (int i = 0; i < size; i++) {
            cases[i] = new Label();
        }
        load(0);
        plain(D2I);
        code.visitTableSwitchInsn(0, size - 1, end, cases);
        for (int i = 0; i < size; i++) {
            code.visitLabel(cases[i]);
            choice.accept(i);
            code.visitJumpInsn(GOTO, end);
        }
        code.visitLabel(end);
    }

    private void exits(int size) {
        answerUnderOneHandler(() -> loop(FIRST_LOCAL, () -> {
            multiplyByElements(FIRST_LOCAL + 1);
            choose(size, i -> {
                load(0);
                element(i % 6);
                plain(DMUL);
                store(0);
            });
        }));
    }
}
