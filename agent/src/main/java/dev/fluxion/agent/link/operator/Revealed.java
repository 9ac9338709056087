package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.link.companion.Reach;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The method behind a functional object, and the values it captured.
 *
 * @param method the implementation
 * @param captured leading arguments, the receiver among them
 */
public record Revealed(Method method, List<Object> captured) {
    private static final List<String> CONVERSIONS =
            List.of("valueOf", "doubleValue", "floatValue", "intValue", "longValue");

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
        Lambda lambda = lambdas.of(function.getClass());
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

    /**
     * What all lambdas of a class have in common.
     *
     * @param named the method that their code calls
     * @param getters of what they captured, in order
     */
    private record Lambda(Method named, List<MethodHandle> getters) {}

    /** The lambdas' classes seen so far, each of which keeps what is known of it. */
    public static final class Lambdas {
        private final Lookup trusted;

        private final ClassValue<AtomicReference<Lambda>> known = new ClassValue<>() {
            @Override
            protected AtomicReference<Lambda> computeValue(Class<?> type) {
                return new AtomicReference<>();
            }
        };

        public Lambdas(Lookup trusted) {
            this.trusted = trusted;
        }

        private Lambda of(Class<?> type) throws Throwable {
            AtomicReference<Lambda> place = known.get(type);
            Lambda lambda = place.get();
            if (lambda == null) {
                lambda = read(type, trusted);
                place.set(lambda);
            }
            return lambda;
        }
    }

    private static Lambda read(Class<?> type, Lookup trusted) throws Throwable {
        List<MethodHandle> getters = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                MethodHandle getter = trusted.in(type).unreflectGetter(field);
                getters.add(getter.asType(MethodType.methodType(Object.class, Object.class)));
            }
        }
        MethodHandle constantPool = trusted.findVirtual(
                Class.class,
                "getConstantPool",
                MethodType.methodType(Class.forName("jdk.internal.reflect.ConstantPool")));
        Object pool = constantPool.invoke(type);
        MethodHandle size = trusted.findVirtual(pool.getClass(), "getSize", MethodType.methodType(int.class));
        MethodHandle member = trusted.findVirtual(
                pool.getClass(), "getMemberRefInfoAt", MethodType.methodType(String[].class, int.class));
        int count = (int) size.invoke(pool);
        for (int i = 1; i < count; i++) {
            String[] reference;
            try {
                reference = (String[]) member.invoke(pool, i);
            } catch (IllegalArgumentException notAMember) {
                continue; // but another constant: the pool does not say beforehand
            }
            boolean isMethod = reference[2].startsWith("(");
            boolean isConversion = reference[0].startsWith("java/lang/") && CONVERSIONS.contains(reference[1]);
            if (isMethod && !reference[1].equals("<init>") && !isConversion) {
                return new Lambda(named(reference, type), getters);
            }
        }
        throw unseen(type);
    }

    private static Method named(String[] reference, Class<?> type) throws Throwable {
        ClassLoader loader = type.getClassLoader();
        Class<?> owner = Class.forName(reference[0].replace('/', '.'), false, loader);
        MethodType signature = MethodType.fromMethodDescriptorString(reference[2], loader);
        Method named = Dispatch.resolve(owner, reference[1], signature);
        if (named == null) {
            throw new Refusal("Cannot find the method " + owner.getName() + "." + reference[1]
                    + " behind the function. Use Fluxion.of(method).");
        }
        // A class of this kind that the JDK did not make may name what it could not call.
        if (!Reach.mayCall(type, owner, named.getDeclaringClass(), named.getModifiers())) {
            throw new IllegalAccessException(type.getName() + " may not call " + named);
        }
        return named;
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
            throw unseen(type);
        }
        return new Revealed(behind, List.of(function));
    }

    private static boolean isErased(Method method, Class<?> parameter, Class<?> result) {
        return method.getParameterTypes()[0] == (parameter.isPrimitive() ? parameter : Object.class)
                && method.getReturnType() == (result.isPrimitive() ? result : Object.class);
    }

    private static Refusal unseen(Class<?> type) {
        return new Refusal("Cannot see which method the function " + type.getName()
                + " calls. Pass a lambda or a method reference, or use Fluxion.of(method).");
    }
}
