package dev.fluxion.agent.link;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.link.Derived.Result;
import dev.fluxion.agent.link.RegularPlan.Operand;
import dev.fluxion.runtime.Tape;
import dev.fluxion.runtime.TapePool;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the code that evaluates an operator on regular arguments, and leaves all others to the general way. Nothing is boxed or
 * spread, and the derivative is a constant there, so that the JIT compiler sees through all of it.
 */
final class DirectEntry {
    private static final String NAME = Type.getInternalName(DirectEntry.class) + "$Written";
    private static final String TAPE = DirectEntryCode.TAPE;
    private static final String OBJECT = DirectEntryCode.OBJECT;

    private static final Handle QUIET = new Handle(
            Opcodes.H_INVOKESTATIC,
            Type.getInternalName(Guard.class),
            "quiet",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private final RegularPlan plan;
    private final MethodHandle derivative;
    /** Whether the derivative leaves its further results in an array. */
    private final boolean withoutTape;

    /** Null for none. */
    private final Guard guard;

    private final MethodType type;
    private final DirectEntryCode entry;
    private final MethodVisitor code;
    /** The locals of shadows that are copied in the end, by the parameter that they are copied into. */
    private final Map<Integer, Integer> copiedBack = new LinkedHashMap<>();

    private DirectEntry(RegularPlan plan, MethodHandle derivative, DirectEntryCode entry, Guard guard) {
        this.plan = plan;
        this.guard = guard;
        this.derivative = derivative;
        this.withoutTape = derivative.type().parameterType(0) == double[].class;
        this.entry = entry;
        this.code = entry.visitor();
        this.type = entry.type();
    }

    /**
     * A handle of the operator's type.
     *
     * @param general called for arguments that are not regular
     */
    static MethodHandle of(RegularPlan plan, OperatorCalls general) throws Throwable {
        return of(plan, general, null);
    }

    /**
     * The same, guarded.
     *
     * @param guard null for none
     */
    static MethodHandle of(RegularPlan plan, OperatorCalls general, Guard guard) throws Throwable {
        Linker linker = plan.operator().evaluator().linker();
        MethodHandle withoutTape = plan.leavesScalarsInOrder() ? plan.derived().linkWithoutTape(linker) : null;
        MethodHandle derivative = withoutTape == null ? plan.derived().link(linker) : withoutTape;
        MethodType declared = plan.operator().type();
        MethodType type = erased(declared);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String first, String second) {
                return "java/lang/Object";
            }
        };
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, NAME, null, "java/lang/Object", null);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_STATIC, "call", type.toMethodDescriptorString(), null, null);
        DirectEntryCode entry = new DirectEntryCode(code, type);
        new DirectEntry(plan, derivative, entry, guard).write(general);
        entry.resolveConstants(writer);
        writer.visitEnd();
        Lookup lookup = MethodHandles.lookup()
                .defineHiddenClassWithClassData(writer.toByteArray(), List.copyOf(entry.constants()), true);
        return lookup.findStatic(lookup.lookupClass(), "call", type).asType(declared);
    }

    /** The type without classes that the agent's loader may not see. */
    private static MethodType erased(MethodType type) {
        MethodType erased = type;
        for (int i = 0; i < type.parameterCount(); i++) {
            erased = erased.changeParameterType(i, erased(type.parameterType(i)));
        }
        return erased.changeReturnType(erased(type.returnType()));
    }

    private static Class<?> erased(Class<?> type) {
        return Conditions.leaf(type).isPrimitive() ? type : Object.class;
    }

    private void write(OperatorCalls general) {
        code.visitCode();
        writeSuccession();
        Label irregular = new Label();
        ConditionCode conditions = new ConditionCode(entry);
        plan.conditions().forEach(condition -> conditions.write(condition, irregular));
        ShadowPool shadows = new ShadowPool(plan.pooled());
        int pool = -1;
        if (plan.pooled() > 0) {
            entry.loadConstant(shadows, ShadowPool.class);
            entry.invokeVirtual(ShadowPool.class, "acquire", "()[" + OBJECT);
            pool = entry.store(Object[].class);
        }
        int returned = writeReturnedArray();
        if (withoutTape) {
            int scalars = writeScalars();
            int value = writeDerivative(scalars, pool, returned);
            writeCopiesBack();
            writeReturn(shadows, pool, resultOfGradient(value, scalars, returned));
        } else {
            writeWithTape(shadows, pool, returned);
        }
        code.visitLabel(irregular);
        writeGeneralCall(general);
        code.visitInsn(Type.getType(type.returnType()).getOpcode(Opcodes.IRETURN));
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** First of all, so that the guard is the first of the constants. */
    private void writeSuccession() {
        if (guard == null) {
            return;
        }
        Label own = new Label();
        writeQuestion(own);
        entry.loadConstant(guard, Guard.class);
        entry.loadConstant(type, MethodType.class);
        entry.invokeVirtual(Guard.class, "successor", "(Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/MethodHandle;");
        int successor = entry.store(MethodHandle.class);
        code.visitVarInsn(Opcodes.ALOAD, successor);
        code.visitJumpInsn(Opcodes.IFNULL, own);
        code.visitVarInsn(Opcodes.ALOAD, successor);
        for (int i = 0; i < type.parameterCount(); i++) {
            entry.loadParameter(i);
        }
        entry.invokeExact(type);
        code.visitInsn(Type.getType(type.returnType()).getOpcode(Opcodes.IRETURN));
        code.visitLabel(own);
    }

    private void writeQuestion(Label quiet) {
        code.visitInvokeDynamicInsn("quiet", "()Z", QUIET);
        code.visitJumpInsn(Opcodes.IFNE, quiet);
    }

    private void writeCheck() {
        if (guard != null) {
            Label unchanged = new Label();
            writeQuestion(unchanged);
            entry.loadConstant(guard, Guard.class);
            entry.invokeVirtual(Guard.class, "requireUnchanged", "()V");
            code.visitLabel(unchanged);
        }
    }

    /** Passes the arguments in an array. A handle that collects them would be made of code that takes milliseconds to link. */
    private void writeGeneralCall(OperatorCalls general) {
        entry.loadConstant(general, OperatorCalls.class);
        code.visitLdcInsn(type.parameterCount());
        code.visitTypeInsn(Opcodes.ANEWARRAY, Type.getInternalName(Object.class));
        for (int i = 0; i < type.parameterCount(); i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitLdcInsn(i);
            entry.loadParameter(i);
            entry.box(type.parameterType(i));
            code.visitInsn(Opcodes.AASTORE);
        }
        entry.invokeInterface(OperatorCalls.class, "call", "([" + OBJECT + ")" + OBJECT);
        entry.unbox(type.returnType());
    }

    private void writeWithTape(ShadowPool shadows, int pool, int returned) {
        entry.loadConstant(plan.operator().evaluator().linker().tapes(), TapePool.class);
        entry.invokeVirtual(TapePool.class, "acquire", "()L" + TAPE + ";");
        int tape = entry.store(Tape.class);
        Label start = new Label();
        Label end = new Label();
        Label failed = new Label();
        code.visitTryCatchBlock(start, end, failed, null);
        code.visitLabel(start);
        int value = writeDerivative(tape, pool, returned);
        writeCopiesBack();
        if (plan.operator().kind() == Operator.Kind.VJP
                && plan.operator().target().result().isArray()) {
            code.visitVarInsn(Opcodes.ALOAD, value);
            entry.invokeStatic(Shapes.class, "requireResult", "(" + OBJECT + ")V");
        }
        int result = writeOutcome(tape, value, returned);
        code.visitLabel(end);
        writeRelease(tape);
        writeReturn(shadows, pool, result);
        code.visitLabel(failed);
        writeRelease(tape);
        code.visitInsn(Opcodes.ATHROW);
    }

    private void writeCopiesBack() {
        copiedBack.forEach((buffer, shadow) -> {
            code.visitVarInsn(Opcodes.ALOAD, shadow);
            entry.loadParameter(buffer);
            entry.invokeStatic(ShadowArrays.class, "copy", "(" + OBJECT + OBJECT + ")V");
        });
    }

    private void writeReturn(ShadowPool shadows, int pool, int result) {
        if (pool >= 0) {
            entry.loadConstant(shadows, ShadowPool.class);
            code.visitVarInsn(Opcodes.ALOAD, pool);
            entry.invokeVirtual(ShadowPool.class, "release", "([" + OBJECT + ")V");
        }
        writeCheck();
        entry.load(type.returnType(), result);
        code.visitInsn(Type.getType(type.returnType()).getOpcode(Opcodes.IRETURN));
    }

    private void writeRelease(int tape) {
        code.visitVarInsn(Opcodes.ALOAD, tape);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, TAPE, "release", "()V", false);
    }

    /** The local of the new array to return, if one is. */
    private int writeReturnedArray() {
        for (Operand operand : plan.operands()) {
            if (operand instanceof Operand.Returned array) {
                entry.loadParameter(array.shape());
                entry.invokeStatic(ShadowBinding.class, "zeros", "(" + OBJECT + ")" + OBJECT);
                code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(type.parameterType(array.shape())));
                return entry.store(type.parameterType(array.shape()));
            }
        }
        return -1;
    }

    /**
     * Calls the derivative; the local of its first result.
     *
     * @param first the local of the tape, or of the array in its place
     */
    private int writeDerivative(int first, int pool, int returned) {
        MethodType own = derivative.type();
        MethodType called = erased(own).changeParameterType(0, own.parameterType(0));
        entry.loadConstant(derivative.asType(called), MethodHandle.class);
        code.visitVarInsn(Opcodes.ALOAD, first);
        for (int i = 0; i < plan.operands().size(); i++) {
            writeOperand(plan.operands().get(i), pool, returned);
            Class<?> passed = called.parameterType(i + 1);
            if (!passed.isPrimitive() && passed != Object.class) {
                code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(passed));
            }
        }
        entry.invokeExact(called);
        return entry.store(called.returnType());
    }

    private Done writeOperand(Operand operand, int pool, int returned) {
        return switch (operand.kind()) {
            case GIVEN -> given((Operand.Given) operand);
            case CONSTANT -> constant((Operand.Constant) operand);
            case BUFFER -> buffer((Operand.Buffer) operand);
            case COPIED_BACK -> copiedBack((Operand.CopiedBack) operand, pool);
            case RETURNED -> returned((Operand.Returned) operand, returned);
            case ZEROS -> {
                Operand.Zeros zeros = (Operand.Zeros) operand;
                yield writeShadow("zeros", zeros.shape(), zeros.slot(), pool, ShadowBinding.class);
            }
            case UNIT_ROWS -> unitRows((Operand.UnitRows) operand, pool);
            case ZERO_ROWS -> zeroRows((Operand.ZeroRows) operand);
            case LENGTH -> length((Operand.Length) operand);
            case COPIED -> {
                Operand.Copied copied = (Operand.Copied) operand;
                yield writeShadow("copy", copied.parameter(), copied.slot(), pool, Shapes.class);
            }
        };
    }

    private Done given(Operand.Given given) {
        entry.loadParameter(given.parameter());
        return DONE;
    }

    private Done constant(Operand.Constant constant) {
        code.visitLdcInsn(
                constant.type() == float.class
                        ? (Object) (float) constant.value()
                        : (Object) (double) constant.value());
        return DONE;
    }

    private Done buffer(Operand.Buffer buffer) {
        entry.loadParameter(buffer.parameter());
        code.visitInsn(Opcodes.DUP);
        boolean flat = type.parameterType(buffer.parameter()) == double[].class;
        entry.invokeStatic(ShadowArrays.class, "clear", flat ? "([D)V" : "(" + OBJECT + ")V");
        writeStructure(buffer.restructured());
        return DONE;
    }

    private Done copiedBack(Operand.CopiedBack copied, int pool) {
        writeShadow("zeros", copied.shape(), copied.slot(), pool, ShadowBinding.class);
        code.visitInsn(Opcodes.DUP);
        copiedBack.put(copied.buffer(), entry.store(Object.class));
        writeStructure(copied.restructured());
        return DONE;
    }

    private Done returned(Operand.Returned array, int returned) {
        code.visitVarInsn(Opcodes.ALOAD, returned);
        writeStructure(array.restructured());
        return DONE;
    }

    private Done unitRows(Operand.UnitRows rows, int pool) {
        code.visitVarInsn(Opcodes.ALOAD, pool);
        code.visitLdcInsn(rows.slot());
        entry.loadParameter(rows.shape());
        code.visitInsn(rows.again() ? Opcodes.ICONST_1 : Opcodes.ICONST_0);
        entry.invokeStatic(ShadowPool.class, "unitRows", "([" + OBJECT + "I[DZ)[[D");
        return DONE;
    }

    private Done zeroRows(Operand.ZeroRows rows) {
        entry.loadParameter(rows.shape());
        entry.loadParameter(rows.lanesOf());
        code.visitInsn(Opcodes.ARRAYLENGTH);
        entry.invokeStatic(Rows.class, "zeros", "(" + OBJECT + "I)" + OBJECT);
        return DONE;
    }

    private Done length(Operand.Length length) {
        entry.loadParameter(length.array());
        code.visitInsn(Opcodes.ARRAYLENGTH);
        return DONE;
    }

    private void writeStructure(boolean isRestructured) {
        if (isRestructured) {
            entry.invokeStatic(ShadowArrays.class, "restructured", "(" + OBJECT + ")" + OBJECT);
        }
    }

    private Done writeShadow(String name, int parameter, int slot, int pool, Class<?> unpooled) {
        if (slot < 0) {
            entry.loadParameter(parameter);
            entry.invokeStatic(unpooled, name, "(" + OBJECT + ")" + OBJECT);
            return DONE;
        }
        code.visitVarInsn(Opcodes.ALOAD, pool);
        code.visitLdcInsn(slot);
        entry.loadParameter(parameter);
        entry.invokeStatic(ShadowPool.class, name, "([" + OBJECT + "I" + OBJECT + ")" + OBJECT);
        return DONE;
    }

    /** Takes the derivatives with respect to scalars off the tape; the local of what the operator returns. */
    private int writeOutcome(int tape, int value, int returned) {
        Operator operator = plan.operator();
        boolean forward = operator.isForward();
        if (operator.kind() == Operator.Kind.VALUE_AND_JVP) {
            writeBoxedTangent(tape);
            return value;
        }
        if (forward && !operator.inPlace()) {
            return writeTangent(tape);
        }
        if (plan.isByChunk()) {
            return writeRow(tape, value);
        }
        int scalars = writeScalars();
        List<Integer> slots = forward ? List.of() : plan.scalarSlots();
        for (int i = 0; i < operator.scalars().size(); i++) {
            code.visitVarInsn(Opcodes.ALOAD, scalars);
            code.visitLdcInsn(i);
            if (forward) {
                loadTangent(tape, double.class);
            } else {
                loadDouble(tape, slots.get(i));
            }
            code.visitInsn(Opcodes.DASTORE);
        }
        return resultOfGradient(value, scalars, returned);
    }

    /** The local of the array for the derivatives with respect to scalars; null where there are none. */
    private int writeScalars() {
        Operator operator = plan.operator();
        if (operator.scalars().isEmpty()) {
            code.visitInsn(Opcodes.ACONST_NULL);
        } else if (operator.inPlace()) {
            entry.loadParameter(type.parameterCount() - 1);
        } else {
            code.visitLdcInsn(operator.scalars().size());
            code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_DOUBLE);
        }
        return entry.store(double[].class);
    }

    private int resultOfGradient(int value, int scalars, int returned) {
        if (plan.operator().inPlace()) {
            return value;
        }
        return plan.operator().scalars().isEmpty() ? returned : scalars;
    }

    /** The one row of the value's tangents is the gradient. */
    private int writeRow(int tape, int value) {
        Operator operator = plan.operator();
        code.visitVarInsn(Opcodes.ALOAD, tape);
        code.visitFieldInsn(Opcodes.GETFIELD, TAPE, "objectResults", "[" + OBJECT);
        code.visitLdcInsn(plan.derived().slot(plan.tangent()));
        code.visitInsn(Opcodes.AALOAD);
        if (operator.inPlace()) {
            entry.loadParameter(type.parameterCount() - 1);
            entry.invokeStatic(ShadowArrays.class, "copy", "(" + OBJECT + OBJECT + ")V");
            return value;
        }
        code.visitTypeInsn(Opcodes.CHECKCAST, "[D");
        return entry.store(double[].class);
    }

    private int writeTangent(int tape) {
        loadTangent(tape, type.returnType());
        return entry.store(type.returnType());
    }

    private void writeBoxedTangent(int tape) {
        Class<?> result = plan.operator().target().result();
        entry.loadParameter(type.parameterCount() - 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        code.visitInsn(Opcodes.ICONST_0);
        loadTangent(tape, result);
        entry.box(result);
        code.visitInsn(Opcodes.AASTORE);
    }

    private void loadTangent(int tape, Class<?> wanted) {
        Result tangent = plan.tangent();
        if (tangent == null) {
            code.visitLdcInsn(wanted == float.class ? (Object) 0f : (Object) 0.0);
        } else if (tangent.type().isPrimitive()) {
            loadDouble(tape, plan.derived().slot(tangent));
            if (tangent.type() == float.class) {
                code.visitInsn(Opcodes.D2F);
                code.visitInsn(Opcodes.F2D);
            }
            if (wanted == float.class) {
                code.visitInsn(Opcodes.D2F);
            }
        } else {
            code.visitVarInsn(Opcodes.ALOAD, tape);
            code.visitFieldInsn(Opcodes.GETFIELD, TAPE, "objectResults", "[" + OBJECT);
            code.visitLdcInsn(plan.derived().slot(tangent));
            code.visitInsn(Opcodes.AALOAD);
            code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(wanted));
        }
    }

    private void loadDouble(int tape, int slot) {
        code.visitVarInsn(Opcodes.ALOAD, tape);
        code.visitFieldInsn(Opcodes.GETFIELD, TAPE, "doubleResults", "[D");
        code.visitLdcInsn(slot);
        code.visitInsn(Opcodes.DALOAD);
    }
}
