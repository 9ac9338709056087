package dev.fluxion.agent.link;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Derivatives of a method called with its arguments as objects, with respect to all that carries one. */
final class MethodCalls {
    private final Linker linker;
    private final Method method;
    private final Map<Class<?>, Evaluator> evaluators = new ConcurrentHashMap<>();

    MethodCalls(Linker linker, Method method) {
        this.linker = linker;
        this.method = method;
    }

    /** The method that the receiver runs may be an override. */
    private Evaluator evaluator(Object[] arguments) {
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        Class<?> type = isStatic ? method.getDeclaringClass() : arguments[0].getClass();
        return evaluators.computeIfAbsent(type, t -> new Evaluator(linker, Targets.of(linker, implementation(t))));
    }

    private Method implementation(Class<?> type) {
        for (Class<?> walk = type; walk != null; walk = walk.getSuperclass()) {
            for (Method candidate : walk.getDeclaredMethods()) {
                boolean same = candidate.getName().equals(method.getName())
                        && candidate.getReturnType() == method.getReturnType()
                        && Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes());
                if (same) {
                    return candidate;
                }
            }
        }
        return method;
    }

    Object[] gradient(Object[] arguments) throws Throwable {
        Evaluator evaluator = evaluator(arguments);
        Class<?> result = evaluator.target().result();
        if (result != double.class && result != float.class) {
            throw new IllegalArgumentException(evaluator.target().display() + " returns " + result.getSimpleName()
                    + ", not one number: its gradient is not defined. Use vjp or jvp.");
        }
        return reverse(evaluator, arguments, result == float.class ? (Object) 1f : (Object) 1.0);
    }

    Object[] vjp(Object[] arguments, Object cotangent) throws Throwable {
        Evaluator evaluator = evaluator(arguments);
        requireCotangent(evaluator.target(), cotangent);
        return reverse(evaluator, arguments, cotangent);
    }

    private static void requireCotangent(Evaluator.Target target, Object cotangent) {
        Class<?> result = target.result();
        if (!Shapes.isDifferentiable(result)) {
            throw new IllegalArgumentException(
                    target.display() + " returns " + result.getSimpleName() + ", which carries no derivative.");
        }
        Class<?> wanted = result == double.class ? Double.class : result == float.class ? Float.class : result;
        if (cotangent == null || cotangent.getClass() != wanted) {
            throw new IllegalArgumentException("The cotangent is "
                    + (cotangent == null
                            ? "null"
                            : "of type " + cotangent.getClass().getSimpleName()) + ", but "
                    + target.display() + " returns " + result.getSimpleName() + ".");
        }
    }

    private Object[] reverse(Evaluator evaluator, Object[] arguments, Object cotangent) throws Throwable {
        Evaluator.Target target = evaluator.target();
        List<Boolean> wrt = wrt(evaluator, arguments);
        Object[] buffers = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            if (wrt.get(i) && target.types().get(i).isArray()) {
                buffers[i] = ShadowBinding.zeros(arguments[i]);
            }
        }
        Number[] scalars = evaluator.reverse(wrt, arguments, buffers, cotangent).scalars();
        Object[] result = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            result[i] = buffers[i] != null ? buffers[i] : scalars[i];
        }
        return result;
    }

    private static List<Boolean> wrt(Evaluator evaluator, Object[] arguments) {
        List<Boolean> flags = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            flags.add(Shapes.isDifferentiable(evaluator.target().types().get(i)) && arguments[i] != null);
        }
        return flags;
    }

    Object[] jvp(Object[] arguments, Object[] tangents) throws Throwable {
        Evaluator evaluator = evaluator(arguments);
        List<Boolean> wrt = wrt(evaluator, arguments);
        for (int i = 0; i < arguments.length; i++) {
            if (tangents[i] != null) {
                String name = evaluator.target().names().get(i);
                if (!wrt.get(i)) {
                    throw new IllegalArgumentException(
                            "A tangent is given for the argument " + name + ", which carries no derivative.");
                }
                Shapes.requireSame(arguments[i], tangents[i], "The tangent of " + name, "the argument");
            }
        }
        return evaluator.forward(wrt, arguments, tangents);
    }
}
