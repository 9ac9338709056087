package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.companion.Generation;
import dev.fluxion.agent.link.companion.Generations;
import dev.fluxion.agent.link.companion.Grant;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.companion.Reach;
import dev.fluxion.agent.link.dispatch.Lambdas;
import dev.fluxion.agent.link.dispatch.Revealed;
import dev.fluxion.agent.link.evaluate.OperatorCalls;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Stub;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ways in: functional objects, methods by reflection, stubs. */
public final class Entries {
    /** The operators on functional objects, with the types that the bridge promises. */
    private static final Map<String, MethodType> FUNCTIONS = Map.of(
            "gradient", MethodType.methodType(double.class, double[].class, double[].class),
            "derivative", MethodType.methodType(double.class, double.class, double[].class),
            "hvp", MethodType.methodType(double.class, double[].class, double[].class, double[].class, double[].class),
            "jvp", MethodType.methodType(double[].class, double[].class, double[].class, double[][].class),
            "vjp", MethodType.methodType(double[].class, double[].class, double[].class, double[].class),
            "jacobian", MethodType.methodType(double[][].class, double[].class),
            "valueAndJacobian", MethodType.methodType(double[].class, double[].class, double[][].class),
            "hessian", MethodType.methodType(double[][].class, double[].class),
            "valueGradientAndHessian",
                    MethodType.methodType(double.class, double[].class, double[].class, double[][].class));

    private static final Set<String> SCALAR_FUNCTIONS =
            Set.of("gradient", "derivative", "hvp", "hessian", "valueGradientAndHessian");

    private final Generations generations;
    private final Lookup trusted;
    private final Lambdas lambdas;
    private final MadeEntries made = new MadeEntries();

    public Entries(Generations generations, Lookup trusted, Lambdas lambdas) {
        this.generations = generations;
        this.trusted = trusted;
        this.lambdas = lambdas;
    }

    /**
     * The entry of an operator for a lambda or an object that is a function.
     *
     * @param asked an operator, and after a colon the mode, if the caller chose one
     */
    public MethodHandle function(String asked, Object function) throws Throwable {
        int colon = asked.indexOf(':');
        String name = colon < 0 ? asked : asked.substring(0, colon);
        MethodType type = FUNCTIONS.get(name);
        Class<?> argument = type.parameterType(0);
        Class<?> result = SCALAR_FUNCTIONS.contains(name) ? double.class : double[].class;
        Revealed revealed = Revealed.of(function, argument, result, lambdas);
        Method method = revealed.method(); // the entry outlives what is captured
        MethodHandle entry = made.get("function " + asked, method, -1, new MadeEntries.Maker() {
            @Override
            public MethodHandle make() throws Throwable {
                Operator.Mode mode =
                        colon < 0 ? Operator.Mode.AUTOMATIC : Operator.Mode.valueOf(asked.substring(colon + 1));
                return GuardedEntry.of(generations, linker -> operator(linker, name, mode, method));
            }
        });
        return MethodHandles.insertArguments(entry, 0, revealed.captured().toArray())
                .asType(type);
    }

    /** What is captured comes first. */
    private static Operator operator(Linker linker, String name, Operator.Mode mode, Method method) throws Throwable {
        TargetFacts facts = new TargetFacts(linker, Targets.of(linker, method));
        int count = facts.target().types().size();
        Operator.Kind kind = switch (name) {
            case "gradient" -> Operator.Kind.GRADIENT;
            case "derivative" -> Operator.Kind.DERIVATIVE;
            case "hvp" -> Operator.Kind.GRADIENT_AND_HVP;
            case "jvp" -> Operator.Kind.VALUE_AND_JVP;
            case "vjp" -> Operator.Kind.VJP;
            case "jacobian", "valueAndJacobian" -> Operator.Kind.JACOBIAN;
            case "hessian" -> Operator.Kind.HESSIAN;
            case "valueGradientAndHessian" -> Operator.Kind.GRADIENT_AND_HESSIAN;
            default -> throw new IllegalArgumentException(name);
        };
        boolean inPlace = !name.equals("jacobian") && !name.equals("hessian");
        Operator operator = Operator.of(kind, facts, Operator.only(count - 1, count), inPlace)
                .in(mode);
        if (operator.type() == null) {
            facts.of(operator.wrt()); // which may know better why
            throw new IllegalArgumentException("The function is the method "
                    + facts.target().display() + ", which returns "
                    + facts.target().result().getSimpleName() + ": that carries no derivative.");
        }
        return operator;
    }

