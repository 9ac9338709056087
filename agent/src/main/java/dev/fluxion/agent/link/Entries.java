package dev.fluxion.agent.link;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The ways in: functional objects, methods by reflection, stubs. */
final class Entries {
    /** Above, a handle of the derivative could not be called. */
    private static final int MOST_PARAMETERS = 60;

    private final Linker linker;
    private final Lookup trusted;

    Entries(Linker linker, Lookup trusted) {
        this.linker = linker;
        this.trusted = trusted;
    }

    MethodHandle function(String name, Object function) throws Throwable {
        Class<?> parameter = name.equals("derivative") ? double.class : double[].class;
        Revealed revealed = Revealed.of(function, parameter, trusted);
        Evaluator evaluator = new Evaluator(linker, Targets.of(linker, revealed.method()));
        int count = evaluator.target().types().size();
        Operator.Kind kind = switch (name) {
            case "gradient" -> Operator.Kind.GRADIENT;
            case "derivative" -> Operator.Kind.DERIVATIVE;
            case "hvp" -> Operator.Kind.GRADIENT_AND_HVP;
            default -> throw new IllegalArgumentException(name);
        };
        Operator operator = Operator.of(kind, evaluator, only(count - 1, count), true);
        if (operator.type() == null) {
            evaluator.facts().of(operator.wrt()); // which may know better why
            throw new IllegalArgumentException("The function is the method "
                    + evaluator.target().display() + ", which returns "
                    + evaluator.target().result().getSimpleName() + ": that carries no derivative.");
        }
        MethodHandle entry = MethodHandles.insertArguments(
                entry(operator), 0, revealed.captured().toArray());
        return entry.asType(entry.type().changeReturnType(double.class).changeParameterType(0, parameter));
    }

    MethodHandle method(String name, Method method, int output) throws Throwable {
        MethodCalls calls = new MethodCalls(linker, method, output);
        return switch (name) {
            case "gradient" -> bind(calls, "gradient", MethodType.methodType(Object[].class, Object[].class));
            case "jvp" -> bind(calls, "jvp", MethodType.methodType(Object[].class, Object[].class, Object[].class));
            case "vjp" -> bind(calls, "vjp", MethodType.methodType(Object[].class, Object[].class, Object.class));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The method that a direct method handle calls. */
    Method reveal(MethodHandle handle) {
        MethodHandleInfo info;
        try {
            info = trusted.revealDirect(handle);
        } catch (IllegalArgumentException notDirect) {
            throw new IllegalArgumentException(
                    "The method handle " + handle + " is bound or combined from others: pass one as Lookup.findStatic,"
                            + " findVirtual or unreflect returns it, or pass a lambda to Fluxion.gradient or"
                            + " Fluxion.derivative.",
                    notDirect);
        }
        boolean isMethod = info.getReferenceKind() == MethodHandleInfo.REF_invokeStatic
                || info.getReferenceKind() == MethodHandleInfo.REF_invokeVirtual
                || info.getReferenceKind() == MethodHandleInfo.REF_invokeInterface
                || info.getReferenceKind() == MethodHandleInfo.REF_invokeSpecial && isExact(info.getModifiers());
        if (!isMethod) {
            throw new IllegalArgumentException("The method handle " + info
                    + " is not one of a static method or of an instance method that the receiver chooses.");
        }
        return info.reflectAs(Method.class, trusted);
    }

    private static boolean isExact(int modifiers) {
        return Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers);
    }

    MethodHandle stub(Lookup lookup, String stubName, MethodType stubType) throws Throwable {
        return entry(Stub.find(linker, lookup.lookupClass(), stubName, stubType));
    }

    /** A handle of the operator's type. */
    static MethodHandle entry(Operator operator) throws Throwable {
        MethodType type = operator.type();
        MethodHandle general = bind(
                        new AnyArguments(operator), "call", MethodType.methodType(Object.class, Object[].class))
                .asCollector(Object[].class, type.parameterCount())
                .asType(type);
        RegularPlan plan = type.parameterCount() > MOST_PARAMETERS ? null : RegularPlan.of(operator);
        return plan == null ? general : DirectEntry.of(plan, general);
    }

    private static MethodHandle bind(Object receiver, String name, MethodType type)
            throws ReflectiveOperationException {
        return MethodHandles.lookup()
                .findVirtual(receiver.getClass(), name, type)
                .bindTo(receiver);
    }

    /** A flag for one parameter of several. */
    static List<Boolean> only(int index, int count) {
        List<Boolean> flags = new ArrayList<>(Collections.nCopies(count, false));
        flags.set(index, true);
        return flags;
    }
}
