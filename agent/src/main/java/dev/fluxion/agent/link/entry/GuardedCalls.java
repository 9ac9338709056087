package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.evaluate.OperatorCalls;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Calls that a guard watches. */
final class GuardedCalls implements OperatorCalls {
    private final OperatorCalls calls;
    private final Guard guard;
    private final MethodType type;

    GuardedCalls(OperatorCalls calls, Guard guard, int arity) {
        this.calls = calls;
        this.guard = guard;
        this.type = MethodType.genericMethodType(arity);
    }

    @Override
    public Object call(Object[] all) throws Throwable {
        if (!guard.isQuiet()) {
            MethodHandle successor = guard.successor(type);
            if (successor != null) {
                return successor.invokeWithArguments(all);
            }
        }
        Object result = calls.call(all);
        if (!guard.isQuiet()) {
            guard.requireUnchanged();
        }
        return result;
    }
}
