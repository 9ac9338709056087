package dev.fluxion.agent.packaging;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/**
 * What one lambda or method reference does when it is called.
 *
 * @param erased the method of the functional interface, as it is declared
 * @param implementation what it calls, with the captured values first
 * @param captured their types
 */
record Lambda(Type erased, Handle implementation, Type[] captured) {
    static Lambda of(InvokeDynamicInsnNode call) {
        return new Lambda((Type) call.bsmArgs[0], (Handle) call.bsmArgs[1], Type.getArgumentTypes(call.desc));
    }

    private static boolean isConstructor(Handle implementation) {
        return implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    }

    static List<Type> parameters(Handle implementation) {
        List<Type> parameters = new ArrayList<>();
        if (implementation.getTag() != Opcodes.H_INVOKESTATIC && !isConstructor(implementation)) {
            parameters.add(Type.getObjectType(implementation.getOwner()));
        }
        parameters.addAll(List.of(Type.getArgumentTypes(implementation.getDesc())));
        return parameters;
    }

    static Type result(Handle implementation) {
        return isConstructor(implementation)
                ? Type.getObjectType(implementation.getOwner())
                : Type.getReturnType(implementation.getDesc());
    }

    static boolean isPrimitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }

    /** The name of the field for a captured value: lambdas of one class share those of one kind. */
    String field(int index) {
        return "captured" + index + fieldType(index).getDescriptor().charAt(0);
    }

    Type fieldType(int index) {
        return isPrimitive(captured[index]) ? captured[index] : Type.getObjectType("java/lang/Object");
    }

    /** Writes the call of the implementation, from the fields and the parameters, and the return of its result. */
    void writeCall(String home, MethodVisitor code) {
        List<Type> taken = parameters(implementation);
        if (isConstructor(implementation)) {
            code.visitTypeInsn(Opcodes.NEW, implementation.getOwner());
            code.visitInsn(Opcodes.DUP);
        }
        int next = 0;
        for (int i = 0; i < captured.length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, home, field(i), fieldType(i).getDescriptor());
            adapt(code, fieldType(i), taken.get(next++));
        }
        int local = 1;
        for (Type type : erased.getArgumentTypes()) {
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            local += type.getSize();
            adapt(code, type, taken.get(next++));
        }
        code.visitMethodInsn(
                opcode(implementation),
                implementation.getOwner(),
                implementation.getName(),
                implementation.getDesc(),
                implementation.isInterface());
        Type result = result(implementation);
        Type wanted = erased.getReturnType();
        if (wanted.equals(Type.VOID_TYPE)) {
            switch (result.getSize()) {
                case 1 -> code.visitInsn(Opcodes.POP);
                case 2 -> code.visitInsn(Opcodes.POP2);
                default -> {}
            }
        } else {
            adapt(code, result, wanted);
        }
        code.visitInsn(wanted.getOpcode(Opcodes.IRETURN));
    }

    private static int opcode(Handle implementation) {
        return switch (implementation.getTag()) {
            case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
            case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
            case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
            case Opcodes.H_INVOKESPECIAL ->
                implementation.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
            default -> Opcodes.INVOKEVIRTUAL;
        };
    }

    private static void adapt(MethodVisitor code, Type from, Type to) {
        if (isPrimitive(from) && !isPrimitive(to)) {
            String box = Boxes.of(from);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", "(" + from + ")L" + box + ";", false);
        } else if (!isPrimitive(from) && isPrimitive(to)) {
            String box = Boxes.of(to);
            code.visitTypeInsn(Opcodes.CHECKCAST, box);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, box, to.getClassName() + "Value", "()" + to, false);
        } else if (!isPrimitive(to) && !to.equals(from) && !to.getInternalName().equals("java/lang/Object")) {
            code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
    }
}
