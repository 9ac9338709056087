package dev.fluxion.agent.write;

import org.objectweb.asm.Label;

/** A class of static methods {@code (int) -> int} in bytecode that no Java compiler makes. */
final class UnusualBytecode extends IntMethods {
    static final String NAME = "UnusualBytecode";

    private UnusualBytecode() {
        super(NAME);
    }

    static byte[] classFile() {
        UnusualBytecode made = new UnusualBytecode();
        made.stackShuffles();
        made.controlFlow();
        made.handlers();
        made.locals();
        return made.bytes();
    }

    private void stackShuffles() {
        shuffle("dupBelowOne", DUP_X1, "II", "III");
        shuffle("dupBelowTwo", DUP_X2, "III", "IIII");
        shuffle("dupBelowALong", DUP_X2, "JI", "IJI");
        shuffle("dupTwo", DUP2, "II", "IIII");
        shuffle("dupALong", DUP2, "J", "JJ");
        shuffle("dupTwoBelowOne", DUP2_X1, "III", "IIIII");
        shuffle("dupALongBelowOne", DUP2_X1, "IJ", "JIJ");
        shuffle("dupTwoBelowTwo", DUP2_X2, "IIII", "IIIIII");
        shuffle("dupTwoBelowALong", DUP2_X2, "JII", "IIJII");
        shuffle("dupALongBelowTwo", DUP2_X2, "IIJ", "JIIJ");
        shuffle("dupALongBelowALong", DUP2_X2, "JJ", "JJJ");
        shuffle("swap", SWAP, "II", "II");
        shuffle("popTwo", POP2, "III", "I");
        shuffle("popALong", POP2, "IJ", "I");
    }

    /** Pushes 1, 2, ... plus the argument, shuffles, and folds what is on the stack into one number. */
    private void shuffle(String name, int opcode, String before, String after) {
        method(name, code -> {
            for (int i = 0; i < before.length(); i++) {
                code.visitVarInsn(ILOAD, 0);
                plain(code, push(i + 1), IADD);
                if (before.charAt(i) == 'J') {
                    plain(code, I2L);
                }
            }
            plain(code, opcode);
            plain(code, push(7));
            for (int i = after.length() - 1; i >= 0; i--) {
                code.visitVarInsn(ISTORE, 1);
                plain(code, after.charAt(i) == 'J' ? L2I : NOP);
                code.visitVarInsn(ILOAD, 1);
                plain(code, push(31), IMUL, IADD);
            }
            plain(code, IRETURN);
        });
    }

