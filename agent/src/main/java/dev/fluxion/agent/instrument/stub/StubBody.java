package dev.fluxion.agent.instrument.stub;

import java.util.function.BooleanSupplier;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Passes a method through; if it carries a stub annotation, its code becomes one {@code invokedynamic} that hands all
 * arguments, the receiver first, to the derivative which {@code dev.fluxion.Stubs} links there.
 */
final class StubBody extends MethodVisitor {
    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            "dev/fluxion/Stubs",
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private final String owner;
    private final boolean isStatic;
    private final String name;
    private final String descriptor;
    private final BooleanSupplier mayRewrite;

    private boolean isStub;
    private boolean isDecided;
    private MethodVisitor replaced; // non-null while the original code is dropped
    private int line;

    /** @param mayRewrite asked once, if the method is a stub */
    StubBody(MethodVisitor next, String owner, int access, String name, String descriptor, BooleanSupplier mayRewrite) {
        super(Opcodes.ASM9, next);
        this.owner = owner;
        this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
        this.name = name;
        this.descriptor = descriptor;
        this.mayRewrite = mayRewrite;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        isStub |= StubAnnotations.isStub(annotation);
        return super.visitAnnotation(annotation, visible);
    }

    @Override
    public void visitCode() {
        super.visitCode();
        if (isStub && decide()) {
            replaced = mv;
            mv = null;
        }
    }

    @Override
    public void visitLineNumber(int number, Label start) {
        if (line == 0) {
            line = number;
        }
        super.visitLineNumber(number, start);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        if (replaced == null) {
            super.visitMaxs(maxStack, maxLocals);
        } else {
            mv = replaced;
            writeCall();
        }
    }

    @Override
    public void visitEnd() {
        if (isStub && !isDecided) { // it has no code
            decide();
        }
        super.visitEnd();
    }

    private boolean decide() {
        isDecided = true;
        return mayRewrite.getAsBoolean();
    }

    private void writeCall() {
        if (line != 0) { // stack traces go on naming the stub's line
            Label start = new Label();
            mv.visitLabel(start);
            mv.visitLineNumber(line, start);
        }
        int local = 0;
        if (!isStatic) {
            mv.visitVarInsn(Opcodes.ALOAD, local++);
        }
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            mv.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            local += argument.getSize();
        }
        Type result = Type.getReturnType(descriptor);
        mv.visitInvokeDynamicInsn(name, isStatic ? descriptor : "(L" + owner + ";" + descriptor.substring(1), LINK);
        mv.visitInsn(result.getOpcode(Opcodes.IRETURN));
        mv.visitMaxs(Math.max(local, result.getSize()), local);
    }
}
