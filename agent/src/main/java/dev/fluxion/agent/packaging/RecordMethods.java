package dev.fluxion.agent.packaging;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The {@code equals} and {@code hashCode} of records, component by component as {@link Record} tells. */
final class RecordMethods {
    private RecordMethods() {}

    /** Replaces those that a bootstrap method would make. Works in place. */
    static void link(ClassNode owner) {
        for (MethodNode method : owner.methods) {
            if (isMadeByBootstrap(method)) {
                switch (method.name) {
                    case "hashCode" -> replace(method, hashCode(owner));
                    case "equals" -> replace(method, equals(owner));
                    default -> {}
                }
            }
        }
    }

    private static boolean isMadeByBootstrap(MethodNode method) {
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof InvokeDynamicInsnNode call
                    && call.bsm.getOwner().equals("java/lang/runtime/ObjectMethods")) {
                return true;
            }
        }
        return false;
    }

    private static void replace(MethodNode method, InsnList code) {
        method.instructions = code;
        method.localVariables = null;
    }

    private static InsnList hashCode(ClassNode owner) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.ICONST_0));
        for (RecordComponentNode component : components(owner)) {
            Type type = Type.getType(component.descriptor);
            code.add(new IntInsnNode(Opcodes.BIPUSH, 31));
            code.add(new InsnNode(Opcodes.IMUL));
            load(code, 0, owner, component);
            code.add(
                    isReference(type)
                            ? call("java/util/Objects", "hashCode", "(Ljava/lang/Object;)I")
                            : call(Boxes.of(type), "hashCode", "(" + type + ")I"));
            code.add(new InsnNode(Opcodes.IADD));
        }
        code.add(new InsnNode(Opcodes.IRETURN));
        return code;
    }

    private static InsnList equals(ClassNode owner) {
        InsnList code = new InsnList();
        LabelNode different = new LabelNode();
        code.add(new VarInsnNode(Opcodes.ALOAD, 1));
        code.add(new TypeInsnNode(Opcodes.INSTANCEOF, owner.name));
        code.add(new JumpInsnNode(Opcodes.IFEQ, different));
        for (RecordComponentNode component : components(owner)) {
            Type type = Type.getType(component.descriptor);
            load(code, 0, owner, component);
            load(code, 1, owner, component);
            if (isReference(type)) {
                code.add(call("java/util/Objects", "equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z"));
                code.add(new JumpInsnNode(Opcodes.IFEQ, different));
            } else {
                code.add(call(Boxes.of(type), "compare", "(" + type + type + ")I"));
                code.add(new JumpInsnNode(Opcodes.IFNE, different));
            }
        }
        code.add(new InsnNode(Opcodes.ICONST_1));
        code.add(new InsnNode(Opcodes.IRETURN));
        code.add(different);
        code.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
        code.add(new InsnNode(Opcodes.ICONST_0));
        code.add(new InsnNode(Opcodes.IRETURN));
        return code;
    }

    private static List<RecordComponentNode> components(ClassNode owner) {
        return owner.recordComponents == null ? List.of() : owner.recordComponents;
    }

    private static void load(InsnList code, int local, ClassNode owner, RecordComponentNode component) {
        code.add(new VarInsnNode(Opcodes.ALOAD, local));
        if (local != 0) {
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, owner.name));
        }
        code.add(new FieldInsnNode(Opcodes.GETFIELD, owner.name, component.name, component.descriptor));
    }

    private static MethodInsnNode call(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    private static boolean isReference(Type type) {
        return type.getSort() >= Type.ARRAY;
    }
}
