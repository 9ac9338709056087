package dev.fluxion.agent.link;

import dev.fluxion.agent.ir.FieldReference;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.read.ClassFiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds the class file and the member that a reference by name means, as the classes that one loader sees. Loads nothing. */
final class MethodLookup {
    /** A method with the class that declares it. */
    record Found(ClassNode owner, MethodNode method) {
        boolean is(int flag) {
            return (method.access & flag) != 0;
        }

        /** Whether a virtual call of it can reach no other method. */
        boolean isExact() {
            return is(Opcodes.ACC_STATIC)
                    || is(Opcodes.ACC_PRIVATE)
                    || is(Opcodes.ACC_FINAL)
                    || (owner.access & Opcodes.ACC_FINAL) != 0;
        }
    }

    /** A field with the class that declares it. */
    record FoundField(ClassNode owner, FieldNode field) {}

    private final java.util.function.Function<String, byte[]> classFiles;
    private final Map<String, Optional<ClassNode>> classes = new ConcurrentHashMap<>();

    MethodLookup(java.util.function.Function<String, byte[]> classFiles) {
        this.classFiles = classFiles;
    }

    /** The class, or null if nobody knows its bytes. */
    ClassNode classNode(String internalName) {
        return classes.computeIfAbsent(
                        internalName,
                        name -> Optional.ofNullable(classFiles.apply(name)).map(ClassFiles::parse))
                .orElse(null);
    }

    /** The declared method that a reference resolves to (JVMS 5.4.3.3), or null. */
    Found find(MethodReference reference) {
        for (ClassNode node = classNode(reference.owner());
                node != null;
                node = node.superName == null ? null : classNode(node.superName)) {
            MethodNode method = declared(node, reference);
            if (method != null) {
                return new Found(node, method);
            }
        }
        return findInInterfaces(reference);
    }

    /** The declared field that a reference resolves to in a class or its superclasses, or null. */
    FoundField find(FieldReference reference) {
        for (ClassNode node = classNode(reference.owner());
                node != null;
                node = node.superName == null ? null : classNode(node.superName)) {
            for (FieldNode field : node.fields) {
                if (field.name.equals(reference.name()) && field.desc.equals(reference.descriptor())) {
                    return new FoundField(node, field);
                }
            }
        }
        return null;
    }

    private Found findInInterfaces(MethodReference reference) {
        Deque<String> pending = new ArrayDeque<>();
        pending.add(reference.owner());
        while (!pending.isEmpty()) {
            ClassNode node = classNode(pending.poll());
            if (node == null) {
                continue;
            }
            MethodNode method = declared(node, reference);
            if (method != null && (method.access & Opcodes.ACC_ABSTRACT) == 0) {
                return new Found(node, method);
            }
            pending.addAll(node.interfaces);
            if (node.superName != null) {
                pending.add(node.superName);
            }
        }
        return null;
    }

    private static MethodNode declared(ClassNode node, MethodReference reference) {
        for (MethodNode method : node.methods) {
            if (method.name.equals(reference.name()) && method.desc.equals(reference.descriptor())) {
                return method;
            }
        }
        return null;
    }
}