    private void controlFlow() {
        method("aLoopAtTheVeryStart", code -> {
            Label start = new Label();
            code.visitLabel(start);
            code.visitIincInsn(0, 3);
            code.visitVarInsn(ILOAD, 0);
            plain(code, push(50));
            code.visitJumpInsn(IF_ICMPLT, start);
            code.visitVarInsn(ILOAD, 0);
            plain(code, IRETURN);
        });
        method("aLoopThatCarriesTheStack", code -> {
            Label head = new Label();
            Label done = new Label();
            plain(code, push(1), push(2), I2L);
            code.visitLabel(head);
            code.visitVarInsn(ILOAD, 0);
            code.visitJumpInsn(IFLE, done);
            code.visitIincInsn(0, -1);
            plain(code, L2I, DUP_X1, IADD, I2L);
            code.visitJumpInsn(GOTO, head);
            code.visitLabel(done);
            plain(code, L2I, ISUB, IRETURN);
        });
        method("aLoopWithTwoEntries", code -> {
            Label first = new Label();
            Label second = new Label();
            Label done = new Label();
            plain(code, ICONST_0);
            code.visitVarInsn(ISTORE, 1);
            code.visitVarInsn(ILOAD, 0);
            plain(code, ICONST_1, IAND);
            code.visitJumpInsn(IFEQ, second);
            code.visitLabel(first);
            code.visitIincInsn(1, 5);
            code.visitVarInsn(ILOAD, 1);
            plain(code, push(60));
            code.visitJumpInsn(IF_ICMPGT, done);
            code.visitLabel(second);
            code.visitVarInsn(ILOAD, 1);
            plain(code, ICONST_2, IMUL, ICONST_1, IADD);
            code.visitVarInsn(ISTORE, 1);
            code.visitJumpInsn(GOTO, first);
            code.visitLabel(done);
            code.visitVarInsn(ILOAD, 1);
            plain(code, IRETURN);
        });
        method("everyCaseIsTheDefault", code -> {
            Label only = new Label();
            code.visitVarInsn(ILOAD, 0);
            code.visitTableSwitchInsn(1, 3, only, only, only, only);
            code.visitLabel(only);
            plain(code, push(9), IRETURN);
        });
        method("casesAtTheEndsOfTheRange", code -> {
            Label low = new Label();
            Label high = new Label();
            Label other = new Label();
            code.visitVarInsn(ILOAD, 0);
            code.visitLdcInsn(Integer.MAX_VALUE);
            plain(code, IMUL);
            code.visitLookupSwitchInsn(
                    other,
                    new int[] {Integer.MIN_VALUE, -Integer.MAX_VALUE, Integer.MAX_VALUE},
                    new Label[] {other, low, high});
            code.visitLabel(low);
            plain(code, push(1), IRETURN);
            code.visitLabel(high);
            plain(code, push(2), IRETURN);
            code.visitLabel(other);
            plain(code, push(3), IRETURN);
        });
        method("switchCasesThatSetALocal", code -> {
            Label join = new Label();
            Label two = new Label();
            code.visitVarInsn(ILOAD, 0);
            code.visitVarInsn(ISTORE, 1);
            code.visitVarInsn(ILOAD, 0);
            code.visitTableSwitchInsn(1, 3, join, join, two, join);
            code.visitLabel(two);
            plain(code, push(100));
            code.visitVarInsn(ISTORE, 1);
            code.visitLabel(join);
            code.visitVarInsn(ILOAD, 0);
            code.visitVarInsn(ILOAD, 1);
            plain(code, IADD, IRETURN);
        });
        method("bothBranchesLeadToTheSamePlace", code -> {
            Label next = new Label();
            code.visitVarInsn(ILOAD, 0);
            code.visitJumpInsn(IFGT, next);
            code.visitLabel(next);
            code.visitVarInsn(ILOAD, 0);
            plain(code, IRETURN);
        });
    }

