package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Call;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Program.Method;
import java.util.ArrayList;
import java.util.List;

/** Calls of the program's own methods. A method that may be entered again has a first parameter that bounds how deeply. */
final class Calls {
    static final String DEPTH = "depth";
    static final String RISKY = "risky";

    private static final int FREQUENT = 12;

    private static final int NESTING = 2;

    private final Context context;
    private int nesting;

    Calls(Context context) {
        this.context = context;
    }

    static boolean recursive(Method method) {
        return !method.parameters().isEmpty()
                && method.parameters().get(0).name().equals(DEPTH);
    }

    /** A call with a result of the kind, or null where none can be made. */
    Expression of(Kind kind) {
        List<Method> fitting = context.callable.stream()
                .filter(method -> method.result() == kind && mayCall(method))
                .toList();
        if (fitting.isEmpty() || context.repetitions > FREQUENT || nesting >= NESTING) {
            return null;
        }
        Method method = context.draw.of(fitting);
        List<Expression> arguments = new ArrayList<>();
        nesting++;
        for (Variable parameter : method.parameters()) {
            arguments.add(argument(parameter));
        }
        nesting--;
        return new Call(method.name(), kind, arguments);
    }

    /** Whether exceptions may leave the method. */
    static boolean risky(Method method) {
        return method.name().startsWith(RISKY);
    }

    private boolean mayCall(Method called) {
        if (risky(called) && context.guards == 0 && !risky(context.method)) {
            return false;
        }
        boolean again = recursive(called) && recursive(context.method);
        return !again || (context.recursions > 0 && context.repetitions <= 2);
    }

    private Expression argument(Variable parameter) {
        if (parameter.name().equals(DEPTH)) {
            if (!recursive(context.method)) {
                return Wholes.literal(context.draw.between(0, context.inLoop() ? 2 : 4));
            }
            context.recursions--;
            Read depth = new Read(context.method.parameters().get(0));
            return new Arithmetic(Operator.SUBTRACT, depth, Wholes.literal(1));
        }
        return switch (parameter.kind()) {
            case BOOLEAN -> context.wholes.condition(0);
            case INT -> context.wholes.small(1);
            case LONG -> context.wholes.large(1);
            case FLOAT, DOUBLE -> context.reals.of(parameter.kind(), 1);
            default -> array(parameter.kind());
        };
    }

    private Expression array(Kind kind) {
        List<Variable> known = context.scope.of(kind);
        return known.isEmpty() || context.draw.chance(0.2)
                ? context.arrays.of(kind, 0)
                : new Read(context.draw.of(known));
    }
}
