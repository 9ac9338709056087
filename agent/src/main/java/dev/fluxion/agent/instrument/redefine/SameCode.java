package dev.fluxion.agent.instrument.redefine;

import dev.fluxion.agent.instrument.stub.StubAnnotations;
import dev.fluxion.agent.report.AgentLog;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Whether two files of a class make the same derivatives: the same code and annotations in each method, whatever the order, the
 * constant pool, and tables for debuggers are.
 */
final class SameCode {
    private SameCode() {}

    static boolean is(byte[] first, byte[] second) {
        if (Arrays.equals(first, second)) {
            return true;
        }
        Map<String, byte[]> one;
        Map<String, byte[]> other;
        try {
            one = methods(first);
            other = methods(second);
        } catch (RuntimeException notRead) { // of a version of Java that is not known yet
            AgentLog.dropped(() -> "Two class files are taken for different", notRead);
            return false;
        }
        if (!one.keySet().equals(other.keySet())) {
            return false;
        }
        for (Map.Entry<String, byte[]> method : one.entrySet()) {
            if (!Arrays.equals(method.getValue(), other.get(method.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Each method as a class file of its own. */
    private static Map<String, byte[]> methods(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        Map<String, byte[]> methods = new TreeMap<>();
        for (MethodNode method : node.methods) {
            // The JVM does not give these back.
            method.invisibleAnnotations = null;
            method.invisibleParameterAnnotations = null;
            method.invisibleTypeAnnotations = null;
            method.attrs = null;
            if (isStub(method)) {
                method.instructions.clear();
                method.tryCatchBlocks.clear();
                method.maxStack = 0;
                method.maxLocals = 0;
            }
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V17, node.access, node.name, null, node.superName, null);
            method.accept(writer);
            methods.put(method.name.concat(method.desc), writer.toByteArray());
        }
        return methods;
    }

    /** The agent itself exchanges the code of these, which says nothing. */
    private static boolean isStub(MethodNode method) {
        if (method.visibleAnnotations != null) {
            for (AnnotationNode annotation : method.visibleAnnotations) {
                if (StubAnnotations.isStub(annotation.desc)) {
                    return true;
                }
            }
        }
        return false;
    }
}
