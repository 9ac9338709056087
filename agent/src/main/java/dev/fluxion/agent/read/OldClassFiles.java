package dev.fluxion.agent.read;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.LimitExceededException;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/** Brings methods of class files older than version 51 into today's form: subroutines inlined, frames present. */
final class OldClassFiles {
    /** Far more than any method takes that was compiled from a program, so that one that was not cannot take all there is. */
    private static final int FRAME_BYTES = 1 << 28;

    private static final long FRAME_OPERATIONS = 10_000_000_000L;

    private OldClassFiles() {}

    /** The method itself if it has all it needs, else an equivalent one. */
    static MethodNode modernize(ClassNode owner, MethodNode method, Hierarchy hierarchy) {
        int major = owner.version & 0xffff;
        if (major > Opcodes.V1_6 || major == Opcodes.V1_6 && hasFrames(method)) {
            return method;
        }
        String[] exceptions = method.exceptions.toArray(new String[0]);
        JSRInlinerAdapter inlined =
                new JSRInlinerAdapter(null, method.access, method.name, method.desc, method.signature, exceptions);
        method.accept(inlined);

        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String first, String second) {
                return hierarchy.commonSuperClass(first, second);
            }
        };
        writer.setComputeLimits(FRAME_BYTES, FRAME_OPERATIONS);
        try {
            return framed(owner, method, inlined, writer);
        } catch (LimitExceededException | MethodTooLargeException e) {
            String display = owner.name.replace('/', '.') + "." + method.name;
            throw new UnreadableMethodException(
                    display, -1, "code without stack-map frames, too large to compute them");
        }
    }

    private static MethodNode framed(ClassNode owner, MethodNode method, MethodNode inlined, ClassWriter writer) {
        writer.visit(Opcodes.V17, owner.access, owner.name, null, owner.superName, null);
        MethodVisitor code = writer.visitMethod(method.access, method.name, method.desc, method.signature, null);
        inlined.accept(code);
        writer.visitEnd();
        return ClassFiles.parse(writer.toByteArray()).methods.get(0);
    }

    private static boolean hasFrames(MethodNode method) {
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof FrameNode) {
                return true;
            }
        }
        return false;
    }
}
