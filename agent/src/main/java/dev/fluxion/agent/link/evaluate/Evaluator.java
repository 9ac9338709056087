package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.link.array.ShadowArrays;
import dev.fluxion.agent.link.array.ShadowBinding;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.array.TangentRows;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Parameter;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.agent.link.operator.Derived.Role;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.runtime.Refusal;
import dev.fluxion.runtime.Tape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Evaluates the derivatives of one target on any arguments, given as objects. What can be the same array is found out at every
 * call; {@code WrittenEntry} does without where nothing is.
 */
public final class Evaluator {
    /**
     * The outcome of a reverse evaluation.
     *
     * @param scalars the cotangent of each scalar parameter differentiated, null for the others
     * @param products the tangents of these, if the evaluation is of second order
     */
    record Reverse(Object value, Number[] scalars, Number[] products) {}

    /**
     * The outcome of a pass of forward mode along many directions.
     *
     * @param rows the tangents of the value: a row, or an array of rows; null if they are zero
     */
    record Chunk(Object value, Object rows) {}

    private enum Mode {
        JVP,
        CHUNK,
        PARTIALS,
        JOINT,
        JOINT_JVP,
        SHARED_FORWARD,
        REVERSE
    }

    private record Question(Mode mode, Activity activity) {}

    private final TargetFacts facts;
    private final Target target;
    private final Map<Question, Linked> linked = new ConcurrentHashMap<>();

    public Evaluator(TargetFacts facts) {
        this.facts = facts;
        this.target = facts.target();
    }

    TargetFacts facts() {
        return facts;
    }

    /** Value and cotangents; {@code buffers} receive the derivatives of arrays and may hold null. */
    Reverse reverse(List<Boolean> wrt, Object[] arguments, Object[] buffers, Object cotangent) throws Throwable {
        CallFacts known = facts.of(wrt, arguments);
        Activity activity = known.activity().withConstants(facts.constants(known, arguments));
        Object own = cotangent;
        for (Object argument : arguments) {
            // The method may write to it before the cotangent is read.
            own = Shapes.overlap(argument, own) ? Shapes.copy(own) : own;
        }
        Object[] shadows = shadows(known, buffers);
        Map<Role, Object[]> given =
                Map.of(Role.ARGUMENT, arguments, Role.SHADOW, shadows, Role.COTANGENT, new Object[] {own});
        Reverse result = reverse(new Question(Mode.JOINT, activity), given);
        copyBack(shadows, buffers);
        return result;
    }

    /**
     * The same, with the derivative of everything along {@code tangents}: what the buffers for products receive.
     *
     * @param tangents null for zero
     */
    Reverse secondOrder(List<Boolean> wrt, Object[] arguments, Object[] tangents, Object[] buffers, Object[] products)
            throws Throwable {
        CallFacts known = facts.of(wrt, arguments);
        Activity activity = known.activity().withConstants(facts.constants(known, arguments));
        Object unit = one(target.result());
        Object[] shadows = shadows(known, buffers);
        Object[] shadowTangents = shadows(known, products);
        Map<Role, Object[]> given = Map.of(
                Role.ARGUMENT, arguments,
                Role.TANGENT, tangents,
                Role.SHADOW, shadows,
                Role.SHADOW_TANGENT, shadowTangents,
                Role.COTANGENT, new Object[] {unit});
        Reverse result = reverse(new Question(Mode.JOINT_JVP, activity), given);
        copyBack(shadows, buffers);
        copyBack(shadowTangents, products);
        return result;
    }

    /**
     * Whether several reverse sweeps may follow one forward sweep. Not where the method itself takes a derivative by reverse mode:
     * the tape of that derivative has shadows that the evaluation does not know of.
     */
    boolean sharesForwardSweep(List<Boolean> wrt, Object[] arguments) throws Refusal {
        return !facts.of(wrt, arguments).runsReverse();
    }

    /** A forward sweep that several reverse sweeps may follow, to be closed after them. */
    SharedSweep sharedSweep(List<Boolean> wrt, Object[] arguments) throws Throwable {
        CallFacts known = facts.of(wrt, arguments);
        Activity activity = known.activity().withConstants(facts.constants(known, arguments));
        return SharedSweep.run(
                facts.linker().tapes(),
                linked(new Question(Mode.SHARED_FORWARD, activity)),
                linked(new Question(Mode.REVERSE, activity)),
                arguments);
    }

