package dev.fluxion.agent.link.nested;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.link.classfile.StubMethods;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Stub;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import dev.fluxion.agent.link.program.Functions;
import dev.fluxion.agent.link.program.NestedDerivatives;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/**
 * Derivatives that a differentiated method calls, by stubs or on the objects that the API returns, where their functions can be
 * seen: they become functions that call derivatives, and are differentiated like any other. Guarded by the lock of
 * {@link Functions}.
 */
public final class Nested implements NestedDerivatives {
    /** What calls on the API's objects ask for. */
    private static final Map<String, Asked> CALLS = Map.ofEntries(
            Map.entry("derivative", new Asked(Operator.Kind.DERIVATIVE, false)),
            Map.entry("valueAndDerivative", new Asked(Operator.Kind.DERIVATIVE, true)),
            Map.entry("gradient", new Asked(Operator.Kind.GRADIENT, false)),
            Map.entry("valueAndGradient", new Asked(Operator.Kind.GRADIENT, true)),
            Map.entry("hvp", new Asked(Operator.Kind.HVP, false)),
            Map.entry("valueGradientAndHvp", new Asked(Operator.Kind.GRADIENT_AND_HVP, true)),
            Map.entry("jvp", new Asked(Operator.Kind.JVP, false)),
            Map.entry("valueAndJvp", new Asked(Operator.Kind.VALUE_AND_JVP, true)),
            Map.entry("vjp", new Asked(Operator.Kind.VJP, false)),
            Map.entry("valueAndVjp", new Asked(Operator.Kind.VJP, true)),
            Map.entry("jacobian", new Asked(Operator.Kind.JACOBIAN, false)),
            Map.entry("valueAndJacobian", new Asked(Operator.Kind.JACOBIAN, true)),
            Map.entry("hessian", new Asked(Operator.Kind.HESSIAN, false)),
            Map.entry("valueGradientAndHessian", new Asked(Operator.Kind.GRADIENT_AND_HESSIAN, true)));

    private record Asked(Operator.Kind kind, boolean inPlace) {}

    private final Linker linker;
    private final WeakReference<ClassLoader> loader;
    private final Set<String> open = new HashSet<>();
    private final Map<MethodReference, Function> bodies = new HashMap<>();
    private final Map<MethodReference, Integer> access = new HashMap<>();

    public Nested(Linker linker, ClassLoader loader) {
        this.linker = linker;
        this.loader = new WeakReference<>(loader);
    }

    @Override
    public Function body(MethodLookup.Found stub) {
        String display = stub.owner().name.replace('/', '.') + "." + stub.method().name;
        if (!open.add(display + stub.method().desc)) {
            throw new Unsupported(
                    "a call of " + display + ", the derivative of a method that calls it,",
                    "Its derivative would need its own: take the call out of the method.");
        }
        try {
            Operator operator = operator(stub);
            if (operator.isOverridable()) {
                throw new Unsupported(
                        "a call of " + display + ", whose method a subclass may override,", StubMethods.REMEDY);
            }
            return NestedBody.of(display, operator);
        } catch (IllegalArgumentException | ReflectiveOperationException mistake) {
            throw new Unsupported("a call of " + display + " (" + mistake.getMessage() + ")", "Correct the stub.");
        } finally {
            open.remove(display + stub.method().desc);
        }
    }

    private Operator operator(MethodLookup.Found stub) throws ReflectiveOperationException {
        ClassLoader visible = loader.get();
        Class<?> owner = Class.forName(stub.owner().name.replace('/', '.'), false, visible);
        MethodType declared = MethodType.fromMethodDescriptorString(stub.method().desc, visible);
        MethodType type = stub.is(Opcodes.ACC_STATIC) ? declared : declared.insertParameterTypes(0, owner);
        return Stub.find(linker, owner, stub.method().name, type);
    }

    @Override
    public MethodReference of(String asked, String use, Handle implementation) {
        Asked call = CALLS.get(use);
        Operator.Mode mode = Operator.Mode.valueOf(asked.substring(asked.indexOf(':') + 1));
        if (call == null) {
            return null;
        }
        String name = use + "$" + implementation.getName() + "$" + mode;
        String key = implementation.getOwner() + "." + name + implementation.getDesc();
        if (!open.add(key)) {
            return null;
        }
        try {
            Method method = method(implementation);
            TargetFacts facts = new TargetFacts(linker, Targets.of(linker, method));
            int count = facts.target().types().size();
            Operator operator = Operator.of(call.kind(), facts, Operator.only(count - 1, count), call.inPlace())
                    .in(mode);
            MethodType type = NestedBody.type(operator);
            if (type == null || operator.isOverridable()) {
                return null;
            }
            MethodReference derivative =
                    new MethodReference(implementation.getOwner(), name, type.toMethodDescriptorString(), false);
            if (!bodies.containsKey(derivative)) {
                String display = facts.target().display();
                access.put(derivative, method.getModifiers());
                bodies.put(derivative, NestedBody.of("the " + use + " of " + display, operator));
            }
            return derivative;
        } catch (Unsupported | IllegalArgumentException | ReflectiveOperationException notFollowed) {
            linker.trace().dropped(() -> "The " + use + " of " + implementation + " is not followed", notFollowed);
            return null; // the call stays one of the API, and is refused as that
        } finally {
            open.remove(key);
        }
    }

    private Method method(Handle handle) throws ReflectiveOperationException {
        ClassLoader visible = loader.get();
        MethodType type = MethodType.fromMethodDescriptorString(handle.getDesc(), visible);
        Class<?> owner = Class.forName(handle.getOwner().replace('/', '.'), false, visible);
        return owner.getDeclaredMethod(handle.getName(), type.parameterArray());
    }

    @Override
    public Function body(MethodReference derivative) {
        return bodies.get(derivative);
    }

    @Override
    public Integer access(MethodReference derivative) {
        return access.get(derivative);
    }

    @Override
    public Function linked(Function function) {
        if (bodies.isEmpty()) {
            return function;
        }
        boolean hasAny = function.blocks().stream()
                .flatMap(block -> block.ops().stream())
                .anyMatch(this::isByName);
        if (!hasAny) {
            return function;
        }
        Function linked = Copy.of(function);
        for (Block block : linked.blocks()) {
            block.ops()
                    .replaceAll(op ->
                            isByName(op) ? withTape(op, linked.parameters().get(0)) : op);
        }
        return linked;
    }

    private boolean isByName(Op op) {
        return op.operator() instanceof Invoke invoke && bodies.containsKey(invoke.method());
    }

    private static Op withTape(Op op, Value tape) {
        Invoke invoke = (Invoke) op.operator();
        Activity none = Activity.none(op.operands().size(), op.results().size());
        List<Value> operands = new ArrayList<>(List.of(tape));
        operands.addAll(op.operands());
        Variant variant = new Variant(invoke.kind(), invoke.method(), List.of()).then(Variant.Kind.WITH_TAPE, none);
        return new Op(new InvokeVariant(variant, false), operands, op.results(), op.position());
    }
}
