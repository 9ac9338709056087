package dev.fluxion.agent.link;

import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
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
record Revealed(Method method, List<Object> captured) {
    private static final List<String> CONVERSIONS =
            List.of("valueOf", "doubleValue", "floatValue", "intValue", "longValue");

    /**
     * Finds the implementation. Lambdas and method references are read off the constant pool and the fields of their hidden
     * class; of any other class it is the method that implements the interface.
     *
     * @param parameter the functional method's parameter type as the implementation declares it
     * @param result its result type likewise
     */
    static Revealed of(Object function, Class<?> parameter, Class<?> result, Lookup trusted) throws Throwable {
        Class<?> type = function.getClass();
        if (!type.isHidden()) {
            return ofClass(function, parameter, result);
        }
        List<Object> captured = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                captured.add(trusted.in(type).unreflectGetter(field).invoke(function));
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
                continue;
            }
            boolean isMethod = reference[2].startsWith("(");
            boolean isConversion = reference[0].startsWith("java/lang/") && CONVERSIONS.contains(reference[1]);
            if (isMethod && !reference[1].equals("<init>") && !isConversion) {
                return resolve(reference, captured, type);
            }
        }
        throw new Refusal("Cannot see which method the function " + type.getName()
                + " calls. Pass a lambda or a method reference, or use Fluxion.of(method).");
    }

    private static Revealed resolve(String[] reference, List<Object> captured, Class<?> type) throws Throwable {
        ClassLoader loader = type.getClassLoader();
        Class<?> owner = Class.forName(reference[0].replace('/', '.'), false, loader);
        MethodType signature = MethodType.fromMethodDescriptorString(reference[2], loader);
        Class<?> start = owner;
        boolean bound = captured.size() == 1 && signature.parameterCount() == 1 && owner.isInstance(captured.get(0));
        if (bound) {
            start = captured.get(0).getClass();
        }
        for (Class<?> walk = start; walk != null; walk = walk.getSuperclass()) {
            for (Method method : walk.getDeclaredMethods()) {
                if (method.getName().equals(reference[1])
                        && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                                .equals(signature)
                        && !method.isBridge()) {
                    return new Revealed(method, captured);
                }
            }
        }
        throw new Refusal("Cannot find the method " + reference[0].replace('/', '.') + "." + reference[1]
                + " behind the function. Use Fluxion.of(method).");
    }

    private static Revealed ofClass(Object function, Class<?> parameter, Class<?> result) throws Refusal {
        String name = result == double.class ? "applyAsDouble" : "apply";
        for (Class<?> walk = function.getClass(); walk != null; walk = walk.getSuperclass()) {
            for (Method method : walk.getDeclaredMethods()) {
                boolean fits = method.getName().equals(name)
                        && method.getReturnType() == result
                        && !method.isBridge()
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0] == parameter;
                if (fits) {
                    return new Revealed(method, List.of(function));
                }
            }
        }
        throw new Refusal(
                "Cannot see which method the function " + function.getClass().getName()
                        + " calls. Pass a lambda or a method reference, or use Fluxion.of(method).");
    }
}
