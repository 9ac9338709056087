package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Call;
import dev.fluxion.agent.derive.random.Expression.InertCall;
import dev.fluxion.agent.derive.random.Expression.MathCall;
import dev.fluxion.agent.derive.random.Program.Form;
import dev.fluxion.agent.derive.random.Program.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Calls. */
final class CallCode implements Opcodes {
    /** Since when an instance method of the same class need not be called by invokespecial if it is private. */
    private static final int NESTMATES = 55;

    private final MethodCode method;
    private final Code code;

    CallCode(MethodCode method) {
        this.method = method;
        code = method.code;
    }

    void math(MathCall call) {
        Kind[] parameters = new Kind[call.arguments().size()];
        Arrays.fill(parameters, call.kind());
        if (call.function() == MathFunction.SCALB) {
            parameters[1] = Kind.INT;
        }
        boolean strict = call.strict() && call.function() != MathFunction.FMA;
        String owner = strict ? "java/lang/StrictMath" : "java/lang/Math";
        arguments(call.arguments(), List.of(parameters));
        invoke(INVOKESTATIC, owner, call.function().toString(), call.kind(), List.of(parameters));
    }

    void inert(InertCall call) {
        String text = call.function().toString();
        int dot = text.indexOf('.');
        List<Kind> parameters = List.of(call.function().parameters());
        arguments(call.arguments(), parameters);
        invoke(INVOKESTATIC, "java/lang/" + text.substring(0, dot), text.substring(dot + 1), call.kind(), parameters);
    }

    void own(Call call) {
        Method called = method.program.method(call.method());
        List<Kind> parameters = called.parameters().stream().map(Variable::kind).toList();
        if (!called.form().isStatic()) {
            receiver();
        }
        arguments(call.arguments(), parameters);
        invoke(opcode(called.form()), method.owner, call.method(), called.result(), parameters);
    }

    private int opcode(Form form) {
        if (form.isStatic()) {
            return INVOKESTATIC;
        }
        boolean free =
                method.shapes.version() >= NESTMATES && method.shapes.draw().chance(0.5);
        return form == Form.PRIVATE && !free ? INVOKESPECIAL : INVOKEVIRTUAL;
    }

    private void receiver() {
        Type type = Type.getObjectType(method.owner);
        if (method.form.isStatic()) {
            code.instruction(
                    new FieldInsnNode(GETSTATIC, method.owner, JavaText.RECEIVER, type.getDescriptor()), 0, type);
        } else {
            code.load(type, 0);
        }
    }

    private void arguments(List<Expression> arguments, List<Kind> kinds) {
        if (arguments.size() != kinds.size()) {
            throw new Program.IllFormed("arguments");
        }
        for (int i = 0; i < kinds.size(); i++) {
            method.expressions.as(arguments.get(i), kinds.get(i));
        }
    }

    private void invoke(int opcode, String owner, String name, Kind result, List<Kind> parameters) {
        Type[] types = parameters.stream().map(Kind::type).toArray(Type[]::new);
        int pops = types.length + (opcode == INVOKESTATIC ? 0 : 1);
        MethodInsnNode call =
                new MethodInsnNode(opcode, owner, name, Type.getMethodDescriptor(result.type(), types), false);
        List<Type> pushes = result == Kind.VOID ? Collections.emptyList() : List.of(result.type());
        code.instruction(call, pops, pushes.toArray(Type[]::new));
    }

    /** A static method of the JDK. */
    void library(String owner, String name, String descriptor) {
        Type result = Type.getReturnType(descriptor);
        Type[] pushes = result.equals(Type.VOID_TYPE) ? new Type[0] : new Type[] {result};
        int pops = Type.getArgumentTypes(descriptor).length;
        code.instruction(new MethodInsnNode(INVOKESTATIC, owner, name, descriptor, false), pops, pushes);
    }
}
