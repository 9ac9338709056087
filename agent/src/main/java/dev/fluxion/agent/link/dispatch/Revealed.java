package dev.fluxion.agent.link.dispatch;

import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The method behind a functional object, and the values it captured.
 *
 * @param method the implementation
 * @param captured leading arguments, the receiver among them
 */
public record Revealed(Method method, List<Object> captured) {
    /**
     * Finds the implementation. Lambdas and method references are read off the constant pool and the fields of their hidden
     * class; of any other class it is the method that implements the interface.
     *
     * @param parameter the functional method's parameter type as the implementation declares it
     * @param result its result type likewise
     */
    public static Revealed of(Object function, Class<?> parameter, Class<?> result, Lambdas lambdas) throws Throwable {
        if (!isLambda(function.getClass())) {
            return ofClass(function, result == double.class ? "applyAsDouble" : "apply", parameter, result);
        }
        Revealed revealed = ofLambda(function, lambdas);
        Method method = revealed.method();
        if (Modifier.isStatic(method.getModifiers()) || revealed.captured().isEmpty()) {
            return revealed;
        }
        Object receiver = revealed.captured().get(0);
        boolean isFunctional = revealed.captured().size() == 1 && method.getParameterCount() == 1;
        if (isFunctional && isLambda(receiver.getClass()) && method.getDeclaringClass() == receiver.getClass()) {
            return of(receiver, parameter, result, lambdas);
        }
        return isFunctional && method.isBridge() ? ofClass(receiver, method.getName(), parameter, result) : revealed;
    }

    /** Whether the JVM made the class for a lambda expression or a method reference. */
    public static boolean isLambda(Class<?> type) {
        return type.isHidden() && type.isSynthetic() && type.getName().contains("$$Lambda");
    }

    private static Revealed ofLambda(Object function, Lambdas lambdas) throws Throwable {
        Lambdas.Lambda lambda = lambdas.of(function.getClass());
        List<Object> captured = new ArrayList<>();
        for (MethodHandle getter : lambda.getters()) {
            captured.add((Object) getter.invokeExact(function));
        }
        Method named = lambda.named();
        boolean hasReceiver = !Modifier.isStatic(named.getModifiers()) && !captured.isEmpty();
        Method run =
                hasReceiver ? Dispatch.implementation(named, captured.get(0).getClass()) : named;
        return new Revealed(run, captured);
    }

    // The interface calls the method of its own erased signature; where that is a bridge, the one behind it is meant.
    private static Revealed ofClass(Object function, String name, Class<?> parameter, Class<?> result) throws Refusal {
        Class<?> type = function.getClass();
        Method behind = null;
        for (Method method : type.isHidden() ? new Method[0] : type.getMethods()) {
            boolean isCandidate = method.getName().equals(name)
                    && !method.isBridge()
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getParameterCount() == 1;
            if (isCandidate && isErased(method, parameter, result)) {
                return new Revealed(method, List.of(function));
            }
            if (isCandidate && method.getParameterTypes()[0] == parameter && method.getReturnType() == result) {
                behind = method;
            }
        }
        if (behind == null) {
            throw Lambdas.unseen(type);
        }
        return new Revealed(behind, List.of(function));
    }

    private static boolean isErased(Method method, Class<?> parameter, Class<?> result) {
        return method.getParameterTypes()[0] == (parameter.isPrimitive() ? parameter : Object.class)
                && method.getReturnType() == (result.isPrimitive() ? result : Object.class);
    }
}
