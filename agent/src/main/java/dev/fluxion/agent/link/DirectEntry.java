package dev.fluxion.agent.link;

import dev.fluxion.agent.link.Derived.Result;
import dev.fluxion.agent.link.RegularPlan.Operand;
import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the code that evaluates an operator on regular arguments, and leaves all others to a general handle. Nothing is boxed or
 * spread, and the derivative is a constant there, so that the JIT compiler sees through all of it.
 */
final class DirectEntry {
    private static final String NAME = Type.getInternalName(DirectEntry.class) + "$Written";
    private static final String TAPE = Type.getInternalName(Tape.class);
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final Handle CLASS_DATA = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/MethodHandles",
            "classDataAt",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)" + OBJECT,
            false);

    private final RegularPlan plan;
    private final MethodType type;
    private final List<Object> constants = new ArrayList<>();
    private final List<ConstantDynamic> resolved = new ArrayList<>();
    private final MethodVisitor code;
    /** The locals of shadows that are copied in the end, by the parameter that they are copied into. */
    private final Map<Integer, Integer> copiedBack = new LinkedHashMap<>();

    private int locals;

    private DirectEntry(RegularPlan plan, MethodVisitor code, MethodType type) {
        this.plan = plan;
        this.code = code;
        this.type = type;
        this.locals = type.parameterList().stream()
                .mapToInt(parameter -> Type.getType(parameter).getSize())
                .sum();
    }

    /**
     * A handle of the operator's type.
     *
     * @param general of the same type, called for arguments that are not regular
     */
    static MethodHandle of(RegularPlan plan, MethodHandle general) throws ReflectiveOperationException {
        MethodType type = erased(general.type());
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String first, String second) {
                return "java/lang/Object";
            }
        };
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC, NAME, null, "java/lang/Object", null);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_STATIC, "call", type.toMethodDescriptorString(), null, null);
        DirectEntry entry = new DirectEntry(plan, code, type);
        entry.write(general.asType(type));
        entry.resolveConstants(writer);
        writer.visitEnd();
        Lookup lookup = MethodHandles.lookup()
                .defineHiddenClassWithClassData(writer.toByteArray(), List.copyOf(entry.constants), true);
        return lookup.findStatic(lookup.lookupClass(), "call", type).asType(general.type());
    }

    /** In its class initializer, since the JIT compiler of JDK 17 gives up on a method with a constant that is not resolved yet. */
    private void resolveConstants(ClassWriter writer) {
        MethodVisitor initializer = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        initializer.visitCode();
        for (ConstantDynamic constant : resolved) {
            initializer.visitLdcInsn(constant);
            initializer.visitInsn(Opcodes.POP);
        }
        initializer.visitInsn(Opcodes.RETURN);
        initializer.visitMaxs(0, 0);
        initializer.visitEnd();
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

    private void write(MethodHandle general) {
        code.visitCode();
        Label irregular = new Label();
        plan.conditions().forEach(condition -> writeCondition(condition, irregular));
        int pool = -1;
        if (plan.pooled() > 0) {
            pool = locals++;
            loadConstant(new ShadowPool(plan.pooled()), ShadowPool.class);
            invokeVirtual(ShadowPool.class, "acquire", "()[" + OBJECT);
            code.visitVarInsn(Opcodes.ASTORE, pool);
        }
        int returned = writeReturnedArray();
        int tape = locals++;
        code.visitMethodInsn(Opcodes.INVOKESTATIC, TAPE, "acquire", "()L" + TAPE + ";", false);
        code.visitVarInsn(Opcodes.ASTORE, tape);
        Label start = new Label();
        Label end = new Label();
        Label failed = new Label();
        code.visitTryCatchBlock(start, end, failed, null);
        code.visitLabel(start);
        int value = writeDerivative(tape, pool, returned);
        copiedBack.forEach((buffer, shadow) -> {
            code.visitVarInsn(Opcodes.ALOAD, shadow);
            loadParameter(buffer);
            invokeStatic(ShadowArrays.class, "copy", "(" + OBJECT + OBJECT + ")V");
        });
        if (plan.operator().kind() == Operator.Kind.VJP
                && plan.operator().target().result().isArray()) {
            code.visitVarInsn(Opcodes.ALOAD, value);
            invokeStatic(Shapes.class, "requireResult", "(" + OBJECT + ")V");
        }
        int result = writeOutcome(tape, value, returned);
        code.visitLabel(end);
        writeRelease(tape);
        if (pool >= 0) {
            loadConstant(constants.get(0), ShadowPool.class);
            code.visitVarInsn(Opcodes.ALOAD, pool);
            invokeVirtual(ShadowPool.class, "release", "([" + OBJECT + ")V");
        }
        load(type.returnType(), result);
        code.visitInsn(Type.getType(type.returnType()).getOpcode(Opcodes.IRETURN));
        code.visitLabel(failed);
        writeRelease(tape);
        code.visitInsn(Opcodes.ATHROW);
        code.visitLabel(irregular);
        loadConstant(general, MethodHandle.class);
        for (int i = 0; i < type.parameterCount(); i++) {
            loadParameter(i);
        }
        invokeExact(type);
        code.visitInsn(Type.getType(type.returnType()).getOpcode(Opcodes.IRETURN));
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void writeRelease(int tape) {
        code.visitVarInsn(Opcodes.ALOAD, tape);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, TAPE, "release", "()V", false);
    }

    private void writeCondition(Condition condition, Label irregular) {
        if (condition instanceof Condition.NotNull notNull) {
            loadParameter(notNull.array());
            test("isNotNull", "(" + OBJECT + ")Z");
        } else if (condition instanceof Condition.SameShape shapes) {
            boolean flat = type.parameterType(shapes.first()) == double[].class;
            loadParameter(shapes.first());
            loadParameter(shapes.second());
            test("sameShape", flat ? "([D[D)Z" : "(" + OBJECT + OBJECT + ")Z");
        } else if (condition instanceof Condition.HasLength length) {
            loadParameter(length.array());
            code.visitLdcInsn(length.length());
            test("hasLength", "([DI)Z");
        } else if (condition instanceof Condition.Differ two) {
            loadParameter(two.first());
            loadParameter(two.second());
            test("differ", "(" + OBJECT + OBJECT + ")Z");
        } else if (condition instanceof Condition.NoRow noRow) {
            loadParameter(noRow.array());
            loadParameter(noRow.rows());
            code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
            test("isNoRow", "(" + OBJECT + "[" + OBJECT + ")Z");
        } else if (condition instanceof Condition.NoArray noArray) {
            loadParameter(noArray.object());
            test("isNoArray", "(" + OBJECT + ")Z");
        } else if (condition instanceof Condition.AllDiffer all) {
            writeIdentities(all);
        }
        code.visitJumpInsn(Opcodes.IFEQ, irregular);
    }

    private void writeIdentities(Condition.AllDiffer all) {
        invokeStatic(ArrayIdentities.class, "acquire", "()" + Type.getDescriptor(ArrayIdentities.class));
        for (int parameter : all.different()) {
            code.visitInsn(Opcodes.DUP);
            loadParameter(parameter);
            invokeVirtual(ArrayIdentities.class, "add", "(" + OBJECT + ")V");
        }
        for (int parameter : all.others()) {
            code.visitInsn(Opcodes.DUP);
            loadParameter(parameter);
            invokeVirtual(ArrayIdentities.class, "compare", "(" + OBJECT + ")V");
        }
        invokeVirtual(ArrayIdentities.class, "release", "()Z");
    }

    /** The local of the new array to return, if one is. */
    private int writeReturnedArray() {
        for (Operand operand : plan.operands()) {
            if (operand instanceof Operand.Returned array) {
                loadParameter(array.shape());
                invokeStatic(ShadowBinding.class, "zeros", "(" + OBJECT + ")" + OBJECT);
                code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(type.parameterType(array.shape())));
                code.visitVarInsn(Opcodes.ASTORE, locals);
                return locals++;
            }
        }
        return -1;
    }

    /** Calls the derivative; the local of its first result. */
    private int writeDerivative(int tape, int pool, int returned) {
        MethodHandle derivative = plan.derived().handle();
        MethodType called = erased(derivative.type());
        loadConstant(derivative.asType(called), MethodHandle.class);
        code.visitVarInsn(Opcodes.ALOAD, tape);
        for (int i = 0; i < plan.operands().size(); i++) {
            writeOperand(plan.operands().get(i), pool, returned);
            Class<?> passed = called.parameterType(i + 1);
            if (!passed.isPrimitive() && passed != Object.class) {
                code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(passed));
            }
        }
        invokeExact(called);
        return store(called.returnType());
    }

    private void writeOperand(Operand operand, int pool, int returned) {
        if (operand instanceof Operand.Given given) {
            loadParameter(given.parameter());
        } else if (operand instanceof Operand.Constant constant) {
            code.visitLdcInsn(
                    constant.type() == float.class
                            ? (Object) (float) constant.value()
                            : (Object) (double) constant.value());
        } else if (operand instanceof Operand.Buffer buffer) {
            loadParameter(buffer.parameter());
            code.visitInsn(Opcodes.DUP);
            boolean flat = type.parameterType(buffer.parameter()) == double[].class;
            invokeStatic(ShadowArrays.class, "clear", flat ? "([D)V" : "(" + OBJECT + ")V");
            writeStructure(buffer.restructured());
        } else if (operand instanceof Operand.CopiedBack copied) {
            writeShadow("zeros", copied.shape(), copied.slot(), pool, ShadowBinding.class);
            code.visitInsn(Opcodes.DUP);
            copiedBack.put(copied.buffer(), store(Object.class));
            writeStructure(copied.restructured());
        } else if (operand instanceof Operand.Returned array) {
            code.visitVarInsn(Opcodes.ALOAD, returned);
            writeStructure(array.restructured());
        } else if (operand instanceof Operand.Zeros zeros) {
            writeShadow("zeros", zeros.shape(), zeros.slot(), pool, ShadowBinding.class);
        } else if (operand instanceof Operand.Copied copied) {
            writeShadow("copy", copied.parameter(), copied.slot(), pool, Shapes.class);
        }
    }

    private void writeStructure(boolean isRestructured) {
        if (isRestructured) {
            invokeStatic(ShadowArrays.class, "restructured", "(" + OBJECT + ")" + OBJECT);
        }
    }

    private void writeShadow(String name, int parameter, int slot, int pool, Class<?> unpooled) {
        if (slot < 0) {
            loadParameter(parameter);
            invokeStatic(unpooled, name, "(" + OBJECT + ")" + OBJECT);
            return;
        }
        code.visitVarInsn(Opcodes.ALOAD, pool);
        code.visitLdcInsn(slot);
        loadParameter(parameter);
        invokeStatic(ShadowPool.class, name, "([" + OBJECT + "I" + OBJECT + ")" + OBJECT);
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
        if (operator.scalars().isEmpty()) {
            return operator.inPlace() ? value : returned;
        }
        int buffer = type.parameterCount() - 1;
        int scalars;
        if (operator.inPlace()) {
            loadParameter(buffer);
            scalars = store(double[].class);
        } else {
            code.visitLdcInsn(operator.scalars().size());
            code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_DOUBLE);
            scalars = store(double[].class);
        }
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
        return operator.inPlace() ? value : scalars;
    }

    private int writeTangent(int tape) {
        loadTangent(tape, type.returnType());
        return store(type.returnType());
    }

    private void writeBoxedTangent(int tape) {
        Class<?> result = plan.operator().target().result();
        loadParameter(type.parameterCount() - 1);
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        code.visitInsn(Opcodes.ICONST_0);
        loadTangent(tape, result);
        if (result.isPrimitive()) {
            Class<?> box = MethodType.methodType(result).wrap().returnType();
            invokeStatic(box, "valueOf", "(" + Type.getDescriptor(result) + ")" + Type.getDescriptor(box));
        }
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

    private int store(Class<?> stored) {
        int local = locals;
        Type asm = Type.getType(stored);
        code.visitVarInsn(asm.getOpcode(Opcodes.ISTORE), local);
        locals += asm.getSize();
        return local;
    }

    private void load(Class<?> loaded, int local) {
        code.visitVarInsn(Type.getType(loaded).getOpcode(Opcodes.ILOAD), local);
    }

    private void loadParameter(int index) {
        int local = 0;
        for (int i = 0; i < index; i++) {
            local += Type.getType(type.parameterType(i)).getSize();
        }
        load(type.parameterType(index), local);
    }

    private void loadConstant(Object constant, Class<?> as) {
        int index = constants.indexOf(constant);
        if (index < 0) {
            index = constants.size();
            constants.add(constant);
        }
        String descriptor = Type.getDescriptor(as);
        ConstantDynamic loaded = new ConstantDynamic("_", descriptor, CLASS_DATA, index);
        resolved.add(loaded);
        code.visitLdcInsn(loaded);
    }

    private void test(String name, String descriptor) {
        invokeStatic(Regularity.class, name, descriptor);
    }

    private void invokeExact(MethodType called) {
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/invoke/MethodHandle",
                "invokeExact",
                called.toMethodDescriptorString(),
                false);
    }

    private void invokeStatic(Class<?> owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(owner), name, descriptor, false);
    }

    private void invokeVirtual(Class<?> owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Type.getInternalName(owner), name, descriptor, false);
    }
}
