package dev.fluxion.agent.link.classfile;

import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.read.ClassFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds the class file and the member that a reference by name means, as the classes that one loader sees. Loads nothing. */
public final class MethodLookup {
    /** A method with the class that declares it. */
    public record Found(ClassNode owner, MethodNode method) {
        /** The reference that names the class that declares it. */
        public MethodReference reference() {
            return new MethodReference(owner.name, method.name, method.desc, isOfInterface());
        }

        public boolean isOfInterface() {
            return (owner.access & Opcodes.ACC_INTERFACE) != 0;
        }

        public boolean is(int flag) {
            return (method.access & flag) != 0;
        }

        /** Whether a virtual call of it can reach no other method. */
        public boolean isExact() {
            return is(Opcodes.ACC_STATIC)
                    || is(Opcodes.ACC_PRIVATE)
                    || is(Opcodes.ACC_FINAL)
                    || (owner.access & Opcodes.ACC_FINAL) != 0;
        }
    }

    /** A field with the class that declares it. */
    public record FoundField(ClassNode owner, FieldNode field) {}

    private final java.util.function.Function<String, byte[]> classFiles;
    private final Map<String, Optional<ClassNode>> classes = new ConcurrentHashMap<>();
    private final Selection<ClassNode, Found> selection = new ClassFileSelection();

    public MethodLookup(java.util.function.Function<String, byte[]> classFiles) {
        this.classFiles = classFiles;
    }

    /** The class file, or null if nobody has it. */
    public byte[] classFile(String internalName) {
        return classFiles.apply(internalName);
    }

    /** The class, or null if nobody knows its bytes. */
    public ClassNode classNode(String internalName) {
        return classes.computeIfAbsent(
                        internalName,
                        name -> Optional.ofNullable(classFiles.apply(name)).map(ClassFiles::parse))
                .orElse(null);
    }

    /** Whether a class is the one of that name or below it, as far as its superclasses are known. */
    public boolean isSubclass(ClassNode below, String above) {
        ClassNode type = below;
        while (type != null && !type.name.equals(above)) {
            type = type.superName == null ? null : classNode(type.superName);
        }
        return type != null;
    }

    /**
     * The declared method that a reference resolves to (JVMS 5.4.3.3 and 5.4.3.4); null if there is none, or a class on the way
     * is not known.
     */
    public Found find(MethodReference reference) {
        try {
            return selection.resolve(known(reference.owner()), reference.name(), reference.descriptor());
        } catch (UnknownClassException unknown) {
            return null;
        }
    }

    /**
     * What {@code invokespecial} of a method runs (JVMS 6.5); null if the JVM would throw, or a class on the way is not known.
     *
     * @param caller the class whose code it is in
     */
    Found findSpecial(ClassNode caller, MethodReference reference) {
        try {
            return selection.selectSpecial(caller, known(reference.owner()), reference.name(), reference.descriptor());
        } catch (UnknownClassException unknown) {
            return null;
        }
    }

    /**
     * What a receiver of a class runs when a resolved method is called on it (JVMS 5.4.6); null or an abstract method if the JVM
     * would throw; null as well if a class on the way is not known. Packages are told apart by name alone.
     */
    public Found select(ClassNode receiver, Found resolved) {
        try {
            return selection.select(receiver, resolved);
        } catch (UnknownClassException unknown) {
            return null;
        }
    }

    /** The declared field that a reference resolves to (JVMS 5.4.3.2), or null. */
    public FoundField find(FieldReference reference) {
        return find(classNode(reference.owner()), reference);
    }

    private FoundField find(ClassNode type, FieldReference reference) {
        if (type == null) {
            return null;
        }
        for (FieldNode field : type.fields) {
            if (field.name.equals(reference.name()) && field.desc.equals(reference.descriptor())) {
                return new FoundField(type, field);
            }
        }
        for (String above : type.interfaces) {
            FoundField inherited = find(classNode(above), reference);
            if (inherited != null) {
                return inherited;
            }
        }
        return type.superName == null ? null : find(classNode(type.superName), reference);
    }

    /** A class file that is needed to say which method is meant, and that nobody has. */
    private static final class UnknownClassException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownClassException(String name) {
            super(name, null, false, false);
        }
    }

    private ClassNode known(String internalName) {
        ClassNode node = classNode(internalName);
        if (node == null) {
            throw new UnknownClassException(internalName);
        }
        return node;
    }

    /** The first class or interface that a class inherits from, directly or not, whose class file nobody has; null if there is none. */
    String missingAbove(ClassNode type) {
        List<String> above = new ArrayList<>(type.interfaces);
        if (type.superName != null) {
            above.add(0, type.superName);
        }
        for (String name : above) {
            ClassNode node = classNode(name);
            String missing = node == null ? name : missingAbove(node);
            if (missing != null) {
                return missing;
            }
        }
        return null;
    }

    /** What class files tell. */
    private final class ClassFileSelection extends Selection<ClassNode, Found> {
        @Override
        public ClassNode object() {
            return known("java/lang/Object");
        }

        @Override
        public ClassNode superclass(ClassNode type) {
            return type.superName == null || isInterface(type) ? null : known(type.superName);
        }

        @Override
        public List<ClassNode> interfaces(ClassNode type) {
            List<ClassNode> nodes = new ArrayList<>();
            for (String name : type.interfaces) {
                nodes.add(known(name));
            }
            return nodes;
        }

        @Override
        public boolean isInterface(ClassNode type) {
            return (type.access & Opcodes.ACC_INTERFACE) != 0;
        }

        @Override
        public boolean isInSamePackage(ClassNode first, ClassNode second) {
            return packageOf(first).equals(packageOf(second));
        }

        private static String packageOf(ClassNode type) {
            return type.name.substring(0, type.name.lastIndexOf('/') + 1);
        }

        @Override
        public Found declared(ClassNode type, String name, String descriptor) {
            for (MethodNode method : type.methods) {
                if (method.name.equals(name)
                        && (method.desc.equals(descriptor) || isSignaturePolymorphic(type, method))) {
                    return new Found(type, method);
                }
            }
            return null;
        }

        @Override
        public String name(Found found) {
            return found.method().name;
        }

        @Override
        public String descriptor(Found found) {
            return found.method().desc;
        }

        @Override
        public ClassNode owner(Found found) {
            return found.owner();
        }

        @Override
        public int access(Found found) {
            return found.method().access;
        }
    }

    /** Whether the descriptor of a call of it is up to the caller (JVMS 2.9.3). */
    static boolean isSignaturePolymorphic(ClassNode type, MethodNode method) {
        int flags = Opcodes.ACC_NATIVE | Opcodes.ACC_VARARGS;
        return (type.name.equals("java/lang/invoke/MethodHandle") || type.name.equals("java/lang/invoke/VarHandle"))
                && (method.access & flags) == flags
                && method.desc.startsWith("([Ljava/lang/Object;)");
    }
}
