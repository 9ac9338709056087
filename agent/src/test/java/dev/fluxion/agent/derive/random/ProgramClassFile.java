package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Program.Form;
import dev.fluxion.agent.derive.random.Program.Method;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A program as a class file that no Java compiler makes. */
final class ProgramClassFile implements Opcodes {
    private static final String OBJECT = "java/lang/Object";

    private final Program program;
    private final String name;
    private final Shapes shapes;
    private final ClassWriter writer;

    private ProgramClassFile(Program program, String name) {
        this.program = program;
        this.name = name;
        shapes = new Shapes(program.seed());
        writer = new Writer(shapes.isOld() ? 0 : ClassWriter.COMPUTE_FRAMES);
    }

    static byte[] of(Program program, String name) {
        ProgramClassFile made = new ProgramClassFile(program, name);
        made.write();
        return made.writer.toByteArray();
    }

    private void write() {
        writer.visit(shapes.version(), ACC_FINAL | ACC_SUPER, name, null, OBJECT, null);
        for (Constants field : Constants.values()) {
            field(field.name(), field.kind().type());
        }
        boolean receiver = !program.methods().stream().map(Method::form).allMatch(Form::isStatic);
        if (receiver) {
            field(JavaText.RECEIVER, Type.getObjectType(name));
        }
        constructor();
        initializer(receiver);
        for (Method method : program.methods()) {
            MethodCode.of(program, name, method, shapes).accept(writer);
        }
        writer.visitEnd();
    }

    private void field(String field, Type type) {
        writer.visitField(ACC_PRIVATE | ACC_STATIC, field, type.getDescriptor(), null, null);
    }

    private void constructor() {
        MethodVisitor code = writer.visitMethod(0, "<init>", "()V", null, null);
        code.visitVarInsn(ALOAD, 0);
        code.visitMethodInsn(INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        end(code);
    }

    private static void end(MethodVisitor code) {
        code.visitInsn(RETURN);
        code.visitMaxs(6, 1);
        code.visitEnd();
    }

    private void initializer(boolean receiver) {
        MethodVisitor code = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        for (Constants field : Constants.values()) {
            value(code, field);
            code.visitFieldInsn(
                    PUTSTATIC, name, field.name(), field.kind().type().getDescriptor());
        }
        if (receiver) {
            code.visitTypeInsn(NEW, name);
            code.visitInsn(DUP);
            code.visitMethodInsn(INVOKESPECIAL, name, "<init>", "()V", false);
            code.visitFieldInsn(PUTSTATIC, name, JavaText.RECEIVER, "L" + name + ";");
        }
        end(code);
    }

    private static void value(MethodVisitor code, Constants field) {
        double[] values = field.numbers();
        if (field.kind() == Kind.DOUBLE) {
            code.visitLdcInsn(values[0]);
            return;
        }
        boolean whole = field.kind() == Kind.INTS;
        code.visitIntInsn(BIPUSH, values.length);
        code.visitIntInsn(NEWARRAY, whole ? T_INT : T_DOUBLE);
        for (int i = 0; i < values.length; i++) {
            code.visitInsn(DUP);
            code.visitIntInsn(BIPUSH, i);
            code.visitLdcInsn(whole ? (Object) (int) values[i] : (Object) values[i]);
            code.visitInsn(whole ? IASTORE : DASTORE);
        }
    }

    /** Has no class that it could ask for a common superclass; exceptions and receivers meet only where nobody looks. */
    private static final class Writer extends ClassWriter {
        Writer(int flags) {
            super(flags);
        }

        @Override
        protected String getCommonSuperClass(String one, String other) {
            return OBJECT;
        }
    }
}
