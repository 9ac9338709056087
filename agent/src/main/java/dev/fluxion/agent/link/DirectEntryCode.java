package dev.fluxion.agent.link;

import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The method of an entry while it is written: its locals, and the objects that it has as constants. */
final class DirectEntryCode {
    static final String TAPE = Type.getInternalName(Tape.class);
    static final String OBJECT = "Ljava/lang/Object;";

    private static final Handle CLASS_DATA = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/MethodHandles",
            "classDataAt",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)" + OBJECT,
            false);

    private final MethodVisitor code;
    private final MethodType type;
    private final List<Object> constants = new ArrayList<>();
    private final List<ConstantDynamic> resolved = new ArrayList<>();
    private int locals;

    DirectEntryCode(MethodVisitor code, MethodType type) {
        this.code = code;
        this.type = type;
        this.locals = type.parameterList().stream()
                .mapToInt(parameter -> Type.getType(parameter).getSize())
                .sum();
    }

    MethodVisitor visitor() {
        return code;
    }

    MethodType type() {
        return type;
    }

    /** The objects, for the class data. */
    List<Object> constants() {
        return constants;
    }

    /** Puts what is on the stack into a new local. */
    int store(Class<?> stored) {
        int local = locals;
        Type asm = Type.getType(stored);
        code.visitVarInsn(asm.getOpcode(Opcodes.ISTORE), local);
        locals += asm.getSize();
        return local;
    }

    void load(Class<?> loaded, int local) {
        code.visitVarInsn(Type.getType(loaded).getOpcode(Opcodes.ILOAD), local);
    }

    void loadParameter(int index) {
        int local = 0;
        for (int i = 0; i < index; i++) {
            local += Type.getType(type.parameterType(i)).getSize();
        }
        load(type.parameterType(index), local);
    }

    void loadConstant(Object constant, Class<?> as) {
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

    /** From a value on the stack to an object. */
    void box(Class<?> type) {
        if (type.isPrimitive()) {
            Class<?> box = MethodType.methodType(type).wrap().returnType();
            invokeStatic(box, "valueOf", "(" + type.descriptorString() + ")" + box.descriptorString());
        }
    }

    /** From an object on the stack to what a method of the type returns. */
    void unbox(Class<?> type) {
        if (type == void.class) {
            code.visitInsn(Opcodes.POP);
        } else if (type.isPrimitive()) {
            Class<?> box = MethodType.methodType(type).wrap().returnType();
            code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(box));
            invokeVirtual(box, type.getName() + "Value", "()" + type.descriptorString());
        } else if (type != Object.class) {
            code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(type));
        }
    }

    void invokeExact(MethodType called) {
        code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                "java/lang/invoke/MethodHandle",
                "invokeExact",
                called.toMethodDescriptorString(),
                false);
    }

    void invokeStatic(Class<?> owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(owner), name, descriptor, false);
    }

    void invokeVirtual(Class<?> owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Type.getInternalName(owner), name, descriptor, false);
    }

    void invokeInterface(Class<?> owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, Type.getInternalName(owner), name, descriptor, true);
    }

    /** In its class initializer, since the JIT compiler of JDK 17 gives up on a method with a constant that is not resolved yet. */
    void resolveConstants(ClassWriter writer) {
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
}
