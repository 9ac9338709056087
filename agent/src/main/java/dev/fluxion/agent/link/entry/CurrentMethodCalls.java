package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.companion.Generation;
import dev.fluxion.agent.link.companion.Generations;
import dev.fluxion.runtime.Refusal;
import java.lang.reflect.Method;
import java.util.List;

/** {@link MethodCalls} of the code as it is at each call. */
final class CurrentMethodCalls {
    private record Made(Generation generation, MethodCalls calls) {}

    private final Generations generations;
    private final Method method;
    private final Class<?> receiver;
    private final int output;
    private final List<Integer> wrt;
    private volatile Made latest;

    /** The parameters are those of {@link MethodCalls}. */
    CurrentMethodCalls(Generations generations, Method method, Class<?> receiver, int output, List<Integer> wrt) {
        this.generations = generations;
        this.method = method;
        this.receiver = receiver;
        this.output = output;
        this.wrt = wrt;
    }

    Object[] gradient(Object[] arguments) throws Throwable {
        Made made = current();
        return checked(made, made.calls().gradient(arguments));
    }

    Object[] jvp(Object[] arguments, Object[] tangents) throws Throwable {
        Made made = current();
        return checked(made, made.calls().jvp(arguments, tangents));
    }

    Object[] vjp(Object[] arguments, Object cotangent) throws Throwable {
        Made made = current();
        return checked(made, made.calls().vjp(arguments, cotangent));
    }

    private Made current() {
        Generation now = generations.current();
        Made made = latest;
        if (made == null || made.generation() != now) {
            if (made != null) {
                made.calls().end();
            }
            made = new Made(now, new MethodCalls(now.linker(), method, receiver, output, wrt));
            latest = made;
        }
        return made;
    }

    private Object[] checked(Made made, Object[] result) throws Refusal {
        Generation generation = made.generation();
        if (!generation.isQuiet()) {
            generations.requireStill(generation, method.getDeclaringClass().getName() + "." + method.getName());
        }
        return result;
    }
}
