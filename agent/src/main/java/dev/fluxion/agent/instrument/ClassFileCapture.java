package dev.fluxion.agent.instrument;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;

/**
 * Gets a loaded class's file by retransforming it to itself. That costs a millisecond and the class's compiled code, so it
 * is for classes whose file nobody else has.
 */
final class ClassFileCapture implements ClassFileTransformer {
    private final Class<?> type;
    private final Thread thread = Thread.currentThread();
    private volatile byte[] overheard;
    private byte[] captured;

    private ClassFileCapture(Class<?> type) {
        this.type = type;
    }

    /** The class file as it runs, with what agents changed in it; null for hidden classes. */
    static byte[] capture(Instrumentation instrumentation, Class<?> type) {
        if (!instrumentation.isModifiableClass(type)) {
            return null;
        }
        ClassFileCapture capture = new ClassFileCapture(type);
        instrumentation.addTransformer(capture, true);
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException | LinkageError refused) {
            return null;
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
        if (classBeingRedefined != type) {
            return null;
        }
        if (Thread.currentThread() != thread) {
            // Somebody redefines it meanwhile, perhaps after the JVM took the bytes that this capture is going to see.
            overheard = classFile.clone();
            return null;
        }
        byte[] newer = overheard;
        captured = newer == null ? classFile.clone() : newer;
        return newer;
    }
}
