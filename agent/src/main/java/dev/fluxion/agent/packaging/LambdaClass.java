package dev.fluxion.agent.packaging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** A class of several lambdas: an object knows which of them it is. */
final class LambdaClass {
    private static final String WHICH = "which";
    private final ClassNode node;
    private final List<Lambda> lambdas = new ArrayList<>();
    /** By name and descriptor of the methods that they implement. */
    private final Map<String, List<Integer>> implementations = new LinkedHashMap<>();

    private final Set<String> constructors = new HashSet<>();
    private MethodVisitor initializer;

    LambdaClass(ClassNode node) {
        this.node = node;
        declare(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, WHICH, Type.INT_TYPE);
    }

    private void declare(int access, String name, Type type) {
        if (node.fields.stream().noneMatch(field -> field.name.equals(name))) {
            node.fields.add(new FieldNode(access, name, type.getDescriptor(), null, null));
        }
    }

    /** Takes in the lambda that a bootstrap method would make; returns the call that makes it instead. */
    MethodInsnNode add(InvokeDynamicInsnNode call) {
        Lambda lambda = Lambda.of(call);
        int which = lambdas.size();
        lambdas.add(lambda);
        String implemented = Type.getReturnType(call.desc).getInternalName();
        if (!node.interfaces.contains(implemented)) {
            node.interfaces.add(implemented);
        }
        implementations
                .computeIfAbsent(call.name + lambda.erased().getDescriptor(), method -> new ArrayList<>())
                .add(which);
        String name = "make" + which;
        MethodVisitor code = node.visitMethod(Opcodes.ACC_STATIC, name, call.desc, null, null);
        if (lambda.captured().length == 0) {
            code.visitFieldInsn(Opcodes.GETSTATIC, node.name, instance(which), self());
        } else {
            writeNew(code, which);
        }
        code.visitInsn(Opcodes.ARETURN);
        return new MethodInsnNode(Opcodes.INVOKESTATIC, node.name, name, call.desc, false);
    }

    /** A lambda that captures nothing is one object, as the JDK's are. */
    private String instance(int which) {
        String instance = "INSTANCE" + which;
        declare(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, instance, Type.getObjectType(node.name));
        if (initializer == null) {
            initializer = node.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        }
        writeNew(initializer, which);
        initializer.visitFieldInsn(Opcodes.PUTSTATIC, node.name, instance, self());
        return instance;
    }

    private String self() {
        return "L" + node.name + ";";
    }

    /** Of what is captured, from the method's first locals on. */
    private void writeNew(MethodVisitor code, int which) {
        Lambda lambda = lambdas.get(which);
        code.visitTypeInsn(Opcodes.NEW, node.name);
        code.visitInsn(Opcodes.DUP);
        code.visitLdcInsn(which);
        int local = 0;
        for (Type type : lambda.captured()) {
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            local += type.getSize();
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, node.name, "<init>", constructor(lambda), false);
    }

    /** The descriptor of the constructor that keeps such values; those of the other fields stay zero. */
    private String constructor(Lambda lambda) {
        Type[] parameters = new Type[lambda.captured().length + 1];
        parameters[0] = Type.INT_TYPE;
        for (int i = 1; i < parameters.length; i++) {
            parameters[i] = lambda.fieldType(i - 1);
        }
        String descriptor = Type.getMethodDescriptor(Type.VOID_TYPE, parameters);
        if (constructors.add(descriptor)) {
            writeConstructor(lambda, descriptor);
        }
        return descriptor;
    }

    private void writeConstructor(Lambda lambda, String descriptor) {
        MethodVisitor code = node.visitMethod(Opcodes.ACC_PRIVATE, "<init>", descriptor, null, null);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitFieldInsn(Opcodes.PUTFIELD, node.name, WHICH, "I");
        int local = 2;
        for (int i = 0; i < lambda.captured().length; i++) {
            Type type = lambda.fieldType(i);
            declare(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, lambda.field(i), type);
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
            code.visitFieldInsn(Opcodes.PUTFIELD, node.name, lambda.field(i), type.getDescriptor());
            local += type.getSize();
        }
        code.visitInsn(Opcodes.RETURN);
    }

    /** Writes the methods, once all lambdas are known. */
    void finish() {
        if (initializer != null) {
            initializer.visitInsn(Opcodes.RETURN);
        }
        implementations.forEach(this::writeMethod);
    }

    private void writeMethod(String method, List<Integer> numbers) {
        int parenthesis = method.indexOf('(');
        MethodVisitor code = node.visitMethod(
                Opcodes.ACC_PUBLIC, method.substring(0, parenthesis), method.substring(parenthesis), null, null);
        if (numbers.size() > 1) {
            writeChoice(code, numbers);
        } else {
            lambdas.get(numbers.get(0)).writeCall(node.name, code);
        }
    }

    private void writeChoice(MethodVisitor code, List<Integer> numbers) {
        Label[] cases = new Label[numbers.size()];
        int[] keys = new int[cases.length];
        for (int i = 0; i < cases.length; i++) {
            cases[i] = new Label();
            keys[i] = numbers.get(i);
        }
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, node.name, WHICH, "I");
        code.visitLookupSwitchInsn(cases[0], keys, cases);
        for (int i = 0; i < cases.length; i++) {
            code.visitLabel(cases[i]);
            code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            lambdas.get(keys[i]).writeCall(node.name, code);
        }
    }
}
