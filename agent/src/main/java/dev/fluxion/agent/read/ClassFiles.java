package dev.fluxion.agent.read;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** Class files as trees, in the form that {@link MethodReader} wants: with debug tables and expanded frames. */
public final class ClassFiles {
    private ClassFiles() {}

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
