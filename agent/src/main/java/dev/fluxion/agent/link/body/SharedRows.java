package dev.fluxion.agent.link.body;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.evaluate.SharedSweep;
import dev.fluxion.agent.link.operator.Binding;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Outcome;
import dev.fluxion.agent.link.operator.Derived.Parameter;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.agent.link.operator.Derived.Role;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.runtime.Tape;
import java.util.List;
import java.util.Map;

/** Rows of a Jacobian as IR, by reverse sweeps that share one forward sweep: what {@link SharedSweep} does in the general way. */
final class SharedRows {
    private static final String TAPE = org.objectweb.asm.Type.getInternalName(Tape.class);
    private static final String SWEEP = org.objectweb.asm.Type.getInternalName(SharedSweep.class);
    private static final String OBJECT = DerivativeCode.OBJECT;

    private final DerivativeCode code;
    private final Operator operator;
    private final CallFacts facts;
    private final Derived forward;
    private final Derived reverse;
    private final Value[] shadows;
    private List<Value> arguments;
    private Value valueShadow;
    private Value doubleEnd;
    private Value intEnd;
    private Value objectEnd;

    SharedRows(DerivativeCode code, Operator operator, CallFacts facts) {
        this.code = code;
        this.operator = operator;
        this.facts = facts;
        Target target = operator.target();
        Activity activity = facts.activity().withConstants(operator.facts().constants(facts));
        this.forward = Derived.sharedForward(target, activity);
        this.reverse = Derived.reverse(target, activity);
        this.shadows = new Value[target.types().size()];
    }

    /** The forward sweep; its value. */
    Value sweep(List<Value> passed) {
        arguments = passed;
        for (Parameter parameter : forward.parameters()) {
            if (parameter.role() == Role.SHADOW) {
                Value argument = passed.get(parameter.index());
                boolean restructured = TargetFacts.isRestructured(operator.target(), facts, parameter.index());
                Value shadow = restructured ? code.newZeros(argument) : code.zeros(argument);
                shadows[parameter.index()] = shadow;
                // With the rows of now: the method may put others in their place.
                code.effect(Invoke.ofStatic(TAPE, "addShadow", "(L" + TAPE + ";" + OBJECT + ")V"), code.tape(), shadow);
            }
        }
        Map<Result, Value> results = code.call(forward, operands(forward));
        valueShadow = DerivativeCode.find(results, Outcome.VALUE_SHADOW, -1);
        doubleEnd = cursor("doubleCursor");
        intEnd = cursor("intCursor");
        objectEnd = cursor("objectCursor");
        return DerivativeCode.find(results, Outcome.VALUE, -1);
    }

    private Value cursor(String name) {
        return code.value(new FieldGet(new FieldReference(TAPE, name, "I"), false), Type.INT, code.tape());
    }

    private List<Value> operands(Derived called) {
        return Binding.bind(called, new Binding<>() {
            @Override
            public Value argument(int index) {
                return arguments.get(index);
            }

            @Override
            public Value shadow(int index) {
                return shadows[index];
            }
        });
    }

    /** The reverse sweeps: sets so many rows of each block. */
    void set(List<Value> blocks, Value count) {
        code.loop(code.constant(0), count, 1, row -> {
            code.effect(
                    Invoke.ofStatic(SWEEP, "rewind", "(L" + TAPE + ";III" + OBJECT + "I)V"),
                    code.tape(),
                    doubleEnd,
                    intEnd,
                    objectEnd,
                    valueShadow,
                    row);
            Map<Result, Value> results = code.call(reverse, operands(reverse));
            code.effect(Invoke.ofStatic(SWEEP, "requireEmpty", "(L" + TAPE + ";)V"), code.tape());
            set(blocks, row, results);
        });
    }

    private void set(List<Value> blocks, Value index, Map<Result, Value> results) {
        for (int block = 0; block < operator.arrays().size(); block++) {
            Value row = code.load(blocks.get(block), index);
            Value shadow = shadows[operator.arrays().get(block)];
            code.copy(shadow, code.constant(0), row, code.constant(0), code.length(shadow));
        }
        if (!operator.scalars().isEmpty()) {
            Value row = code.load(blocks.get(blocks.size() - 1), index);
            for (int i = 0; i < operator.scalars().size(); i++) {
                Value derivative = DerivativeCode.find(
                        results, Outcome.SCALAR_COTANGENT, operator.scalars().get(i));
                code.store(row, code.constant(i), code.as(Type.DOUBLE, derivative));
            }
        }
    }
}
