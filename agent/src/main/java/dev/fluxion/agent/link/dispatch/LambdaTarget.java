package dev.fluxion.agent.link.dispatch;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an open call runs on a lambda or a method reference: the method behind it, which takes what was captured in the place of the
 * receiver.
 */
final class LambdaTarget {
    private static final String REMEDY =
            "Declare the function's parameters and result by the types of the interface's method.";

    /** The calls that the one of the lambda becomes. */
    interface Calls {
        /** A site whose receiver may be another object than the lambda: that which a method reference is bound to. */
        CallSite site(Variant variant, MethodType type);

        /**
         * A handle of a method's variant, of the given type.
         *
         * @param transforms of which parameters and results they speak is settled
         * @throws Unsupported if the method cannot keep to that
         */
        MethodHandle exact(
                Linker linker,
                ClassLoader view,
                Invoke.Kind kind,
                Method run,
                List<Variant.Transform> transforms,
                MethodType type,
                Supplier<String> asker)
                throws Throwable;
    }

    private final Calls calls;
    private final Linker linker;
    private final ClassLoader view;
    private final Variant variant;
    private final MethodType type;
    private final Supplier<String> asker;

    LambdaTarget(
            Calls calls, Linker linker, ClassLoader view, Variant variant, MethodType type, Supplier<String> asker) {
        this.calls = calls;
        this.linker = linker;
        this.view = view;
        this.variant = variant;
        this.type = type;
        this.asker = asker;
    }

    /**
     * A handle of the call's type.
     *
     * @throws Unsupported if the method has no such variant
     */
    MethodHandle link(Class<?> receiver, Lambdas lambdas) throws Throwable {
        Lambdas.Lambda lambda = seen(receiver, lambdas);
        Method named = lambda.named();
        List<MethodHandle> getters = lambda.getters();
        List<Class<?>> parameters = parameters(named);
        requireAlike(named, parameters.subList(Math.min(getters.size(), parameters.size()), parameters.size()));

        List<Variant.Transform> transforms = variant.transforms();
        List<Boolean> references = new ArrayList<>();
        for (int i = 0; i < getters.size(); i++) {
            references.add(!parameters.get(i).isPrimitive());
        }
        boolean takesReferencesOnly = Transforms.takesReferencesOnly(transforms);
        int place = Transforms.receiver(transforms);
        MethodType inner = type.dropParameterTypes(place, place + 1);
        List<MethodHandle> taken = new ArrayList<>();
        for (int i = getters.size() - 1; i >= 0; i--) {
            if (references.get(i) || !takesReferencesOnly) {
                Class<?> captured = parameters.get(i);
                inner = inner.insertParameterTypes(place, captured);
                taken.add(0, getters.get(i).asType(MethodType.methodType(captured, type.parameterType(place))));
            }
        }
        MethodHandle behind = behind(named, Transforms.withoutReceiver(transforms, references), inner);
        return fromReceiver(behind, place, taken);
    }

    private Lambdas.Lambda seen(Class<?> receiver, Lambdas lambdas) throws Throwable {
        try {
            return lambdas.of(receiver);
        } catch (Refusal unseen) {
            throw new Unsupported(
                    "a call of " + variant.method().display() + " on " + receiver.getName()
                            + ", whose constant pool does not tell which method it calls,",
                    "Write the function as a lambda expression, or as a class.");
        }
    }

    private static List<Class<?>> parameters(Method named) {
        List<Class<?>> parameters = new ArrayList<>();
        if (!Methods.isStatic(named)) {
            parameters.add(named.getDeclaringClass());
        }
        parameters.addAll(List.of(named.getParameterTypes()));
        return parameters;
    }

    /**
     * A number and its tangent pass as they are, and a reference as what it is: lambdas may convert more than that. Whole numbers
     * carry nothing, and a call that carries nothing may convert all.
     */
    private void requireAlike(Method named, List<Class<?>> passed) {
        MethodType called =
                MethodType.fromMethodDescriptorString(variant.method().descriptor(), view);
        boolean isAlike = passed.size() == called.parameterCount()
                && (!variant.isDerived() || isAlike(called.returnType(), named.getReturnType()));
        for (int i = 0; isAlike && variant.isDerived() && i < passed.size(); i++) {
            Class<?> type = called.parameterType(i);
            isAlike = isAlike(type, passed.get(i))
                    || isWhole(type) && passed.get(i).isPrimitive();
        }
        if (!isAlike) {
            throw new Unsupported(
                    "a call of " + variant.method().display() + " on a function that converts what it passes to "
                            + named.getDeclaringClass().getName() + "." + named.getName() + ", or what that returns,",
                    REMEDY);
        }
    }

    private static boolean isAlike(Class<?> first, Class<?> second) {
        return first.isPrimitive() || second.isPrimitive() ? first == second : true;
    }

    private static boolean isWhole(Class<?> type) {
        return type.isPrimitive() && type != double.class && type != float.class && type != boolean.class;
    }

    private MethodHandle behind(Method named, List<Variant.Transform> transforms, MethodType inner) throws Throwable {
        boolean isStatic = Methods.isStatic(named);
        boolean isChosen = !isStatic && !Modifier.isPrivate(named.getModifiers());
        if (isChosen) {
            Invoke.Kind kind = named.getDeclaringClass().isInterface() ? Invoke.Kind.INTERFACE : Invoke.Kind.VIRTUAL;
            Variant open = new Variant(kind, Methods.reference(named), transforms);
            ClassLoader loader = Methods.view(view, named.getDeclaringClass());
            if (linker.functions(loader).isOpen(open)) {
                return calls.site(open, inner).dynamicInvoker();
            }
        }
        Invoke.Kind kind = isStatic ? Invoke.Kind.STATIC : Invoke.Kind.SPECIAL;
        return calls.exact(linker, view, kind, named, transforms, inner, asker);
    }

    /** What was captured is read from the receiver. */
    private MethodHandle fromReceiver(MethodHandle behind, int place, List<MethodHandle> taken) {
        if (taken.isEmpty()) {
            return MethodHandles.dropArguments(behind, place, type.parameterType(place));
        }
        MethodHandle filtered = MethodHandles.filterArguments(behind, place, taken.toArray(MethodHandle[]::new));
        int[] order = new int[filtered.type().parameterCount()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i < place ? i : Math.max(place, i - taken.size() + 1);
        }
        return MethodHandles.permuteArguments(filtered, type, order);
    }
}
