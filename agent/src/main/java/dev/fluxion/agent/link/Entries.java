package dev.fluxion.agent.link;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The ways in: functional objects, methods by reflection, stubs. */
final class Entries {
    private final Linker linker;
    private final Lookup trusted;

    Entries(Linker linker, Lookup trusted) {
        this.linker = linker;
        this.trusted = trusted;
    }

    MethodHandle function(String operator, Object function) throws Throwable {
        Class<?> parameter = operator.equals("derivative") ? double.class : double[].class;
        Revealed revealed = Revealed.of(function, parameter, trusted);
        Evaluator evaluator = new Evaluator(linker, Targets.of(linker, revealed.method()));
        FunctionCalls calls = new FunctionCalls(evaluator, revealed.captured());
        return switch (operator) {
            case "gradient" -> {
                MethodHandle direct = evaluator.directJoint(calls.wrt());
                yield direct != null
                        ? MethodHandles.insertArguments(
                                DirectGradient.of(direct, calls.wrt().indexOf(true)),
                                0,
                                revealed.captured().toArray())
                        : bind(calls, "gradient", MethodType.methodType(double.class, double[].class, double[].class));
            }
            case "derivative" ->
                bind(calls, "derivative", MethodType.methodType(double.class, double.class, double[].class));
            case "hvp" ->
                bind(
                        calls,
                        "hvp",
                        MethodType.methodType(
                                double.class, double[].class, double[].class, double[].class, double[].class));
            default -> throw new IllegalArgumentException(operator);
        };
    }

    MethodHandle method(String operator, Method method) throws Throwable {
        MethodCalls calls = new MethodCalls(linker, method);
        return switch (operator) {
            case "gradient" -> bind(calls, "gradient", MethodType.methodType(Object[].class, Object[].class));
            case "jvp" -> bind(calls, "jvp", MethodType.methodType(Object[].class, Object[].class, Object[].class));
            case "vjp" -> bind(calls, "vjp", MethodType.methodType(Object[].class, Object[].class, Object.class));
            default -> throw new IllegalArgumentException(operator);
        };
    }

    MethodHandle stub(Lookup lookup, String stubName, MethodType stubType) throws Throwable {
        Stub stub = Stub.find(linker, lookup.lookupClass(), stubName, stubType);
        if (stub.kind() == Stub.Kind.GRADIENT
                && stub.arrays().size() == 1
                && stub.scalars().isEmpty()
                && stub.inPlace()) {
            MethodHandle direct = stub.evaluator().directJoint(stub.wrt());
            if (direct != null) {
                return DirectGradient.of(direct, stub.arrays().get(0)).asType(stubType);
            }
        }
        MethodHandle call = MethodHandles.lookup()
                .findVirtual(StubCalls.class, "call", MethodType.methodType(Object.class, Object[].class))
                .bindTo(new StubCalls(stub));
        return call.asCollector(Object[].class, stubType.parameterCount()).asType(stubType);
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
