package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import dev.fluxion.agent.ir.Activity;
import dev.fluxion.agent.ir.Variant;
import dev.fluxion.runtime.Refusal;
import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Evaluates the derivatives of one method on arguments given as objects: shadows, seeds, tape and results. */
final class Evaluator {
    /**
     * What is differentiated.
     *
     * @param plain the method, or the function that returns its output argument
     * @param types of the parameters, receiver first
     * @param result type of the result, void if none
     */
    record Target(ClassLoader loader, Variant plain, List<Class<?>> types, List<String> names, Class<?> result) {
        String display() {
            return plain.method().display();
        }
    }

    /**
     * The outcome of a reverse evaluation.
     *
     * @param scalars the cotangent of each scalar parameter differentiated, null for the others
     */
    record Reverse(Object value, Number[] scalars) {}

    private record Linked(Activity activity, MethodHandle handle, MethodHandle spread, List<Class<?>> results) {}

    private record Question(Variant.Kind kind, Activity activity) {}

    private final Linker linker;
    private final Target target;
    private final Map<Question, Linked> linked = new ConcurrentHashMap<>();
    private final Map<List<Boolean>, CallFacts> answers = new ConcurrentHashMap<>();
    private final Map<Variant, MethodHandle> products = new ConcurrentHashMap<>();

    Evaluator(Linker linker, Target target) {
        this.linker = linker;
        this.target = target;
    }

    Target target() {
        return target;
    }

    private CallFacts facts(List<Boolean> wrt) throws Refusal {
        CallFacts known = answers.get(wrt);
        if (known == null) {
            known = ask(wrt);
            answers.put(wrt, known);
        }
        return known;
    }

    private CallFacts ask(List<Boolean> wrt) throws Refusal {
        boolean returnsArray = target.result().isArray();
        List<Boolean> results = target.result() == void.class ? List.of() : List.of(returnsArray);
        return facts(target.plain(), new Activity(wrt, results));
    }

    private CallFacts facts(Variant variant, Activity asked) throws Refusal {
        CallFacts facts = linker.functions(target.loader()).facts(variant, asked);
        if (facts.refusal() != null) {
            throw new Refusal("Cannot differentiate " + facts.refusal().cause() + " "
                    + facts.refusal().remedy());
        }
        if (facts.encodedResults().contains(true)) {
            throw new Refusal("Cannot differentiate " + target.display()
                    + ", which returns a number that carries a derivative in another form (bits, a box)."
                    + " Return the number itself.");
        }
        return facts;
    }

