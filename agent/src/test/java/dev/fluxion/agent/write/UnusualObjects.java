package dev.fluxion.agent.write;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Objects before their constructor call, and handlers that share and overlap, in ways no Java compiler makes. */
final class UnusualObjects extends IntMethods {
    static final String NAME = "UnusualObjects";

    private static final String BUILDER = "java/lang/StringBuilder";

    private UnusualObjects() {
        super(NAME);
    }

    static byte[] classFile() {
        UnusualObjects made = new UnusualObjects();
        made.objects();
        made.constructors();
        made.handlers();
        made.handlersAndTheStack();
        return made.bytes();
    }

    private static void make(MethodVisitor code) {
        code.visitMethodInsn(INVOKESPECIAL, BUILDER, "<init>", "()V", false);
    }

    /** Takes a builder and a number from the stack, leaves the builder. */
    private static void append(MethodVisitor code) {
        code.visitMethodInsn(INVOKEVIRTUAL, BUILDER, "append", "(I)L" + BUILDER + ";", false);
    }

    /** Takes a builder from the stack and returns its text as a number. */
    private static void answer(MethodVisitor code) {
        code.visitMethodInsn(INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", false);
        code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "hashCode", "()I", false);
        plain(code, IRETURN);
    }

    private void objects() {
        method("twoObjectsAreMadeAtOnceAndInTheOtherOrder", code -> {
            code.visitTypeInsn(NEW, BUILDER);
            plain(code, DUP);
            code.visitVarInsn(ASTORE, 1);
            code.visitTypeInsn(NEW, BUILDER);
            plain(code, DUP);
            code.visitVarInsn(ASTORE, 2);
            make(code);
            make(code);
            code.visitVarInsn(ALOAD, 1);
            plain(code, push(1));
            append(code);
            code.visitVarInsn(ALOAD, 2);
            code.visitVarInsn(ILOAD, 0);
            append(code);
            plain(code, POP);
            code.visitVarInsn(ALOAD, 2);
            code.visitMethodInsn(INVOKEVIRTUAL, BUILDER, "length", "()I", false);
            append(code);
            answer(code);
        });
        method("anObjectWaitsInALocalWhileThereAreBranches", code -> {
            Label join = new Label();
            code.visitTypeInsn(NEW, BUILDER);
            plain(code, DUP, DUP);
            code.visitVarInsn(ASTORE, 1);
            code.visitVarInsn(ASTORE, 2);
            code.visitVarInsn(ILOAD, 0);
            code.visitJumpInsn(IFGT, join);
            code.visitIincInsn(0, 100);
            code.visitLabel(join);
            make(code);
            code.visitVarInsn(ALOAD, 2);
            code.visitVarInsn(ILOAD, 0);
            append(code);
            plain(code, POP);
            code.visitVarInsn(ALOAD, 1);
            answer(code);
        });
        method("anObjectWaitsThroughALoop", code -> {
            Label head = new Label();
            Label done = new Label();
            plain(code, push(0));
            code.visitVarInsn(ISTORE, 2);
            code.visitTypeInsn(NEW, BUILDER);
            code.visitVarInsn(ASTORE, 1);
            code.visitLabel(head);
            code.visitVarInsn(ILOAD, 0);
            code.visitJumpInsn(IFLE, done);
            code.visitIincInsn(2, 7);
            code.visitIincInsn(0, -1);
            code.visitJumpInsn(GOTO, head);
            code.visitLabel(done);
            code.visitVarInsn(ALOAD, 1);
            make(code);
            code.visitVarInsn(ALOAD, 1);
            code.visitVarInsn(ILOAD, 2);
            append(code);
            answer(code);
        });
        method("anObjectIsMadeInEitherBranch", code -> {
            Label otherwise = new Label();
            Label join = new Label();
            code.visitTypeInsn(NEW, BUILDER);
            plain(code, DUP);
            code.visitVarInsn(ILOAD, 0);
            code.visitJumpInsn(IFLE, otherwise);
            make(code);
            code.visitJumpInsn(GOTO, join);
            code.visitLabel(otherwise);
            code.visitVarInsn(ILOAD, 0);
            plain(code, INEG);
            code.visitMethodInsn(INVOKESPECIAL, BUILDER, "<init>", "(I)V", false);
            code.visitLabel(join);
            code.visitVarInsn(ILOAD, 0);
            append(code);
            answer(code);
        });
        method("anObjectIsNeverMade", code -> {
            code.visitTypeInsn(NEW, BUILDER);
            plain(code, DUP, POP2);
            code.visitTypeInsn(NEW, BUILDER);
            code.visitVarInsn(ASTORE, 1);
            code.visitVarInsn(ILOAD, 0);
            plain(code, IRETURN);
        });
        method("theCopiesOfAnObjectAreSwappedBeforeItIsMade", code -> {
            code.visitTypeInsn(NEW, BUILDER);
            plain(code, DUP, push(5), DUP_X2, POP);
            plain(code, DUP2, SWAP, POP, POP);
            make(code);
            plain(code, SWAP);
            append(code);
            answer(code);
        });
        method("anArrayIsFilledThroughACopyBelowIt", code -> {
            plain(code, push(3));
            code.visitIntInsn(NEWARRAY, T_LONG);
            plain(code, DUP, ICONST_1);
            code.visitVarInsn(ILOAD, 0);
            plain(code, I2L, DUP2_X2, LASTORE, L2I, SWAP, ICONST_1, LALOAD, L2I, IADD, IRETURN);
        });
    }

