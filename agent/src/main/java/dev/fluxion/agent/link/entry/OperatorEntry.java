package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.evaluate.AnyArguments;
import dev.fluxion.agent.link.evaluate.HessianCalls;
import dev.fluxion.agent.link.evaluate.JacobianCalls;
import dev.fluxion.agent.link.evaluate.OperatorCalls;
import dev.fluxion.agent.link.operator.Operator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** From an operator to the handle that its callers call: written code where there can be, and the general way. */
public final class OperatorEntry {
    /** Above, a handle of the derivative could not be called. */
    private static final int MOST_PARAMETERS = 60;

    private OperatorEntry() {}

    /**
     * A handle of the operator's type.
     *
     * @param guard null for none
     */
    public static MethodHandle of(Operator operator, Guard guard) throws Throwable {
        MethodType type = operator.type();
        OperatorCalls calls = switch (operator.kind()) {
            case JACOBIAN -> new JacobianCalls(operator);
            case HESSIAN, GRADIENT_AND_HESSIAN -> new HessianCalls(operator);
            default -> new AnyArguments(operator);
        };
        MethodHandle written = type.parameterCount() > MOST_PARAMETERS
                ? null
                : WrittenEntry.of(operator, guarded(calls, guard, type), guard);
        return written == null ? general(calls, guard, type) : written;
    }

    /** A handle that passes all arguments on in an array. */
    static MethodHandle general(OperatorCalls calls, Guard guard, MethodType type) throws Throwable {
        return bind(guarded(calls, guard, type), "call", MethodType.methodType(Object.class, Object[].class))
                .asCollector(Object[].class, type.parameterCount())
                .asType(type);
    }

    private static OperatorCalls guarded(OperatorCalls calls, Guard guard, MethodType type) {
        return guard == null ? calls : new GuardedCalls(calls, guard, type.parameterCount());
    }

    static MethodHandle bind(Object receiver, String name, MethodType type) throws ReflectiveOperationException {
        return MethodHandles.lookup()
                .findVirtual(receiver.getClass(), name, type)
                .bindTo(receiver);
    }
}