    /**
     * The entry of an operator for a method.
     *
     * @param asked an operator, and after colons the numbers of the arguments to differentiate with respect to, if the caller chose
     */
    public MethodHandle method(String asked, Method method, int output) throws Throwable {
        Reach.require(method);
        return known(asked, method, output);
    }

    /**
     * The entry of an operator for the method that a direct handle stands for.
     *
     * @param handle who has it may call the method, on receivers that it takes
     */
    public MethodHandle method(String asked, MethodHandle handle, int output) throws Throwable {
        Method method = reveal(handle);
        Class<?> declaring = method.getDeclaringClass();
        Class<?> receiver = Modifier.isStatic(method.getModifiers())
                ? declaring
                : handle.type().parameterType(0);
        return receiver == declaring ? known(asked, method, output) : calls(asked, method, receiver, output);
    }

    private MethodHandle known(String asked, Method method, int output) throws Throwable {
        return made.get(asked, method, output, new MadeEntries.Maker() {
            @Override
            public MethodHandle make() throws Throwable {
                return calls(asked, method, method.getDeclaringClass(), output);
            }
        });
    }

    private MethodHandle calls(String asked, Method method, Class<?> receiver, int output) throws Throwable {
        String[] parts = asked.split(":", -1);
        List<Integer> wrt = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            wrt.add(Integer.valueOf(parts[i]));
        }
        CurrentMethodCalls calls = new CurrentMethodCalls(generations, method, receiver, output, wrt);
        return switch (parts[0]) {
            case "gradient" ->
                OperatorEntry.bind(calls, "gradient", MethodType.methodType(Object[].class, Object[].class));
            case "jvp" ->
                OperatorEntry.bind(calls, "jvp", MethodType.methodType(Object[].class, Object[].class, Object[].class));
            case "vjp" ->
                OperatorEntry.bind(calls, "vjp", MethodType.methodType(Object[].class, Object[].class, Object.class));
            default -> throw new IllegalArgumentException(asked);
        };
    }

    public MethodHandle grant(Method method) throws IllegalAccessException {
        return Grant.of(method, trusted);
    }

    /** The method that a direct method handle calls. */
    public Method reveal(MethodHandle handle) {
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

    public MethodHandle stub(Lookup lookup, String stubName, MethodType stubType) throws Throwable {
        if (!lookup.hasFullPrivilegeAccess()) {
            throw new IllegalAccessException(lookup + " may not use all that its class may");
        }
        return stub(lookup.lookupClass(), stubName, stubType);
    }

    private MethodHandle stub(Class<?> owner, String name, MethodType type) throws Throwable {
        Generation generation = generations.current();
        Guard.Source source = () -> stub(owner, name, type);
        try {
            Linker linker = generation.linker();
            linker.watch(owner);
            return Stub.find(linker, owner, name, type).isOverridable()
                    ? Overridable.entry(generations, owner, name, type)
                    : GuardedEntry.of(generations, now -> Stub.find(now, owner, name, type), source)
                            .asType(type); // whose receiver may be of a subclass
        } catch (Refusal | IllegalArgumentException failure) {
            if (!generations.mayFollow()) {
                throw failure;
            }
            // The call site stays for good, but what is wrong may be mended.
            OperatorCalls failing = all -> {
                throw failure;
            };
            return OperatorEntry.general(failing, new Guard(generations, generation, source, null), type);
        }
    }
}
