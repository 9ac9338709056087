package dev.fluxion.agent.link.effect;

import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.link.classfile.MethodLookup;
import java.util.stream.StreamSupport;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Exceptions of the program: the JDK's constructor runs code that is not looked into, but does nothing to see. */
final class Throwables {
    private static final String THROWABLE = "java/lang/Throwable";

    private final MethodLookup methods;

    Throwables(MethodLookup methods) {
        this.methods = methods;
    }

    /** Whether it is the constructor of an exception. */
    boolean isConstructorOfThrowable(MethodReference method) {
        return method.name().equals("<init>") && isThrowable(method.owner());
    }

    /** The method that every exception has under that name. */
    static MethodReference ofThrowable(MethodReference method) {
        return new MethodReference(THROWABLE, method.name(), method.descriptor(), false);
    }

    /** Whether a class is one of exceptions. */
    boolean isThrowable(String owner) {
        String name = owner;
        while (name != null && !name.equals(THROWABLE)) {
            ClassNode node = methods.classNode(name);
            name = node == null ? null : node.superName;
        }
        return name != null;
    }

    /** Whether the constructor of an exception is one of the JDK, or only calls another such and sets final fields. */
    boolean isHarmless(MethodReference constructor) {
        if (constructor.owner().startsWith("java/")) {
            return true;
        }
        ClassNode node = methods.classNode(constructor.owner());
        return node.methods.stream()
                .filter(method -> method.name.equals("fillInStackTrace")
                        || method.name.equals("<init>") && method.desc.equals(constructor.descriptor()))
                .allMatch(method -> StreamSupport.stream(method.instructions.spliterator(), false)
                        .allMatch(instruction -> isHarmless(node, instruction)));
    }

    private boolean isHarmless(ClassNode node, AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        if (instruction instanceof MethodInsnNode call) {
            MethodReference callee = new MethodReference(call.owner, call.name, call.desc, call.itf);
            return isConstructorOfThrowable(callee) && isHarmless(callee);
        }
        if (opcode == Opcodes.PUTFIELD) {
            String name = ((FieldInsnNode) instruction).name;
            return node.fields.stream()
                    .anyMatch(field -> field.name.equals(name) && (field.access & Opcodes.ACC_FINAL) != 0);
        }
        boolean isArrayStore = opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
        return !isArrayStore && opcode != Opcodes.PUTSTATIC && opcode != Opcodes.INVOKEDYNAMIC;
    }
}
