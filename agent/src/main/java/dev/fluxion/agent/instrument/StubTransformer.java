package dev.fluxion.agent.instrument;

import dev.fluxion.agent.instrument.redefine.RedefinitionLog;
import dev.fluxion.agent.instrument.stub.StubAnnotations;
import dev.fluxion.agent.instrument.stub.StubRewriter;
import dev.fluxion.agent.report.AgentLog;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

/**
 * Finds classes with stubs, and those that ask for the check, among all that are loaded, by their constant pool alone; what
 * rewrites them is loaded with the first hit. A class that cannot be rewritten stays as it is.
 */
final class StubTransformer implements ClassFileTransformer {
    private static final String[] OURS = {"dev/fluxion/agent/", "dev/fluxion/runtime/", "dev/fluxion/rules/"};

    private final RedefinitionLog redefinitions;
    private final BackgroundCheck check;

    StubTransformer(RedefinitionLog redefinitions, BackgroundCheck check) {
        this.redefinitions = redefinitions;
        this.check = check;
    }

    @Override
    public byte[] transform(
            ClassLoader loader,
            String internalName,
            Class<?> classBeingRedefined,
            ProtectionDomain protectionDomain,
            byte[] classFile) {
        if (classBeingRedefined != null) {
            redefinitions.begin(classBeingRedefined, classFile);
        }
        if (internalName == null || !mayHaveStubs(loader, internalName)) {
            return null;
        }
        try {
            StubAnnotations.Mentioned mentioned = StubAnnotations.mentionedIn(classFile);
            if (!mentioned.isNothing() && classBeingRedefined == null) {
                check.add(loader, internalName, classFile);
            }
            return mentioned.stubs() ? StubRewriter.rewrite(internalName, classFile) : null;
        } catch (Throwable failure) {
            String name = internalName.replace('/', '.');
            AgentLog.logger()
                    .warn(
                            "{} is left as it is, so its stubs do not work: {}. Please report this; log=debug shows the trace.",
                            name,
                            failure.toString());
            AgentLog.logger().debug("Rewriting the stubs of {} failed", name, failure);
            return null;
        }
    }

    /** Whether the class is the application's: neither the JDK's nor the agent's. */
    static boolean mayHaveStubs(ClassLoader loader, String internalName) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return false;
        }
        if (loader.getClass().getClassLoader() instanceof CompilerLoader) {
            return false; // copies for the check of stubs
        }
        for (String prefix : OURS) {
            if (internalName.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }
}