    /** Constructors of nested classes cannot be written here, so those of this class do the work. */
    private void constructors() {
        MethodVisitor code = writer.visitMethod(ACC_PUBLIC, "<init>", "(I)V", null, null);
        writer.visitField(ACC_PUBLIC, "number", "I", null, null).visitEnd();
        code.visitCode();
        Label head = new Label();
        Label done = new Label();
        Label positive = new Label();
        code.visitVarInsn(ALOAD, 0);
        code.visitVarInsn(ASTORE, 2);
        code.visitLabel(head);
        code.visitVarInsn(ILOAD, 1);
        plain(code, push(9));
        code.visitJumpInsn(IF_ICMPLE, done);
        code.visitIincInsn(1, -3);
        code.visitJumpInsn(GOTO, head);
        code.visitLabel(done);
        code.visitVarInsn(ALOAD, 0);
        code.visitVarInsn(ILOAD, 1);
        code.visitFieldInsn(PUTFIELD, NAME, "number", "I");
        code.visitVarInsn(ALOAD, 2);
        code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitVarInsn(ILOAD, 1);
        code.visitJumpInsn(IFGT, positive);
        code.visitVarInsn(ALOAD, 2);
        plain(code, DUP);
        code.visitFieldInsn(GETFIELD, NAME, "number", "I");
        plain(code, push(40), ISUB);
        code.visitFieldInsn(PUTFIELD, NAME, "number", "I");
        code.visitLabel(positive);
        plain(code, RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        method("aConstructorLoopsBeforeItCallsAnother", body -> {
            body.visitTypeInsn(NEW, NAME);
            plain(body, DUP);
            body.visitVarInsn(ILOAD, 0);
            body.visitMethodInsn(INVOKESPECIAL, NAME, "<init>", "(I)V", false);
            body.visitFieldInsn(GETFIELD, NAME, "number", "I");
            plain(body, IRETURN);
        });
    }

    /** Pushes 60 divided by what is on the stack minus a number. */
    private static void divide(MethodVisitor code, int minus) {
        plain(code, push(60));
        code.visitVarInsn(ILOAD, 0);
        plain(code, push(minus), ISUB, IDIV);
    }

    private void handlers() {
        method("oneHandlerForPlacesWithDifferentLocals", code -> {
            Label[] at = {new Label(), new Label(), new Label(), new Label(), new Label()};
            code.visitTryCatchBlock(at[0], at[1], at[4], "java/lang/ArithmeticException");
            code.visitTryCatchBlock(at[2], at[3], at[4], "java/lang/ArithmeticException");
            plain(code, push(3));
            code.visitVarInsn(ISTORE, 1);
            code.visitLabel(at[0]);
            divide(code, 1);
            code.visitVarInsn(ISTORE, 1);
            divide(code, 2);
            code.visitLabel(at[1]);
            code.visitVarInsn(ISTORE, 2);
            code.visitIincInsn(1, 1);
            code.visitLabel(at[2]);
            divide(code, 3);
            code.visitVarInsn(ILOAD, 1);
            plain(code, IADD);
            code.visitVarInsn(ISTORE, 1);
            divide(code, 4);
            code.visitLabel(at[3]);
            code.visitVarInsn(ILOAD, 1);
            plain(code, IMUL, IRETURN);
            code.visitLabel(at[4]);
            plain(code, POP);
            code.visitVarInsn(ILOAD, 1);
            plain(code, IRETURN);
        });
        method("rangesOverlapWithoutNesting", code -> {
            Label[] at = {new Label(), new Label(), new Label(), new Label(), new Label(), new Label()};
            code.visitTryCatchBlock(at[0], at[2], at[4], "java/lang/ArithmeticException");
            code.visitTryCatchBlock(at[1], at[3], at[5], "java/lang/RuntimeException");
            code.visitLabel(at[0]);
            divide(code, 1);
            code.visitVarInsn(ISTORE, 1);
            code.visitLabel(at[1]);
            divide(code, 2);
            code.visitVarInsn(ISTORE, 1);
            code.visitLabel(at[2]);
            divide(code, 3);
            code.visitVarInsn(ISTORE, 1);
            code.visitLabel(at[3]);
            code.visitVarInsn(ILOAD, 1);
            plain(code, IRETURN);
            code.visitLabel(at[4]);
            plain(code, POP, push(101), IRETURN);
            code.visitLabel(at[5]);
            plain(code, POP, push(102), IRETURN);
        });
        method("aHandlerIsProtectedByAnotherThatItReachesToo", code -> {
            Label[] at = {new Label(), new Label(), new Label(), new Label(), new Label()};
            code.visitTryCatchBlock(at[0], at[1], at[2], "java/lang/ArithmeticException");
            code.visitTryCatchBlock(at[2], at[3], at[4], null);
            plain(code, push(1));
            code.visitVarInsn(ISTORE, 1);
            code.visitLabel(at[0]);
            divide(code, 3);
            plain(code, IRETURN);
            code.visitLabel(at[1]);
            code.visitLabel(at[2]);
            plain(code, POP);
            code.visitIincInsn(1, 10);
            divide(code, 3);
            code.visitVarInsn(ISTORE, 1);
            code.visitLabel(at[3]);
            plain(code, ACONST_NULL);
            code.visitTypeInsn(CHECKCAST, "java/lang/Throwable");
            code.visitLabel(at[4]);
            plain(code, POP);
            code.visitVarInsn(ILOAD, 1);
            plain(code, IRETURN);
        });
        method("aHandlerIsTheHeadOfALoopThatThrows", code -> {
            Label[] at = {new Label(), new Label(), new Label(), new Label()};
            code.visitTryCatchBlock(at[0], at[1], at[2], "java/lang/IndexOutOfBoundsException");
            plain(code, push(4));
            code.visitIntInsn(NEWARRAY, T_INT);
            code.visitVarInsn(ASTORE, 1);
            code.visitLabel(at[0]);
            code.visitVarInsn(ALOAD, 1);
            code.visitVarInsn(ILOAD, 0);
            plain(code, push(77), IASTORE);
            code.visitVarInsn(ILOAD, 0);
            plain(code, IRETURN);
            code.visitLabel(at[1]);
            code.visitLabel(at[2]);
            plain(code, POP);
            code.visitVarInsn(ILOAD, 0);
            code.visitJumpInsn(IFLT, at[3]);
            code.visitIincInsn(0, -5);
            code.visitJumpInsn(GOTO, at[0]);
            code.visitLabel(at[3]);
            code.visitIincInsn(0, 3);
            code.visitJumpInsn(GOTO, at[0]);
        });
        method("whatIsThrownIsCaughtByTheThrowersOwnHandler", code -> {
            Label[] at = {new Label(), new Label(), new Label()};
            code.visitTryCatchBlock(at[0], at[1], at[2], "java/lang/IllegalStateException");
            code.visitLabel(at[0]);
            code.visitTypeInsn(NEW, "java/lang/IllegalStateException");
            plain(code, DUP);
            code.visitMethodInsn(INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "()V", false);
            plain(code, ATHROW);
            code.visitLabel(at[1]);
            code.visitLabel(at[2]);
            code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Throwable", "getMessage", "()Ljava/lang/String;", false);
            code.visitVarInsn(ASTORE, 1);
            Label missing = new Label();
            code.visitVarInsn(ALOAD, 1);
            code.visitJumpInsn(IFNULL, missing);
            plain(code, ICONST_M1, IRETURN);
            code.visitLabel(missing);
            code.visitVarInsn(ILOAD, 0);
            plain(code, IRETURN);
        });
    }

    private void handlersAndTheStack() {
        method("objectsAreMadeInProtectedCode", code -> {
            Label[] at = {new Label(), new Label(), new Label()};
            code.visitTryCatchBlock(at[0], at[1], at[2], "java/lang/NegativeArraySizeException");
            code.visitLabel(at[0]);
            code.visitTypeInsn(NEW, BUILDER);
            plain(code, DUP);
            code.visitVarInsn(ILOAD, 0);
            code.visitMethodInsn(INVOKESPECIAL, BUILDER, "<init>", "(I)V", false);
            code.visitVarInsn(ILOAD, 0);
            append(code);
            code.visitLabel(at[1]);
            answer(code);
            code.visitLabel(at[2]);
            plain(code, POP, push(1), IRETURN);
        });
        method("aSwitchCarriesTheStackToItsCases", code -> {
            Label join = new Label();
            Label two = new Label();
            plain(code, push(3), I2L);
            code.visitVarInsn(ILOAD, 0);
            code.visitVarInsn(ILOAD, 0);
            code.visitLookupSwitchInsn(join, new int[] {1, 2, 100}, new Label[] {two, join, two});
            code.visitLabel(two);
            plain(code, DUP, IMUL);
            code.visitLabel(join);
            plain(code, I2L, LADD, L2I, IRETURN);
        });
        method("constantsAreMadeByMethods", code -> {
            code.visitLdcInsn(Constants.dynamic("number", "I", 41));
            code.visitLdcInsn(Constants.dynamic("number", "J", 7));
            plain(code, L2I, IADD);
            code.visitLdcInsn(Constants.dynamic("number", "Ljava/lang/Integer;", 3));
            code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Integer", "intValue", "()I", false);
            plain(code, IADD);
            code.visitVarInsn(ILOAD, 0);
            plain(code, IADD);
            code.visitLdcInsn(Type.getMethodType("(IJ)D"));
            code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/invoke/MethodType", "parameterCount", "()I", false);
            plain(code, IADD);
            code.visitLdcInsn(Constants.handle("number"));
            code.visitMethodInsn(
                    INVOKEVIRTUAL, "java/lang/invoke/MethodHandle", "type", "()Ljava/lang/invoke/MethodType;", false);
            code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/invoke/MethodType", "parameterCount", "()I", false);
            plain(code, IADD, IRETURN);
        });
        method("aConstantThatCannotBeMadeThrowsWhereItIsUsed", code -> {
            Label[] at = {new Label(), new Label(), new Label()};
            code.visitTryCatchBlock(at[0], at[1], at[2], "java/lang/BootstrapMethodError");
            code.visitIincInsn(0, 1);
            code.visitLabel(at[0]);
            code.visitLdcInsn(Constants.dynamic("failing", "I", 5));
            plain(code, IRETURN);
            code.visitLabel(at[1]);
            code.visitLabel(at[2]);
            plain(code, POP);
            code.visitVarInsn(ILOAD, 0);
            plain(code, IRETURN);
        });
    }
}
