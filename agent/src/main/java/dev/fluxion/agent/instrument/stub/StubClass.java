package dev.fluxion.agent.instrument.stub;

import dev.fluxion.agent.report.AgentLog;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Passes a class through, its stubs by way of {@link StubBody}; the log says which of them have to stay as they are. */
final class StubClass extends ClassVisitor {
    private int version;
    private String owner;
    private boolean anyRewritten;

    StubClass(ClassVisitor next) {
        super(Opcodes.ASM9, next);
    }

    boolean anyRewritten() {
        return anyRewritten;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        this.version = version & 0xFFFF;
        this.owner = name;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        return new StubBody(next, owner, access, name, descriptor, () -> mayRewrite(access, name));
    }

    private boolean mayRewrite(int access, String name) {
        String obstacle = obstacle(access);
        if (obstacle == null) {
            anyRewritten = true;
            return true;
        }
        AgentLog.logger()
                .warn("The stub {}.{} does not work and is left as it is: {}", owner.replace('/', '.'), name, obstacle);
        return false;
    }

    /** Why a stub cannot be given a body, with the remedy; null if it can. */
    private String obstacle(int access) {
        if ((access & Opcodes.ACC_ABSTRACT) != 0) {
            return "it is abstract. Give it the body 'return Fluxion.derived();'.";
        }
        if ((access & Opcodes.ACC_NATIVE) != 0) {
            return "it is native. Give it the body 'return Fluxion.derived();'.";
        }
        if (version < Opcodes.V1_7) {
            return "version " + version
                    + " of the class file format lacks invokedynamic. Compile the class for Java 7 or later.";
        }
        return null;
    }
}