    private void handlers() {
        method("aHandlerThatIsAlsoReachedNormally", code -> {
            Label start = new Label();
            Label end = new Label();
            Label handler = new Label();
            code.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
            code.visitIincInsn(0, 1);
            code.visitLabel(start);
            plain(code, push(10));
            code.visitVarInsn(ILOAD, 0);
            plain(code, IDIV);
            code.visitVarInsn(ISTORE, 0);
            code.visitLabel(end);
            plain(code, ACONST_NULL);
            code.visitTypeInsn(CHECKCAST, "java/lang/ArithmeticException");
            code.visitLabel(handler);
            Label none = new Label();
            code.visitJumpInsn(IFNULL, none);
            plain(code, push(77), IRETURN);
            code.visitLabel(none);
            code.visitVarInsn(ILOAD, 0);
            plain(code, IRETURN);
        });
        method("aHandlerThatCoversItself", code -> {
            Label start = new Label();
            Label end = new Label();
            code.visitVarInsn(ILOAD, 0);
            code.visitVarInsn(ISTORE, 1);
            code.visitTryCatchBlock(start, end, start, "java/lang/ArithmeticException");
            plain(code, ACONST_NULL);
            code.visitTypeInsn(CHECKCAST, "java/lang/ArithmeticException");
            code.visitLabel(start);
            plain(code, POP);
            code.visitIincInsn(1, 1);
            plain(code, push(60));
            code.visitVarInsn(ILOAD, 1);
            plain(code, push(4), IREM, IDIV);
            code.visitLabel(end);
            plain(code, IRETURN);
        });
        method("oneHandlerForTwoTypes", code -> {
            Label start = new Label();
            Label end = new Label();
            Label handler = new Label();
            code.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
            code.visitTryCatchBlock(start, end, handler, "java/lang/IndexOutOfBoundsException");
            plain(code, ICONST_1);
            code.visitVarInsn(ISTORE, 1);
            code.visitLabel(start);
            plain(code, push(12));
            code.visitVarInsn(ILOAD, 0);
            plain(code, IDIV);
            code.visitVarInsn(ISTORE, 2);
            plain(code, ICONST_2);
            code.visitVarInsn(ISTORE, 1);
            plain(code, ICONST_3);
            code.visitIntInsn(NEWARRAY, T_INT);
            code.visitVarInsn(ILOAD, 2);
            plain(code, IALOAD);
            code.visitLabel(end);
            plain(code, IRETURN);
            code.visitLabel(handler);
            plain(code, POP);
            code.visitVarInsn(ILOAD, 1);
            plain(code, IRETURN);
        });
        method("theStackBelowATryIsLost", code -> {
            Label start = new Label();
            Label end = new Label();
            Label handler = new Label();
            code.visitTryCatchBlock(start, end, handler, null);
            plain(code, push(40));
            code.visitLabel(start);
            plain(code, push(8));
            code.visitVarInsn(ILOAD, 0);
            plain(code, IDIV, IADD);
            code.visitLabel(end);
            plain(code, IRETURN);
            code.visitLabel(handler);
            code.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false);
            plain(code, POP, push(5), IRETURN);
        });
    }

    private void locals() {
        method("aSlotHoldsALongThenTwoInts", code -> {
            code.visitVarInsn(ILOAD, 0);
            plain(code, I2L);
            code.visitVarInsn(LSTORE, 1);
            code.visitVarInsn(LLOAD, 1);
            plain(code, L2I, push(3), IADD);
            code.visitVarInsn(ISTORE, 2);
            code.visitVarInsn(ILOAD, 2);
            code.visitVarInsn(ISTORE, 1);
            code.visitVarInsn(ILOAD, 1);
            code.visitVarInsn(ILOAD, 2);
            plain(code, IMUL, IRETURN);
        });
        method("slotsBeyondAByte", code -> {
            code.visitVarInsn(ILOAD, 0);
            code.visitVarInsn(ISTORE, 300);
            code.visitIincInsn(300, 1000);
            code.visitVarInsn(ILOAD, 300);
            plain(code, IRETURN);
        });
        method("wideAndNarrowLocalsTradePlaces", code -> {
            Label head = new Label();
            Label done = new Label();
            plain(code, push(1), I2L);
            code.visitVarInsn(LSTORE, 1);
            plain(code, push(2), I2L);
            code.visitVarInsn(LSTORE, 3);
            plain(code, push(3));
            code.visitVarInsn(ISTORE, 5);
            plain(code, push(4));
            code.visitVarInsn(ISTORE, 6);
            code.visitLabel(head);
            code.visitVarInsn(ILOAD, 0);
            code.visitJumpInsn(IFLE, done);
            code.visitIincInsn(0, -1);
            code.visitVarInsn(LLOAD, 1);
            code.visitVarInsn(LLOAD, 3);
            code.visitVarInsn(LSTORE, 1);
            code.visitVarInsn(LSTORE, 3);
            code.visitVarInsn(ILOAD, 5);
            code.visitVarInsn(ILOAD, 6);
            code.visitVarInsn(ISTORE, 5);
            code.visitVarInsn(ISTORE, 6);
            code.visitJumpInsn(GOTO, head);
            code.visitLabel(done);
            code.visitVarInsn(LLOAD, 1);
            plain(code, L2I, push(10), IMUL);
            code.visitVarInsn(LLOAD, 3);
            plain(code, L2I, IADD, push(10), IMUL);
            code.visitVarInsn(ILOAD, 5);
            plain(code, IADD, push(10), IMUL);
            code.visitVarInsn(ILOAD, 6);
            plain(code, IADD, IRETURN);
        });
    }
}
