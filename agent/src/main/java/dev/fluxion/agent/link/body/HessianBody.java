package dev.fluxion.agent.link.body;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.evaluate.HessianCalls;
import dev.fluxion.agent.link.operator.Binding;
import dev.fluxion.agent.link.operator.Conditions;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Outcome;
import dev.fluxion.agent.link.operator.Derived.Parameter;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.RegularPlan;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.runtime.Refusal;
import java.util.List;
import java.util.Map;

/** A Hessian within a differentiated method, as IR: as {@link HessianCalls} does, the gradient along one input after the other. */
final class HessianBody {
    /** A pass's shadows and their tangents by parameter, and its results. */
    private record Pass(Value[] shadows, Value[] products, Map<Result, Value> results) {}

    private final DerivativeCode code;
    private final Operator operator;
    private final Target target;
    private final CallFacts facts;
    private final Derived derived;
    private BodyInputs inputs;

    HessianBody(DerivativeCode code, Operator operator) throws Refusal {
        this.code = code;
        this.operator = operator;
        this.target = operator.target();
        TargetFacts known = operator.facts();
        this.facts = known.of(operator.wrt());
        this.derived = Derived.jointJvp(known, facts.activity().withConstants(known.constants(facts)));
    }

    Function write() throws Refusal {
        if (!RegularPlan.areTypesTelling(target, facts)) {
            throw code.unsupported();
        }
        BodyConditions conditions = new BodyConditions(code, operator);
        conditions.require(Conditions.of(operator, facts));
        inputs = new BodyInputs(code, operator, facts);
        BodyPasses passes = new BodyPasses(code, operator, facts);
        passes.orSeveral(inputs, 1, repeated -> new HessianBody(code, repeated).write());
        Value count = inputs.count();
        if (operator.inPlace()) {
            Value buffer = code.parameter(operator.type().parameterCount() - 1);
            conditions.requireColumns(buffer, count);
            conditions.requireRows(buffer, count);
        }
        code.begin();
        passes.begin();
        Value hessian =
                operator.inPlace() ? code.parameter(operator.type().parameterCount() - 1) : code.newRows(count, count);
        Value zero = code.constant(0);
        Pass first = pass(passes.first(), zero);
        // There may be no input, and then is no row.
        code.loop(zero, code.least(count, code.constant(1)), 1, row -> set(hessian, row, first));
        if (operator.kind() == Operator.Kind.GRADIENT_AND_HESSIAN) {
            Value buffer = code.parameter(target.types().size());
            Value shadow = first.shadows()[operator.arrays().get(0)];
            code.copyAll(shadow, buffer);
        }
        if (passes.areRepeatable()) {
            code.loop(code.constant(1), count, 1, row -> {
                Pass further = pass(passes.again(), row);
                passes.requireSame(value(first), value(further));
                set(hessian, row, further);
            });
        }
        return code.end(operator.inPlace() ? value(first) : hessian);
    }

    private static Value value(Pass pass) {
        return DerivativeCode.find(pass.results(), Outcome.VALUE, -1);
    }

    private Pass pass(List<Value> arguments, Value input) {
        Value[] shadows = new Value[arguments.size()];
        Value[] products = new Value[arguments.size()];
        List<Value> operands = Binding.bind(derived, new Binding<>() {
            @Override
            public Value argument(int index) {
                return arguments.get(index);
            }

            @Override
            public Value tangent(Parameter parameter) {
                return inputs.direction(parameter.index(), input);
            }

            @Override
            public Value shadow(int index) {
                shadows[index] = code.zeros(arguments.get(index));
                return shadows[index];
            }

            @Override
            public Value shadowTangent(int index) {
                products[index] = code.zeros(arguments.get(index));
                return products[index];
            }

            @Override
            public Value cotangent(Class<?> type) {
                return code.constant(DerivativeCode.type(type), 1);
            }

            @Override
            public Value cotangentTangent(Class<?> type) {
                return code.constant(DerivativeCode.type(type), 0);
            }
        });
        return new Pass(shadows, products, code.call(derived, operands));
    }

    private void set(Value hessian, Value index, Pass pass) {
        Value row = code.load(hessian, index);
        Value zero = code.constant(0);
        for (int array : operator.arrays()) {
            Value product = pass.products()[array];
            if (product == null) {
                code.clear(row);
            } else {
                code.copy(product, zero, row, zero, inputs.count());
            }
        }
        for (int i = 0; i < operator.scalars().size(); i++) {
            int parameter = operator.scalars().get(i);
            Value second = DerivativeCode.find(pass.results(), Outcome.SCALAR_COTANGENT_TANGENT, parameter);
            code.store(row, code.constant(i), code.as(Type.DOUBLE, second));
        }
    }
}
