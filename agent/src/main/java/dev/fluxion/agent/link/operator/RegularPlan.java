package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.operator.Derived.Outcome;
import dev.fluxion.agent.link.operator.Derived.Parameter;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.agent.link.operator.Operator.Extra;
import dev.fluxion.agent.link.operator.Operator.Purpose;
import dev.fluxion.runtime.Refusal;
import java.util.List;

/**
 * How an operator is evaluated on regular arguments: none is null or of a wrong shape, and no array occurs twice where that would
 * matter. All that depends on the method alone is decided here, once.
 *
 * @param conditions that make the arguments regular
 * @param operands for each parameter of the derivative
 */
public record RegularPlan(Operator operator, Derived derived, List<Condition> conditions, List<Operand> operands) {
    /** What is passed to a parameter of the derivative. Arrays and shapes are given by the operator's parameters. */
    public sealed interface Operand {
        /** Which of them it is. Who passes them names all, in a {@code switch} expression without a default. */
        enum Kind {
            GIVEN,
            CONSTANT,
            BUFFER,
            COPIED_BACK,
            RETURNED,
            ZEROS,
            COPIED
        }

        Kind kind();

        /** A parameter of the operator as it is. */
        record Given(int parameter) implements Operand {
            @Override
            public Kind kind() {
                return Kind.GIVEN;
            }
        }

        /** A number, zero or one. */
        record Constant(Class<?> type, int value) implements Operand {
            @Override
            public Kind kind() {
                return Kind.CONSTANT;
            }
        }

        /** The caller's buffer, cleared; in a structure of its own if the method moves rows about. */
        record Buffer(int parameter, boolean restructured) implements Operand {
            @Override
            public Kind kind() {
                return Kind.BUFFER;
            }
        }

        /** A zero array in the shape of a parameter, kept likewise, that is copied into the caller's buffer in the end. */
        record CopiedBack(int shape, int buffer, boolean isKept, boolean restructured) implements Operand {
            @Override
            public Kind kind() {
                return Kind.COPIED_BACK;
            }
        }

        /** A new zero array in the shape of a parameter, which the operator returns. */
        record Returned(int shape, boolean restructured) implements Operand {
            @Override
            public Kind kind() {
                return Kind.RETURNED;
            }
        }

        /** A zero array in the shape of a parameter. An entry may keep it for its next call, if so. */
        record Zeros(int shape, boolean isKept) implements Operand {
            @Override
            public Kind kind() {
                return Kind.ZEROS;
            }
        }

        /** A copy of a parameter, because the method writes to it; kept likewise. */
        record Copied(int parameter, boolean isKept) implements Operand {
            @Override
            public Kind kind() {
                return Kind.COPIED;
            }
        }
    }

    /** The plan; null if the arguments' static types do not say enough of what can be the same array. */
    public static RegularPlan of(Operator operator) throws Refusal {
        Target target = operator.target();
        TargetFacts facts = operator.facts();
        CallFacts known = facts.of(operator.wrt());
        if (!areTypesTelling(target, known)) {
            return null;
        }
        if (target.result().isArray() && !known.activity().result(0)) {
            return null; // zero in the shape of a value, which is known after the call
        }
        Activity reverse = known.activity().withConstants(facts.constants(known));
        Derived derived = switch (operator.kind()) {
            case DERIVATIVE, JVP, VALUE_AND_JVP -> Derived.jvp(target, known.activity());
            case GRADIENT ->
                operator.isByPartials() ? Derived.partials(target, known.activity()) : Derived.joint(target, reverse);
            case VJP -> Derived.joint(target, reverse);
            case HVP, GRADIENT_AND_HVP -> Derived.jointJvp(facts, reverse);
            default -> throw new IllegalArgumentException(operator.kind().toString());
        };
        List<Operand> operands = Binding.bind(derived, new Operands(operator, known));
        return new RegularPlan(operator, derived, Conditions.of(operator, known), operands);
    }

