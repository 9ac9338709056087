package dev.fluxion.agent.link.dispatch;

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

/** The lambdas' classes seen so far, each of which keeps what is known of it: it is read off its constant pool and its fields. */
public final class Lambdas {
    private static final List<String> CONVERSIONS =
            List.of("valueOf", "doubleValue", "floatValue", "intValue", "longValue");

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

    /**
     * What all lambdas of a class have in common.
     *
     * @param named the method that their code calls
     * @param getters of what they captured, in order, from an object to an object
     */
    record Lambda(Method named, List<MethodHandle> getters) {}

    Lambda of(Class<?> type) throws Throwable {
        AtomicReference<Lambda> place = known.get(type);
        Lambda lambda = place.get();
        if (lambda == null) {
            lambda = read(type, trusted);
            place.set(lambda);
        }
        return lambda;
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

    static Refusal unseen(Class<?> type) {
        return new Refusal("Cannot see which method the function " + type.getName()
                + " calls. Pass a lambda or a method reference, or use Fluxion.of(method).");
    }
}
