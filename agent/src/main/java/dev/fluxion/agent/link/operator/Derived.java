package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.ResultChannel;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.link.array.TangentRows;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.runtime.Refusal;
import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A derivative of a target: what it takes and gives.
 *
 * @param activity of the target's parameters and result
 * @param parameters those after the tape
 * @param results those after the first are left in the tape
 */
public record Derived(
        Target target, Variant variant, Activity activity, List<Parameter> parameters, List<Result> results) {
    /** What a parameter of a derivative means. */
    public enum Role {
        ARGUMENT,
        /** Of a chunk, rows of tangents. */
        TANGENT,
        /** How many tangents are in a row. */
        LANES,
        SHADOW,
        SHADOW_TANGENT,
        COTANGENT,
        COTANGENT_TANGENT
    }

    /**
     * A parameter of a derivative.
     *
     * @param index of the target's parameter that it belongs to; -1 for cotangents
     */
    public record Parameter(Role role, int index, Class<?> type) {}

    /** What a result of a derivative means. */
    public enum Outcome {
        VALUE,
        VALUE_TANGENT,
        VALUE_SHADOW,
        SCALAR_COTANGENT,
        SCALAR_COTANGENT_TANGENT
    }

    /**
     * A result of a derivative.
     *
     * @param index of the target's parameter that it belongs to; -1 for values
     */
    public record Result(Outcome outcome, int index, Class<?> type) {}

    /** Forward mode: arguments, tangents of the active ones. The results are the value and its tangent, if it has one. */
    public static Derived jvp(Target target, Activity activity) {
        return forward(target, Variant.Kind.JVP, activity, type -> type, List.of());
    }

    /**
     * Forward mode along many directions: arguments, rows of tangents of the active ones, the number of lanes. The results are the
     * value and the rows of its tangents, if it has any.
     */
    public static Derived chunk(Target target, Activity activity) {
        Parameter lanes = new Parameter(Role.LANES, -1, int.class);
        return forward(target, Variant.Kind.CHUNK, activity, TangentRows::type, List.of(lanes));
    }

    /** The same derivative, in code for so many lanes and no other number of them, which is passed all the same. */
    public Derived forLanes(int count) {
        return new Derived(target, variant.instead(Variant.Kind.CHUNK, count), activity, parameters, results);
    }

    /** Whether it is one along many directions, whose last parameter says how many. */
    public boolean isChunk() {
        return variant.transforms().get(variant.transforms().size() - 1).kind() == Variant.Kind.CHUNK;
    }

    private static Derived forward(
            Target target,
            Variant.Kind kind,
            Activity activity,
            UnaryOperator<Class<?>> tangentType,
            List<Parameter> last) {
        List<Parameter> parameters = arguments(target);
        for (int i = 0; i < target.types().size(); i++) {
            if (activity.parameter(i)) {
                parameters.add(new Parameter(
                        Role.TANGENT, i, tangentType.apply(target.types().get(i))));
            }
        }
        parameters.addAll(last);
        List<Result> results = value(target);
        if (activity.results().contains(true)) {
            results.add(new Result(Outcome.VALUE_TANGENT, -1, tangentType.apply(target.result())));
        }
        return new Derived(target, target.plain().then(kind, activity), activity, parameters, results);
    }

    /**
     * Forward mode along each active argument, all of them numbers. The results are the value and its partial derivatives, which are
     * tangents of the value and so of its type, whatever that of the argument is.
     */
    public static Derived partials(Target target, Activity activity) {
        List<Result> results = value(target);
        scalarCotangents(target, activity)
                .forEach(result -> results.add(new Result(result.outcome(), result.index(), target.result())));
        return new Derived(
                target, target.plain().then(Variant.Kind.PARTIALS, activity), activity, arguments(target), results);
    }

    /**
     * Reverse mode: arguments, shadows of the active references, the result's cotangent if it is active. The results are the
     * value and the cotangents of the active scalars.
     */
    public static Derived joint(Target target, Activity activity) {
        return new Derived(
                target,
                target.plain().then(Variant.Kind.JOINT, activity),
                activity,
                jointParameters(target, activity),
                jointResults(target, activity));
    }

    /**
     * The forward sweep of reverse mode, for several reverse sweeps: arguments, shadows of the active references. The results are the
     * value, an array, and its shadow.
     */
    public static Derived sharedForward(Target target, Activity activity) {
        List<Parameter> parameters = arguments(target);
        parameters.addAll(shadows(target, activity));
        List<Result> results = value(target);
        results.add(new Result(Outcome.VALUE_SHADOW, -1, target.result()));
        return new Derived(
                target, target.plain().then(Variant.Kind.FORWARD_SHARED, activity), activity, parameters, results);
    }

    /**
     * A reverse sweep: the references among the arguments, shadows of the active ones. The results are the cotangents of the active
     * scalars.
     */
    public static Derived reverse(Target target, Activity activity) {
        List<Parameter> parameters = new ArrayList<>(arguments(target));
        parameters.removeIf(parameter -> !target.isReference(parameter.index()));
        parameters.addAll(shadows(target, activity));
        return new Derived(
                target,
                target.plain().then(Variant.Kind.REVERSE, activity),
                activity,
                parameters,
                scalarCotangents(target, activity));
    }

    /**
     * Forward over reverse: the parameters of {@link #joint}, then the tangents of the active ones. The results are those of
     * {@code joint}, then the tangents of the active ones.
     */
    public static Derived jointJvp(TargetFacts facts, Activity activity) throws Refusal {
        Target target = facts.target();
        Variant joint = target.plain().then(Variant.Kind.JOINT, activity);
        List<Parameter> parameters = jointParameters(target, activity);
        List<Result> results = jointResults(target, activity);
        List<Boolean> asked = new ArrayList<>(List.of(false)); // the tape
        for (Parameter parameter : parameters) {
            asked.add(parameter.index() >= 0 && activity.parameter(parameter.index()));
        }
        Activity second = facts.of(joint, new Activity(asked, Collections.nCopies(results.size(), false)))
                .activity();
        for (int i = 0; i < asked.size() - 1; i++) {
            if (second.parameter(i + 1)) {
                parameters.add(tangentOf(parameters.get(i)));
            }
        }
        for (int i = 0; i < second.results().size(); i++) {
            if (second.result(i)) {
                results.add(tangentOf(results.get(i)));
            }
        }
        return new Derived(target, joint.then(Variant.Kind.JVP, second), activity, parameters, results);
    }

    /** Where the tape has a result after the first: the index among those of its channel. */
    public int slot(Result result) {
        List<Type> further = results.subList(1, results.size()).stream()
                .map(each -> Type.ofDescriptor(each.type().descriptorString()))
                .toList();
        return ResultChannel.slots(further).get(results.indexOf(result) - 1);
    }

    private static List<Parameter> arguments(Target target) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            parameters.add(new Parameter(Role.ARGUMENT, i, target.types().get(i)));
        }
        return parameters;
    }

    private static List<Parameter> jointParameters(Target target, Activity activity) {
        List<Parameter> parameters = arguments(target);
        parameters.addAll(shadows(target, activity));
        if (activity.results().contains(true)) {
            parameters.add(new Parameter(Role.COTANGENT, -1, target.result()));
        }
        return parameters;
    }

    private static List<Parameter> shadows(Target target, Activity activity) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            if (activity.parameter(i) && target.isReference(i)) {
                parameters.add(new Parameter(Role.SHADOW, i, target.types().get(i)));
            }
        }
        return parameters;
    }

    private static List<Result> value(Target target) {
        List<Result> results = new ArrayList<>();
        if (target.result() != void.class) {
            results.add(new Result(Outcome.VALUE, -1, target.result()));
        }
        return results;
    }

    private static List<Result> jointResults(Target target, Activity activity) {
        List<Result> results = value(target);
        results.addAll(scalarCotangents(target, activity));
        return results;
    }

    private static List<Result> scalarCotangents(Target target, Activity activity) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            if (activity.parameter(i) && !target.isReference(i)) {
                results.add(
                        new Result(Outcome.SCALAR_COTANGENT, i, target.types().get(i)));
            }
        }
        return results;
    }

    private static Parameter tangentOf(Parameter parameter) {
        Role role = switch (parameter.role()) {
            case ARGUMENT -> Role.TANGENT;
            case SHADOW -> Role.SHADOW_TANGENT;
            case COTANGENT -> Role.COTANGENT_TANGENT;
            default -> throw new IllegalArgumentException(parameter.toString());
        };
        return new Parameter(role, parameter.index(), parameter.type());
    }

    private static Result tangentOf(Result result) {
        Outcome outcome = result.outcome() == Outcome.VALUE ? Outcome.VALUE_TANGENT : Outcome.SCALAR_COTANGENT_TANGENT;
        return new Result(outcome, result.index(), result.type());
    }

    /**
     * A handle that takes a tape, then what the parameters say, and returns the first result.
     *
     * @param asker what it is needed for
     */
    public MethodHandle link(Linker linker, Supplier<String> asker) throws Throwable {
        return linker.link(target.loader(), variant, type(), asker);
    }

    /**
     * A handle that takes an array for the results after the first instead of the tape, null if the derivative cannot do without
     * one.
     *
     * @param asker what it is needed for
     */
    public MethodHandle linkWithoutTape(Linker linker, Supplier<String> asker) throws Throwable {
        Variant without = linker.functions(target.loader()).withoutTape(variant);
        return without == null ? null : linker.link(target.loader(), without, type(double[].class), asker);
    }

    /** The type of a handle that takes a tape. */
    public MethodType type() {
        return type(Tape.class);
    }

    private MethodType type(Class<?> taken) {
        Class<?> first = results.isEmpty() ? void.class : results.get(0).type();
        return MethodType.methodType(
                        first, parameters.stream().map(Parameter::type).toList())
                .insertParameterTypes(0, taken);
    }
}
