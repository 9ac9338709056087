package dev.fluxion.agent.link;

import dev.fluxion.runtime.Regularity;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the tests of an entry that make its arguments regular. */
final class ConditionCode {
    private static final String OBJECT = EntryCode.OBJECT;

    private final EntryCode entry;
    private final MethodVisitor code;
    private final MethodType type;

    ConditionCode(EntryCode entry) {
        this.entry = entry;
        this.code = entry.visitor();
        this.type = entry.type();
    }

    /** Goes to the label if the condition does not hold. */
    void write(Condition condition, Label irregular) {
        if (condition instanceof Condition.NotNull notNull) {
            entry.loadParameter(notNull.array());
            test("isNotNull", "(" + OBJECT + ")Z");
        } else if (condition instanceof Condition.SameShape shapes) {
            boolean flat = type.parameterType(shapes.first()) == double[].class;
            entry.loadParameter(shapes.first());
            entry.loadParameter(shapes.second());
            test("sameShape", flat ? "([D[D)Z" : "(" + OBJECT + OBJECT + ")Z");
        } else if (condition instanceof Condition.HasLength length) {
            entry.loadParameter(length.array());
            code.visitLdcInsn(length.length());
            test("hasLength", "([DI)Z");
        } else if (condition instanceof Condition.Differ two) {
            entry.loadParameter(two.first());
            entry.loadParameter(two.second());
            test("differ", "(" + OBJECT + OBJECT + ")Z");
        } else if (condition instanceof Condition.NoRow noRow) {
            entry.loadParameter(noRow.array());
            entry.loadParameter(noRow.rows());
            code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
            test("isNoRow", "(" + OBJECT + "[" + OBJECT + ")Z");
        } else if (condition instanceof Condition.FitsOnePass one) {
            entry.loadParameter(one.array());
            entry.invokeStatic(ForwardColumns.class, "fitOnePass", "([D)Z");
        } else if (condition instanceof Condition.NoArray noArray) {
            entry.loadParameter(noArray.object());
            test("isNoArray", "(" + OBJECT + ")Z");
        } else if (condition instanceof Condition.AllDiffer all) {
            writeIdentities(all);
        }
        code.visitJumpInsn(Opcodes.IFEQ, irregular);
    }

    private void writeIdentities(Condition.AllDiffer all) {
        entry.invokeStatic(ArrayIdentities.class, "acquire", "()" + Type.getDescriptor(ArrayIdentities.class));
        for (int parameter : all.different()) {
            code.visitInsn(Opcodes.DUP);
            entry.loadParameter(parameter);
            entry.invokeVirtual(ArrayIdentities.class, "add", "(" + OBJECT + ")V");
        }
        for (int parameter : all.others()) {
            code.visitInsn(Opcodes.DUP);
            entry.loadParameter(parameter);
            entry.invokeVirtual(ArrayIdentities.class, "compare", "(" + OBJECT + ")V");
        }
        entry.invokeVirtual(ArrayIdentities.class, "release", "()Z");
    }

    private void test(String name, String descriptor) {
        entry.invokeStatic(Regularity.class, name, descriptor);
    }
}
