package dev.fluxion.agent.instrument.redefine;

import dev.fluxion.agent.report.AgentLog;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;

/**
 * Gets a loaded class's file by having the JVM retransform it into a class of another name, which it refuses. So nothing changes, and
 * nothing that somebody else makes of the class is undone.
 */
final class ClassFileCapture implements ClassFileTransformer {
    private static final byte[] OTHER_NAME = "dev/fluxion/Captured".getBytes(StandardCharsets.UTF_8);

    private final Class<?> type;
    private final Runnable meanwhile;
    private final Thread thread = Thread.currentThread();
    private byte[] captured;

    private ClassFileCapture(Class<?> type, Runnable meanwhile) {
        this.type = type;
        this.meanwhile = meanwhile;
    }

    /**
     * The class file as it ran before the call, with what agents changed in it; null for hidden classes.
     *
     * @param meanwhile run while the JVM lets nobody else redefine the class
     */
    static byte[] capture(Instrumentation instrumentation, Class<?> type, Runnable meanwhile) {
        if (!instrumentation.isModifiableClass(type)) {
            return null;
        }
        ClassFileCapture capture = new ClassFileCapture(type, meanwhile);
        instrumentation.addTransformer(capture, true);
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | UnsupportedOperationException | LinkageError refused) {
            // As is meant, if the transformer saw the class before.
            if (capture.captured == null) {
                AgentLog.dropped(() -> "The class file of " + type.getName() + " was not captured", refused);
            }
        } finally {
            instrumentation.removeTransformer(capture);
        }
        return capture.captured;
    }

    @Override
    public byte[] transform(
            ClassLoader loader,
            String internalName,
            Class<?> classBeingRedefined,
            ProtectionDomain protectionDomain,
            byte[] classFile) {
        if (classBeingRedefined != type || Thread.currentThread() != thread) {
            return null;
        }
        meanwhile.run();
        captured = classFile.clone();
        return renamed(classFile);
    }

    /** The same class file but for the class's name, which stands at the end of the constant pool. */
    private static byte[] renamed(byte[] classFile) {
        ClassReader reader;
        try {
            reader = new ClassReader(classFile);
        } catch (RuntimeException unknown) { // of a version of Java that is not known yet
            return new byte[] {0}; // which is refused too
        }
        int constants = reader.getItemCount();
        ByteBuffer renamed = ByteBuffer.allocate(classFile.length + OTHER_NAME.length + 6);
        renamed.put(classFile, 0, reader.header);
        renamed.put((byte) 1).putShort((short) OTHER_NAME.length).put(OTHER_NAME); // CONSTANT_Utf8
        renamed.put((byte) 7).putShort((short) constants); // CONSTANT_Class
        int access = renamed.position();
        renamed.put(classFile, reader.header, classFile.length - reader.header);
        renamed.putShort(access + 2, (short) (constants + 1)); // this_class
        renamed.putShort(8, (short) (constants + 2)); // constant_pool_count
        return renamed.array();
    }
}