    // An argument stays constant if the method writes no array of it, and none that it writes is the same array.
    private List<Boolean> constants(CallFacts facts, Object[] arguments) {
        List<Boolean> constants = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            boolean constant = target.types().get(i).isArray() && !facts.writesElsewhere() && !isWritten(facts, i);
            for (int j = 0; constant && j < arguments.length; j++) {
                constant = !isWritten(facts, j) || !Shapes.overlap(arguments[i], arguments[j]);
            }
            constants.add(constant);
        }
        return constants;
    }

    private static boolean isWritten(CallFacts facts, int parameter) {
        return facts.parameterClasses().get(parameter).stream().anyMatch(facts.written()::contains);
    }

    /** Value and cotangents; {@code buffers} receive the derivatives of arrays and may hold null. */
    Reverse reverse(List<Boolean> wrt, Object[] arguments, Object[] buffers, Object cotangent) throws Throwable {
        Linked joint = linked(Variant.Kind.JOINT, wrt, arguments);
        ShadowBinding binding = new ShadowBinding();
        Tape tape = Tape.acquire();
        try {
            List<Object> passed = new ArrayList<>();
            passed.add(tape);
            passed.addAll(Arrays.asList(arguments));
            // Wanted buffers first: an array that occurs twice then lives in a buffer that someone reads.
            Object[] shadows = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                if (joint.activity().parameter(i) && arguments[i] != null && buffers[i] != null) {
                    shadows[i] = binding.zero(arguments[i], buffers[i]);
                }
            }
            for (int i = 0; i < arguments.length; i++) {
                if (joint.activity().parameter(i) && isReference(i)) {
                    passed.add(shadows[i] != null ? shadows[i] : binding.zero(arguments[i], null));
                }
            }
            if (joint.activity().results().contains(true)) {
                passed.add(cotangent);
            }
            List<Object> results = results(joint, tape, passed);
            int next = target.result() == void.class ? 0 : 1;
            Number[] scalars = new Number[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                if (joint.activity().parameter(i) && !isReference(i)) {
                    scalars[i] = (Number) results.get(next++);
                }
            }
            binding.finish();
            return new Reverse(target.result() == void.class ? null : results.get(0), scalars);
        } finally {
            tape.release();
        }
    }

    /** {value, tangent of the result}; a null tangent of a differentiated array is zero. */
    Object[] forward(List<Boolean> wrt, Object[] arguments, Object[] tangents) throws Throwable {
        Linked jvp = linked(Variant.Kind.JVP, wrt, arguments);
        ShadowBinding binding = new ShadowBinding();
        Tape tape = Tape.acquire();
        try {
            List<Object> passed = new ArrayList<>();
            passed.add(tape);
            passed.addAll(Arrays.asList(arguments));
            Object[] shadows = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                if (jvp.activity().parameter(i) && tangents[i] != null) {
                    shadows[i] = isReference(i) ? binding.tangent(arguments[i], tangents[i]) : tangents[i];
                }
            }
            for (int i = 0; i < arguments.length; i++) {
                if (jvp.activity().parameter(i)) {
                    passed.add(shadows[i] != null ? shadows[i] : zeroTangent(binding, arguments[i], i));
                }
            }
            List<Object> results = results(jvp, tape, passed);
            boolean active = jvp.activity().results().contains(true);
            Object value = target.result() == void.class ? null : results.get(0);
            Object zero = target.result() == float.class ? (Object) 0f : target.result() == double.class ? 0.0 : null;
            return new Object[] {value, active ? results.get(1) : zero};
        } finally {
            tape.release();
        }
    }

    private Object zeroTangent(ShadowBinding binding, Object argument, int index) {
        if (isReference(index)) {
            return binding.zero(argument, null);
        }
        return target.types().get(index) == float.class ? (Object) 0f : (Object) 0.0;
    }

    /** Value; gradient with respect to one array, and the Hessian's product with a direction, into buffers. */
    Object hvp(int wrt, Object[] arguments, Object direction, Object gradient, Object product) throws Throwable {
        List<Boolean> active = new ArrayList<>(Collections.nCopies(arguments.length, false));
        active.set(wrt, true);
        CallFacts facts = facts(active, arguments);
        Activity first = facts.activity().withConstants(constants(facts, arguments));
        Variant joint = target.plain().then(Variant.Kind.JOINT, first);
        List<Object> passed = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>();
        List<Boolean> asked = new ArrayList<>();
        ShadowBinding shadows = new ShadowBinding();
        ShadowBinding tangents = new ShadowBinding();
        ShadowBinding productShadows = new ShadowBinding();
        List<Object> duals = new ArrayList<>();
        Tape tape = Tape.acquire();
        try {
            pass(passed, types, asked, duals, tape, Tape.class, false, null);
            Object ownShadow = shadows.zero(arguments[wrt], gradient);
            Object ownTangent = tangents.tangent(arguments[wrt], direction);
            Object ownProduct = productShadows.zero(ownShadow, product);
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = target.types().get(i);
                boolean shadowed = first.parameter(i) && isReference(i);
                Object dual = i == wrt ? ownTangent : shadowed ? tangents.zero(arguments[i], null) : null;
                pass(passed, types, asked, duals, arguments[i], type, shadowed, dual);
            }
            for (int i = 0; i < arguments.length; i++) {
                if (first.parameter(i) && isReference(i)) {
                    Object shadow = i == wrt ? ownShadow : shadows.zero(arguments[i], null);
                    Object dual = i == wrt ? ownProduct : productShadows.zero(shadow, null);
                    pass(passed, types, asked, duals, shadow, target.types().get(i), true, dual);
                }
            }
            List<Class<?>> resultTypes = new ArrayList<>(List.of(target.result()));
            if (first.result(0)) {
                pass(
                        passed,
                        types,
                        asked,
                        duals,
                        target.result() == float.class ? (Object) 1f : (Object) 1.0,
                        target.result(),
                        false,
                        null);
            }
            Activity second = facts(joint, new Activity(asked, Collections.nCopies(resultTypes.size(), false)))
                    .activity();
            int primalCount = types.size();
            for (int i = 0; i < primalCount; i++) {
                if (second.parameter(i)) {
                    Object dual = duals.get(i);
                    passed.add(
                            dual != null
                                    ? dual
                                    : types.get(i).isPrimitive() ? (Object) 0.0 : ShadowBinding.zeros(passed.get(i)));
                    types.add(types.get(i));
                }
            }
            MethodType type = MethodType.methodType(target.result(), types);
            Object value =
                    (Object) product(joint.then(Variant.Kind.JVP, second), type).invokeExact(passed.toArray());
            shadows.finish();
            productShadows.finish();
            return value;
        } finally {
            tape.release();
        }
    }

    private MethodHandle product(Variant variant, MethodType type) throws Throwable {
        MethodHandle known = products.get(variant);
        if (known == null) {
            known = spread(linker.link(target.loader(), variant, type));
            products.put(variant, known);
        }
        return known;
    }

    private static MethodHandle spread(MethodHandle handle) {
        int count = handle.type().parameterCount();
        return handle.asType(handle.type().generic()).asSpreader(Object[].class, count);
    }

    private static void pass(
            List<Object> passed,
            List<Class<?>> types,
            List<Boolean> asked,
            List<Object> duals,
            Object argument,
            Class<?> type,
            boolean active,
            Object dual) {
        passed.add(argument);
        types.add(type);
        asked.add(active);
        duals.add(dual);
    }

    /** The in-place gradient of a method with one active array of rank one and nothing else active; null if it is not that simple. */
    MethodHandle directJoint(List<Boolean> wrt) throws Throwable {
        CallFacts facts = facts(wrt);
        Activity activity = facts.activity();
        int index = wrt.indexOf(true);
        boolean simple = activity.parameters().stream().filter(flag -> flag).count() == 1
                && activity.results().contains(true)
                && activity.parameter(index)
                && target.types().get(index) == double[].class
                && target.types().stream().filter(Evaluator::mayBeDoubles).count() == 1;
        if (!simple) {
            return null;
        }
        // No other argument can be the same array, whatever it is.
        List<Boolean> constants = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            constants.add(i == index && !facts.writesElsewhere() && !isWritten(facts, i));
        }
        return link(Variant.Kind.JOINT, activity.withConstants(constants)).handle();
    }

    private static boolean mayBeDoubles(Class<?> type) {
        Class<?> leaf = type;
        while (leaf.isArray()) {
            leaf = leaf.getComponentType();
        }
        return type.isArray() && leaf == double.class || leaf.isAssignableFrom(double[].class);
    }

    private boolean isReference(int parameter) {
        return !target.types().get(parameter).isPrimitive();
    }

    /** The facts for these very arguments: one that is the same array as an active one is active. */
    private CallFacts facts(List<Boolean> wrt, Object[] arguments) throws Refusal {
        List<Boolean> asked = wrt;
        while (true) {
            CallFacts facts = facts(asked);
            List<Boolean> active = facts.activity().parameters();
            List<Boolean> more = withAliases(active, arguments);
            if (more.equals(active)) {
                return facts;
            }
            asked = more;
        }
    }

    private List<Boolean> withAliases(List<Boolean> active, Object[] arguments) {
        List<Boolean> result = new ArrayList<>(active);
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = target.types().get(i);
            boolean candidate = !active.get(i) && type.isArray() && Shapes.isDifferentiable(type);
            for (int j = 0; candidate && j < arguments.length; j++) {
                if (active.get(j) && Shapes.overlap(arguments[j], arguments[i])) {
                    result.set(i, true);
                }
            }
        }
        return result;
    }

    private Linked linked(Variant.Kind kind, List<Boolean> wrt, Object[] arguments) throws Throwable {
        CallFacts facts = facts(wrt, arguments);
        List<Boolean> constants = kind == Variant.Kind.JVP ? facts.activity().constants() : constants(facts, arguments);
        Question question = new Question(kind, facts.activity().withConstants(constants));
        Linked known = linked.get(question);
        if (known == null) {
            known = link(kind, question.activity());
            linked.put(question, known);
        }
        return known;
    }

    private Linked link(Variant.Kind kind, Activity activity) throws Throwable {
        List<Class<?>> types = new ArrayList<>(List.of(Tape.class));
        types.addAll(target.types());
        List<Class<?>> results = new ArrayList<>();
        if (target.result() != void.class) {
            results.add(target.result());
        }
        for (int i = 0; i < target.types().size(); i++) {
            Class<?> type = target.types().get(i);
            if (activity.parameter(i)) {
                if (kind == Variant.Kind.JVP || !type.isPrimitive()) {
                    types.add(type);
                } else {
                    results.add(type);
                }
            }
        }
        if (activity.results().contains(true)) {
            (kind == Variant.Kind.JVP ? results : types).add(target.result());
        }
        Class<?> first = results.isEmpty() ? void.class : results.get(0);
        MethodHandle handle =
                linker.link(target.loader(), target.plain().then(kind, activity), MethodType.methodType(first, types));
        return new Linked(activity, handle, spread(handle), results);
    }

    private static List<Object> results(Linked linked, Tape tape, List<Object> passed) throws Throwable {
        List<Object> results = new ArrayList<>();
        Object first = (Object) linked.spread().invokeExact(passed.toArray());
        int doubles = 0;
        int longs = 0;
        int objects = 0;
        for (int i = 0; i < linked.results().size(); i++) {
            Class<?> type = linked.results().get(i);
            if (i == 0) {
                results.add(first);
            } else if (type == double.class) {
                results.add(tape.doubleResults[doubles++]);
            } else if (type == float.class) {
                results.add((float) tape.doubleResults[doubles++]);
            } else if (type.isPrimitive()) {
                results.add(tape.longResults[longs++]);
            } else {
                results.add(tape.objectResults[objects++]);
            }
        }
        return results;
    }
}
