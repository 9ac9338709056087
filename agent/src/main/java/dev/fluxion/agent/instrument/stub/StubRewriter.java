package dev.fluxion.agent.instrument.stub;

import dev.fluxion.agent.report.AgentLog;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;

/**
 * Gives the stubs of a class their bodies. Of the class file nothing changes but these, so that loaded classes can be rewritten
 * too. The new bodies have no branches, so that no frames are computed and no type of the application has to be known.
 */
public final class StubRewriter {
    private StubRewriter() {}

    /** The rewritten class file, or null if it has no stub that can be given a body. */
    public static byte[] rewrite(String internalName, byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        StubClass stubs = new StubClass(writer);
        reader.accept(stubs, 0);
        if (!stubs.anyRewritten()) {
            return null;
        }
        try {
            return writer.toByteArray();
        } catch (ClassTooLargeException full) {
            AgentLog.logger()
                    .warn(
                            "{} is left as it is, so its stubs do not work: the rewritten class has too many constants. Move its stubs into a smaller class.",
                            internalName.replace('/', '.'));
            return null;
        }
    }
}
