package dev.fluxion.agent.link.body;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Repeatable;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a derivative that runs its method several times, as {@code Passes} hands them out in the general way: the caller's
 * own in the first pass, and in the others copies of what the method writes to, as it was at entry.
 */
final class BodyPasses {
    /** Writes a derivative to where it returns. */
    interface Body {
        void write(Operator operator) throws Refusal;
    }

    private final DerivativeCode code;
    private final Operator operator;
    private final Target target;
    private final Repeatable repeatable;
    private final CallFacts facts;
    private final Map<Integer, Value> atEntry = new HashMap<>();

    BodyPasses(DerivativeCode code, Operator operator, CallFacts facts) {
        this.code = code;
        this.operator = operator;
        this.target = operator.target();
        this.repeatable = new Repeatable(operator.facts());
        this.facts = facts;
    }

    /** Keeps what is written as it is now. */
    void begin() {
        for (int i = 0; i < target.types().size(); i++) {
            if (target.types().get(i).isArray() && TargetFacts.isWritten(facts, i)) {
                atEntry.put(i, code.copy(code.parameter(i)));
            }
        }
    }

    /** Whether nothing in the method is refused where it runs again. */
    boolean areRepeatable() {
        return repeatable.is();
    }

    /** The same by passes that refuse what each would do again. */
    Operator several() {
        return operator.by(repeatable.facts());
    }

    /**
     * If one pass may be enough but is not, for the number of inputs, another body of passes that refuse what each would do again. At an
     * entry that is the general way.
     */
    void orSeveral(BodyInputs inputs, int mostOfOne, Body body) throws Refusal {
        if (!repeatable.is() && !code.isNested()) {
            code.require(code.isAtMost(inputs.count(), mostOfOne));
        } else if (!repeatable.is()) {
            Block rest = code.returnIf(Comparison.GT, inputs.count(), code.constant(mostOfOne));
            body.write(several());
            code.moveTo(rest);
        }
    }

    /** Requires that a pass returned what the first one did. */
    void requireSame(Value first, Value again) {
        if (first.type().isReference()) {
            code.effect(
                    Invoke.ofStatic(
                            DerivativeCode.REGULARITY,
                            "requireSameValue",
                            "(" + DerivativeCode.OBJECT + DerivativeCode.OBJECT + "Ljava/lang/String;)V"),
                    first,
                    again,
                    code.text(target.display()));
        } else {
            code.effect(
                    Invoke.ofStatic(DerivativeCode.REGULARITY, "requireSameValue", "(DDLjava/lang/String;)V"),
                    code.as(Type.DOUBLE, first),
                    code.as(Type.DOUBLE, again),
                    code.text(target.display()));
        }
    }

    List<Value> first() {
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            arguments.add(code.parameter(i));
        }
        return arguments;
    }

    /** Those of a further pass. */
    List<Value> again() {
        List<Value> arguments = first();
        atEntry.forEach((i, array) -> arguments.set(i, code.copy(array)));
        return arguments;
    }
}
