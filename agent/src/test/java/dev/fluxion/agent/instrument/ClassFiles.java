package dev.fluxion.agent.instrument;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Class files that javac does not make. */
final class ClassFiles {
    private static final int MOST_CONSTANTS = 65_535;

    private ClassFiles() {}

    static void change(Path classFile, UnaryOperator<byte[]> change) throws IOException {
        Files.write(classFile, change.apply(Files.readAllBytes(classFile)));
    }

    /** The class as of Java 5, which javac no longer compiles for. */
    static byte[] withVersion49(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, ClassReader.SKIP_FRAMES);
        node.version = Opcodes.V1_5;
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** The class with a constant pool that has no room for anything more. */
    static byte[] withFullConstantPool(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(writer, 0);
        for (int i = reader.getItemCount(); i < MOST_CONSTANTS; i++) {
            writer.newConst(i * 31 + 1_000_000);
        }
        return writer.toByteArray();
    }
}
