package dev.fluxion.agent.link;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.ir.Done;
import dev.fluxion.runtime.Regularity;
import java.lang.invoke.MethodType;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the tests of an entry that make its arguments regular. */
final class ConditionCode {
    private static final String OBJECT = DirectEntryCode.OBJECT;

    private final DirectEntryCode entry;
    private final MethodVisitor code;
    private final MethodType type;

    ConditionCode(DirectEntryCode entry) {
        this.entry = entry;
        this.code = entry.visitor();
        this.type = entry.type();
    }

    /** Goes to the label if the condition does not hold. */
    void write(Condition condition, Label irregular) {
        write(condition);
        code.visitJumpInsn(Opcodes.IFEQ, irregular);
    }

    private Done write(Condition condition) {
        return switch (condition.kind()) {
            case NOT_NULL -> notNull((Condition.NotNull) condition);
            case SAME_SHAPE -> sameShape((Condition.SameShape) condition);
            case HAS_LENGTH -> hasLength((Condition.HasLength) condition);
            case DIFFER -> differ((Condition.Differ) condition);
            case NO_ROW -> noRow((Condition.NoRow) condition);
            case FITS_ONE_PASS -> fitsOnePass((Condition.FitsOnePass) condition);
            case NO_ARRAY -> noArray((Condition.NoArray) condition);
            case ROWS_DIFFER -> rowsDiffer((Condition.RowsDiffer) condition);
            case ALL_DIFFER -> allDiffer((Condition.AllDiffer) condition);
        };
    }

    private Done notNull(Condition.NotNull notNull) {
        entry.loadParameter(notNull.array());
        return test("isNotNull", "(" + OBJECT + ")Z");
    }

    private Done sameShape(Condition.SameShape shapes) {
        boolean flat = type.parameterType(shapes.first()) == double[].class;
        entry.loadParameter(shapes.first());
        entry.loadParameter(shapes.second());
        return test("sameShape", flat ? "([D[D)Z" : "(" + OBJECT + OBJECT + ")Z");
    }

    private Done hasLength(Condition.HasLength length) {
        entry.loadParameter(length.array());
        code.visitLdcInsn(length.length());
        return test("hasLength", "([DI)Z");
    }

    private Done differ(Condition.Differ two) {
        entry.loadParameter(two.first());
        entry.loadParameter(two.second());
        return test("differ", "(" + OBJECT + OBJECT + ")Z");
    }

    private Done noRow(Condition.NoRow noRow) {
        entry.loadParameter(noRow.array());
        entry.loadParameter(noRow.rows());
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        return test("isNoRow", "(" + OBJECT + "[" + OBJECT + ")Z");
    }

    private Done fitsOnePass(Condition.FitsOnePass one) {
        entry.loadParameter(one.array());
        entry.invokeStatic(ForwardColumns.class, "fitOnePass", "([D)Z");
        return DONE;
    }

    private Done noArray(Condition.NoArray noArray) {
        entry.loadParameter(noArray.object());
        return test("isNoArray", "(" + OBJECT + ")Z");
    }

    private Done rowsDiffer(Condition.RowsDiffer rows) {
        entry.loadParameter(rows.rows());
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        entry.invokeStatic(ArrayIdentities.class, "holdsNoRowTwice", "([" + OBJECT + ")Z");
        return DONE;
    }

    private Done allDiffer(Condition.AllDiffer all) {
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
        return DONE;
    }

    private Done test(String name, String descriptor) {
        entry.invokeStatic(Regularity.class, name, descriptor);
        return DONE;
    }
}