    /** The buffers, or arrays of their shapes if the method may read a buffer through a field while it runs. */
    private static Object[] shadows(CallFacts facts, Object[] buffers) {
        return facts.readsOutside()
                ? Arrays.stream(buffers).map(ShadowBinding::zeros).toArray()
                : buffers;
    }

    private static void copyBack(Object[] shadows, Object[] buffers) {
        for (int i = 0; i < buffers.length; i++) {
            if (shadows[i] != buffers[i]) {
                ShadowArrays.copy(shadows[i], buffers[i]);
            }
        }
    }

    static Object one(Class<?> type) {
        return type == float.class ? (Object) 1f : (Object) 1.0;
    }

    private Reverse reverse(Question question, Map<Role, Object[]> given) throws Throwable {
        Linked called = linked(question);
        Derived derived = called.derived();
        ShadowBinding tangents = new ShadowBinding();
        ShadowBinding shadows = new ShadowBinding();
        ShadowBinding products = new ShadowBinding();
        Tape tape = facts.linker().tapes().acquire();
        try {
            Object[] arguments = given.get(Role.ARGUMENT);
            Object[] passed = new Object[derived.parameters().size() + 1];
            passed[0] = tape;
            Object[] shadowOf = new Object[arguments.length];
            // Tangents first, which a buffer may share with somebody; then wanted buffers, because an array that occurs
            // twice then lives in a buffer that someone reads.
            bindTangents(derived, tangents, given.get(Role.TANGENT), arguments, passed);
            bindShadows(derived, Role.SHADOW, shadows, given.get(Role.SHADOW), arguments, passed, shadowOf);
            Object[] productOf = new Object[arguments.length];
            bindShadows(
                    derived,
                    Role.SHADOW_TANGENT,
                    products,
                    given.get(Role.SHADOW_TANGENT),
                    shadowOf,
                    passed,
                    productOf);
            for (int i = 0; i < derived.parameters().size(); i++) {
                Parameter parameter = derived.parameters().get(i);
                switch (parameter.role()) {
                    case ARGUMENT -> passed[i + 1] = arguments[parameter.index()];
                    case COTANGENT -> passed[i + 1] = given.get(Role.COTANGENT)[0];
                    case COTANGENT_TANGENT -> passed[i + 1] = zero(parameter.type());
                    default -> {}
                }
            }
            Object[] results = called.call(tape, passed);
            if (target.result().isArray()) {
                Shapes.requireResult(results[0]);
            }
            shadows.finish();
            products.finish();
            return outcome(derived, results);
        } finally {
            tape.release();
        }
    }

    private Reverse outcome(Derived derived, Object[] results) {
        Object value = null;
        Number[] scalars = new Number[target.types().size()];
        Number[] products = new Number[target.types().size()];
        for (int i = 0; i < results.length; i++) {
            Result result = derived.results().get(i);
            switch (result.outcome()) {
                case VALUE -> value = results[i];
                case SCALAR_COTANGENT -> scalars[result.index()] = (Number) results[i];
                case SCALAR_COTANGENT_TANGENT -> products[result.index()] = (Number) results[i];
                case VALUE_TANGENT, VALUE_SHADOW -> {}
            }
        }
        return new Reverse(value, scalars, products);
    }

    private static void bindShadows(
            Derived derived,
            Role role,
            ShadowBinding binding,
            Object[] buffers,
            Object[] primals,
            Object[] passed,
            Object[] shadows) {
        for (boolean wanted : new boolean[] {true, false}) {
            for (int i = 0; i < derived.parameters().size(); i++) {
                Parameter parameter = derived.parameters().get(i);
                int index = parameter.index();
                if (parameter.role() == role && wanted == (buffers[index] != null && primals[index] != null)) {
                    shadows[index] = binding.zero(primals[index], wanted ? buffers[index] : null);
                    passed[i + 1] = shadows[index];
                }
            }
        }
    }

