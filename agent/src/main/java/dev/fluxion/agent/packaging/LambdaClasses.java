package dev.fluxion.agent.packaging;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Classes for lambdas and method references, of the nest of those that use them: one for all that a class uses, since a first
 * derivative would else load three hundred. A shape that is not surely understood is left to the bootstrap method.
 */
final class LambdaClasses {
    /** No two of its interfaces have a default method of one name and descriptor, so that a class may implement any of them. */
    private static final String COMBINABLE = "java/util/function/";

    private final ClassNode owner;
    private final ClassNode host;
    private final Map<String, ClassNode> classes;
    private final Map<String, LambdaClass> made = new LinkedHashMap<>();

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
                    MethodInsnNode make = lambdas.home(call).add(call);
                    method.instructions.set(call, make);
                }
            }
        }
        lambdas.made.values().forEach(LambdaClass::finish);
    }

    /** The class that the lambda is to be an object of. */
    private LambdaClass home(InvokeDynamicInsnNode call) {
        String implemented = Type.getReturnType(call.desc).getInternalName();
        String key = implemented.startsWith(COMBINABLE) ? COMBINABLE : implemented;
        return made.computeIfAbsent(key, k -> {
            ClassNode node = new ClassNode();
            node.version = owner.version;
            node.access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
            node.name = owner.name + "$$Lambda" + made.size();
            node.superName = "java/lang/Object";
            node.nestHostClass = host.name;
            if (host.nestMembers == null) {
                host.nestMembers = new ArrayList<>();
            }
            host.nestMembers.add(node.name);
            classes.put(node.name, node);
            return new LambdaClass(node);
        });
    }

    private boolean isUnderstood(InvokeDynamicInsnNode call) {
        if (!call.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                || !call.bsm.getName().equals("metafactory")) {
            return false;
        }
        Handle implementation = (Handle) call.bsmArgs[1];
        List<Type> given = new ArrayList<>(List.of(Type.getArgumentTypes(call.desc)));
        given.addAll(List.of(((Type) call.bsmArgs[2]).getArgumentTypes()));
        List<Type> taken = Lambda.parameters(implementation);
        if (given.size() != taken.size() || !isAccessible(implementation)) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            if (!isAdaptable(given.get(i), taken.get(i))) {
                return false;
            }
        }
        Type wanted = ((Type) call.bsmArgs[0]).getReturnType();
        return wanted.equals(Type.VOID_TYPE) || isAdaptable(Lambda.result(implementation), wanted);
    }

    /** Whether one is the other, or its box, or both are references. */
    private static boolean isAdaptable(Type from, Type to) {
        if (Lambda.isPrimitive(from) && Lambda.isPrimitive(to)) {
            return from.equals(to);
        }
        if (Lambda.isPrimitive(from)) {
            return !from.equals(Type.VOID_TYPE);
        }
        return !Lambda.isPrimitive(to) || from.getInternalName().equals(Boxes.of(to));
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
}
