package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Program.Form;
import dev.fluxion.agent.derive.random.Program.Method;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/** The parts of a translation of one method, which know each other. */
final class MethodCode implements Opcodes {
    final Program program;
    final String owner;
    final Form form;
    final Kind result;
    final Shapes shapes;
    final Code code = new Code();
    final Locals locals;
    final Disturbances disturbances;
    final CallCode calls;
    final ArrayCode arrays;
    final AssignmentCode assignments;
    final ConditionCode conditions;
    final ExpressionCode expressions;
    final SwitchCode switches;
    final LoopCode loops;
    final AttemptCode attempts;
    final LeavingCode leaving;
    final StatementCode statements;

    private MethodCode(Program program, String owner, Method method, Shapes shapes) {
        this.program = program;
        this.owner = owner;
        this.shapes = shapes;
        form = method.form();
        result = method.result();
        locals = new Locals(code, shapes);
        disturbances = new Disturbances(code, shapes, locals, owner);
        calls = new CallCode(this);
        arrays = new ArrayCode(this);
        assignments = new AssignmentCode(this);
        conditions = new ConditionCode(this);
        expressions = new ExpressionCode(this);
        switches = new SwitchCode(this);
        loops = new LoopCode(this);
        attempts = new AttemptCode(this);
        leaving = new LeavingCode(this);
        statements = new StatementCode(this);
    }

    static MethodNode of(Program program, String owner, Method method, Shapes shapes) {
        Draw outer = shapes.enter(method.name());
        MethodCode made = new MethodCode(program, owner, method, shapes);
        MethodNode node = made.write(method);
        shapes.leave(outer);
        return node;
    }

    private MethodNode write(Method method) {
        int access = switch (form) {
            case STATIC -> ACC_STATIC;
            case PRIVATE_STATIC -> ACC_PRIVATE | ACC_STATIC;
            case PRIVATE -> ACC_PRIVATE;
            case FINAL -> ACC_FINAL;
        };
        Type[] parameters =
                method.parameters().stream().map(each -> each.kind().type()).toArray(Type[]::new);
        String descriptor = Type.getMethodDescriptor(result.type(), parameters);
        MethodNode node = new MethodNode(ASM9, access, method.name(), descriptor, null, null);
        if (!form.isStatic()) {
            locals.receiver();
        }
        method.parameters().forEach(locals::parameter);
        statements.block(method.body());
        if (code.isReachable()) {
            end();
        }
        CodeLayout.write(code, shapes, node, owner);
        return node;
    }

    /** Nobody comes to the end of a method with a result; the instructions do not know. */
    private void end() {
        if (result == Kind.VOID) {
            code.leave(RETURN, 0);
        } else {
            code.constant(null, Type.getType(RuntimeException.class));
            code.leave(ATHROW, 1);
        }
    }
}