    private void bindTangents(
            Derived derived, ShadowBinding binding, Object[] tangents, Object[] arguments, Object[] passed) {
        for (boolean given : new boolean[] {true, false}) {
            for (int i = 0; i < derived.parameters().size(); i++) {
                Parameter parameter = derived.parameters().get(i);
                int index = parameter.index();
                if (parameter.role() == Role.TANGENT && given == (tangents[index] != null)) {
                    passed[i + 1] = target.isReference(index)
                            ? binding.tangent(arguments[index], tangents[index])
                            : given ? tangents[index] : zero(parameter.type());
                }
            }
        }
    }

    /** {value, tangent of the result}; a null tangent is zero. */
    public Object[] forward(List<Boolean> wrt, Object[] arguments, Object[] tangents) throws Throwable {
        Question question = new Question(Mode.JVP, facts.of(wrt, arguments).activity());
        Linked called = linked(question);
        Derived jvp = called.derived();
        Tape tape = facts.linker().tapes().acquire();
        try {
            Object[] passed = new Object[jvp.parameters().size() + 1];
            passed[0] = tape;
            System.arraycopy(arguments, 0, passed, 1, arguments.length);
            bindTangents(jvp, new ShadowBinding(), tangents, arguments, passed);
            Object[] results = called.call(tape, passed);
            boolean active = jvp.activity().results().contains(true);
            Object value = target.result() == void.class ? null : results[0];
            Object zero = target.returnsNumber() ? zero(target.result()) : zeros(value);
            return new Object[] {value, active ? results[1] : zero};
        } finally {
            tape.release();
        }
    }

    /**
     * Value and tangents along many directions.
     *
     * @param seeds rows of tangents by parameter, null for zero
     */
    Chunk chunk(List<Boolean> wrt, Object[] arguments, Object[] seeds, int lanes) throws Throwable {
        Linked called = linked(new Question(Mode.CHUNK, facts.of(wrt, arguments).activity()));
        Derived chunk = called.derived();
        TangentRows rows = new TangentRows(lanes);
        Object[] passed = new Object[chunk.parameters().size() + 1];
        System.arraycopy(arguments, 0, passed, 1, arguments.length);
        for (boolean given : new boolean[] {true, false}) {
            for (int i = 0; i < chunk.parameters().size(); i++) {
                Parameter parameter = chunk.parameters().get(i);
                int index = parameter.index();
                if (parameter.role() == Role.TANGENT && given == (seeds[index] != null)) {
                    passed[i + 1] = rows.of(arguments[index], target.types().get(index), seeds[index]);
                } else if (parameter.role() == Role.LANES) {
                    passed[i + 1] = lanes;
                }
            }
        }
        Tape tape = facts.linker().tapes().acquire();
        try {
            passed[0] = tape;
            Object[] results = called.call(tape, passed);
            return new Chunk(results[0], results.length > 1 ? results[1] : null);
        } finally {
            tape.release();
        }
    }

    /** Value and partial derivatives with respect to numbers, where {@link Operator#isByPartials} says so. */
    Reverse partials(List<Boolean> wrt, Object[] arguments) throws Throwable {
        return reverse(new Question(Mode.PARTIALS, facts.of(wrt).activity()), Map.of(Role.ARGUMENT, arguments));
    }

    /** In the shape of a value, if that can have a tangent. */
    private Object zeros(Object value) {
        return Shapes.isDifferentiable(target.result()) ? ShadowBinding.zeros(value) : null;
    }

    private static Object zero(Class<?> type) {
        return type == float.class ? (Object) 0f : (Object) 0.0;
    }

    private Linked linked(Question question) throws Throwable {
        Linked known = linked.get(question);
        if (known == null) {
            Derived derived = switch (question.mode()) {
                case JVP -> Derived.jvp(target, question.activity());
                case CHUNK -> Derived.chunk(target, question.activity());
                case PARTIALS -> Derived.partials(target, question.activity());
                case JOINT -> Derived.joint(target, question.activity());
                case JOINT_JVP -> Derived.jointJvp(facts, question.activity());
                case SHARED_FORWARD -> Derived.sharedForward(target, question.activity());
                case REVERSE -> Derived.reverse(target, question.activity());
            };
            known = Linked.of(
                    derived, facts.linker(), () -> "an evaluation of " + target.display() + " on any arguments");
            linked.put(question, known);
        }
        return known;
    }
}
