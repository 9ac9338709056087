package dev.fluxion.agent.read;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Class files as trees, in the form that {@link MethodReader} wants: with debug tables and expanded frames. */
public final class ClassFiles {
    private ClassFiles() {}

    /** Parses a class file without its methods' code. */
    public static ClassNode declarations(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, ClassReader.SKIP_CODE);
        return node;
    }

    /** Parses a class file without its other methods. */
    public static ClassNode withMethod(byte[] classFile, String wantedName, String wantedDescriptor) {
        ClassNode node = new ClassNode(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return name.equals(wantedName) && descriptor.equals(wantedDescriptor)
                        ? super.visitMethod(access, name, descriptor, signature, exceptions)
                        : null;
            }
        };
        new ClassReader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
        return node;
    }

    /**
     * Parses a class file.
     *
     * @throws IllegalArgumentException if the class file's version is newer than the class-file library knows
     */
    public static ClassNode parse(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
        return node;
    }
}
