package dev.fluxion.agent.packaging;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Classes for lambdas and method references, of the nest of those that use them. A shape that is not surely understood is left
 * to the bootstrap method.
 */
final class LambdaClasses {
    private static final String MAKE = "make";

    private final ClassNode owner;
    private final ClassNode host;
    private final Map<String, ClassNode> classes;
    private int count;

    private LambdaClasses(ClassNode owner, Map<String, ClassNode> classes) {
        this.owner = owner;
        this.host = owner.nestHostClass == null ? owner : classes.get(owner.nestHostClass);
        this.classes = classes;
    }

    /** Replaces the class's lambdas; what is made for them joins the classes. Works in place. */
    static void link(ClassNode owner, Map<String, ClassNode> classes) {
        LambdaClasses lambdas = new LambdaClasses(owner, classes);
        for (MethodNode method : owner.methods) {
            for (AbstractInsnNode instruction : method.instructions.toArray()) {
                if (instruction instanceof InvokeDynamicInsnNode call && lambdas.isUnderstood(call)) {
                    ClassNode made = lambdas.make(call);
                    method.instructions.set(
                            call, new MethodInsnNode(Opcodes.INVOKESTATIC, made.name, MAKE, call.desc, false));
                }
            }
        }
    }

    private boolean isUnderstood(InvokeDynamicInsnNode call) {
        if (!call.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                || !call.bsm.getName().equals("metafactory")) {
            return false;
        }
        Handle implementation = (Handle) call.bsmArgs[1];
        List<Type> given = new ArrayList<>(List.of(Type.getArgumentTypes(call.desc)));
        given.addAll(List.of(((Type) call.bsmArgs[2]).getArgumentTypes()));
        List<Type> taken = parameters(implementation);
        if (given.size() != taken.size() || !isAccessible(implementation)) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            if (!isAdaptable(given.get(i), taken.get(i))) {
                return false;
            }
        }
        Type wanted = ((Type) call.bsmArgs[0]).getReturnType();
        return wanted.equals(Type.VOID_TYPE) || isAdaptable(result(implementation), wanted);
    }

    /** Whether one is the other, or its box, or both are references. */
    private static boolean isAdaptable(Type from, Type to) {
        if (isPrimitive(from) && isPrimitive(to)) {
            return from.equals(to);
        }
        if (isPrimitive(from)) {
            return !from.equals(Type.VOID_TYPE);
        }
        return !isPrimitive(to) || from.getInternalName().equals(Boxes.of(to));
    }

    private static boolean isPrimitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }

    private boolean isInSamePackage(ClassNode other) {
        int length = owner.name.lastIndexOf('/') + 1;
        return other.name.lastIndexOf('/') + 1 == length && other.name.startsWith(owner.name.substring(0, length));
    }

    /** Whether a class of the same nest may call the method. */
    private boolean isAccessible(Handle implementation) {
        ClassNode known = classes.get(implementation.getOwner());
        if (known != null) {
            String itsHost = known.nestHostClass == null ? known.name : known.nestHostClass;
            return itsHost.equals(host.name)
                    || known.methods.stream()
                            .anyMatch(method -> method.name.equals(implementation.getName())
                                    && method.desc.equals(implementation.getDesc())
                                    && (isInSamePackage(known)
                                            ? (method.access & Opcodes.ACC_PRIVATE) == 0
                                            : (method.access & known.access & Opcodes.ACC_PUBLIC) != 0));
        }
        try {
            Class<?> library =
                    Class.forName(Type.getObjectType(implementation.getOwner()).getClassName(), false, null);
            return Modifier.isPublic(library.getModifiers()) && isPublic(library, implementation);
        } catch (ClassNotFoundException elsewhere) {
            return false;
        }
    }

    private static boolean isPublic(Class<?> library, Handle implementation) {
        if (implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
            return List.of(library.getConstructors()).stream()
                    .anyMatch(constructor ->
                            Type.getConstructorDescriptor(constructor).equals(implementation.getDesc()));
        }
        return List.of(library.getMethods()).stream()
                .anyMatch(method -> method.getName().equals(implementation.getName())
                        && Type.getMethodDescriptor(method).equals(implementation.getDesc()));
    }

    private static boolean isConstructor(Handle implementation) {
        return implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    }

    private static List<Type> parameters(Handle implementation) {
        List<Type> parameters = new ArrayList<>();
        if (implementation.getTag() != Opcodes.H_INVOKESTATIC && !isConstructor(implementation)) {
            parameters.add(Type.getObjectType(implementation.getOwner()));
        }
        parameters.addAll(List.of(Type.getArgumentTypes(implementation.getDesc())));
        return parameters;
    }

    private static Type result(Handle implementation) {
        return isConstructor(implementation)
                ? Type.getObjectType(implementation.getOwner())
                : Type.getReturnType(implementation.getDesc());
    }

    private ClassNode make(InvokeDynamicInsnNode call) {
        ClassNode made = new ClassNode();
        made.version = owner.version;
        made.access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        made.name = owner.name + "$$Lambda" + count++;
        made.superName = "java/lang/Object";
        made.interfaces = List.of(Type.getReturnType(call.desc).getInternalName());
        made.nestHostClass = host.name;
        if (host.nestMembers == null) {
            host.nestMembers = new ArrayList<>();
        }
        host.nestMembers.add(made.name);
        classes.put(made.name, made);
        Type[] captured = Type.getArgumentTypes(call.desc);
        String constructor = Type.getMethodDescriptor(Type.VOID_TYPE, captured);
        for (int i = 0; i < captured.length; i++) {
            made.fields.add(new FieldNode(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, field(i), captured[i].getDescriptor(), null, null));
        }
        writeConstructor(made, constructor, captured);
        if (captured.length == 0) {
            writeInstance(made, constructor);
        }
        writeMake(made, call.desc, constructor, captured);
        writeCall(made, call, captured);
        return made;
    }

    private static String field(int index) {
        return "captured" + index;
    }

    private static void writeConstructor(ClassNode made, String descriptor, Type[] captured) {
        MethodVisitor code = made.visitMethod(Opcodes.ACC_PRIVATE, "<init>", descriptor, null, null);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        int local = 1;
        for (int i = 0; i < captured.length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(captured[i].getOpcode(Opcodes.ILOAD), local);
            code.visitFieldInsn(Opcodes.PUTFIELD, made.name, field(i), captured[i].getDescriptor());
            local += captured[i].getSize();
        }
        code.visitInsn(Opcodes.RETURN);
    }

    /** A lambda that captures nothing is one object, as the JDK's are. */
    private static void writeInstance(ClassNode made, String constructor) {
        String self = "L" + made.name + ";";
        made.fields.add(new FieldNode(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "INSTANCE", self, null, null));
        MethodVisitor code = made.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitTypeInsn(Opcodes.NEW, made.name);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, made.name, "<init>", constructor, false);
        code.visitFieldInsn(Opcodes.PUTSTATIC, made.name, "INSTANCE", self);
        code.visitInsn(Opcodes.RETURN);
    }

    private static void writeMake(ClassNode made, String descriptor, String constructor, Type[] captured) {
        MethodVisitor code = made.visitMethod(Opcodes.ACC_STATIC, MAKE, descriptor, null, null);
        if (captured.length == 0) {
            code.visitFieldInsn(Opcodes.GETSTATIC, made.name, "INSTANCE", "L" + made.name + ";");
        } else {
            code.visitTypeInsn(Opcodes.NEW, made.name);
            code.visitInsn(Opcodes.DUP);
            int local = 0;
            for (Type type : captured) {
                code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
                local += type.getSize();
            }
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, made.name, "<init>", constructor, false);
        }
        code.visitInsn(Opcodes.ARETURN);
    }

    private static void writeCall(ClassNode made, InvokeDynamicInsnNode call, Type[] captured) {
        Type erased = (Type) call.bsmArgs[0];
        Handle implementation = (Handle) call.bsmArgs[1];
        List<Type> taken = parameters(implementation);
        MethodVisitor code = made.visitMethod(Opcodes.ACC_PUBLIC, call.name, erased.getDescriptor(), null, null);
        if (isConstructor(implementation)) {
            code.visitTypeInsn(Opcodes.NEW, implementation.getOwner());
            code.visitInsn(Opcodes.DUP);
        }
        int next = 0;
        for (int i = 0; i < captured.length; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, made.name, field(i), captured[i].getDescriptor());
            adapt(code, captured[i], taken.get(next++));
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