    /** Whether the static types of a target's parameters say enough of what can be the same array. */
    public static boolean areTypesTelling(Target target, CallFacts known) {
        for (int i = 0; i < target.types().size(); i++) {
            Class<?> type = target.types().get(i);
            if (known.activity().parameter(i) && !Shapes.isDifferentiable(type) || holdsAnything(type)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsAnything(Class<?> type) {
        return type.isArray() && Shapes.leaf(type).isAssignableFrom(double[].class);
    }

    /**
     * Whether the derivative's first result is a number, the value, and the others are what the operator writes to its array for
     * scalars, in this order.
     */
    public boolean leavesScalarsInOrder() {
        List<Result> others = derived.results().stream().skip(1).toList();
        if (!operator.target().returnsNumber()) {
            return false;
        }
        if (operator.isForward()) {
            return operator.kind() == Operator.Kind.DERIVATIVE && operator.inPlace() && others.size() == 1;
        }
        return others.stream().allMatch(result -> result.outcome() == Outcome.SCALAR_COTANGENT)
                && others.stream().map(Result::index).toList().equals(operator.scalars());
    }

    /** The tangent of the value; null if it is zero. */
    public Result tangent() {
        return derived.results().stream()
                .filter(result -> result.outcome() == Outcome.VALUE_TANGENT)
                .findFirst()
                .orElse(null);
    }

    private static final class Operands implements Binding<Operand> {
        private final Operator operator;
        private final Target target;
        private final CallFacts facts;
        private final List<Extra> extras;

        Operands(Operator operator, CallFacts facts) {
            this.operator = operator;
            this.target = operator.target();
            this.facts = facts;
            this.extras = operator.extras();
        }

        @Override
        public Operand argument(int index) {
            return new Operand.Given(index);
        }

        @Override
        public Operand shadow(int index) {
            return shadow(index, Purpose.GRADIENT);
        }

        @Override
        public Operand shadowTangent(int index) {
            return shadow(index, Purpose.PRODUCT);
        }

        @Override
        public Operand cotangent(Class<?> type) {
            int given = find(Purpose.COTANGENT, -1);
            return given >= 0 ? new Operand.Given(given) : new Operand.Constant(type, 1);
        }

        @Override
        public Operand cotangentTangent(Class<?> type) {
            return new Operand.Constant(type, 0);
        }

        private int find(Purpose purpose, int index) {
            for (int i = 0; i < extras.size(); i++) {
                if (extras.get(i).purpose() == purpose && extras.get(i).index() == index) {
                    return target.types().size() + i;
                }
            }
            return -1;
        }

        @Override
        public Operand tangent(Parameter parameter) {
            int index = parameter.index();
            int given = find(Purpose.TANGENT, index);
            if (!target.isReference(index)) {
                boolean one = operator.kind() == Operator.Kind.DERIVATIVE
                        && operator.wrt().get(index);
                return given >= 0 ? new Operand.Given(given) : new Operand.Constant(parameter.type(), one ? 1 : 0);
            }
            if (given < 0) {
                return new Operand.Zeros(index, isKept(index));
            }
            boolean mayBePassed = !facts.writesElsewhere()
                    && !TargetFacts.isWritten(facts, index)
                    && !TargetFacts.isReturned(facts, index);
            return mayBePassed ? new Operand.Given(given) : new Operand.Copied(given, isKept(index));
        }

        private Operand shadow(int index, Purpose purpose) {
            boolean restructured = TargetFacts.isRestructured(target, facts, index);
            int buffer = find(purpose, index);
            if (buffer >= 0) {
                // What the method reads through a field may be this very buffer.
                return facts.readsOutside()
                        ? new Operand.CopiedBack(index, buffer, isKept(index), restructured)
                        : new Operand.Buffer(buffer, restructured);
            }
            Purpose returned = operator.kind() == Operator.Kind.HVP ? Purpose.PRODUCT : Purpose.GRADIENT;
            return !operator.inPlace()
                            && purpose == returned
                            && operator.arrays().contains(index)
                    ? new Operand.Returned(index, restructured)
                    : new Operand.Zeros(index, isKept(index));
        }

        // A tangent may be what the method returns, and rows that were moved must not be met again.
        private boolean isKept(int index) {
            boolean mayReturn = operator.isForward() && !target.returnsNumber();
            return !mayReturn && !TargetFacts.isRestructured(target, facts, index);
        }
    }
}
