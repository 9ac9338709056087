package dev.fluxion.agent.link.body;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Outcome;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.RegularPlan;
import dev.fluxion.agent.link.operator.RegularPlan.Operand;
import dev.fluxion.runtime.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an operator computes by one run of its method, as IR. */
final class OnePassBody {
    private final DerivativeCode code;
    private final BodyConditions conditions;
    private final RegularPlan plan;
    private final Operator operator;
    /** Shadows by the parameter that they are copied into in the end. */
    private final Map<Value, Value> copiedBack = new LinkedHashMap<>();

    private Value returned;

    private OnePassBody(DerivativeCode code, RegularPlan plan) {
        this.code = code;
        this.plan = plan;
        this.operator = plan.operator();
        this.conditions = new BodyConditions(code, operator);
    }

    static Function write(DerivativeCode code, Operator operator) throws Refusal {
        RegularPlan plan = RegularPlan.of(operator);
        if (plan == null) {
            throw code.unsupported();
        }
        return new OnePassBody(code, plan).write();
    }

    private Function write() {
        conditions.require(plan.conditions());
        if (code.isNested() && operator.kind() == Operator.Kind.VALUE_AND_JVP) {
            conditions.requireOtherThanAll(operator.type().parameterCount() - 1);
        }
        code.begin();
        Derived derived = plan.derived();
        List<Value> operands = plan.operands().stream().map(this::operand).toList();
        Value scalars = scalars();
        Value first = plan.leavesScalarsInOrder() ? code.callWithoutTape(derived, scalars, operands) : null;
        Map<Result, Value> results = first == null ? code.call(derived, operands) : Map.of();
        copiedBack.forEach((buffer, shadow) -> code.copyAll(shadow, buffer));
        return code.end(first == null ? outcome(results, scalars) : ofGradient(first, scalars));
    }

    // What is passed

    private Value operand(Operand operand) {
        return switch (operand.kind()) {
            case GIVEN -> given(((Operand.Given) operand).parameter());
            case CONSTANT -> {
                Operand.Constant constant = (Operand.Constant) operand;
                yield code.constant(DerivativeCode.type(constant.type()), constant.value());
            }
            case BUFFER -> buffer((Operand.Buffer) operand);
            case COPIED_BACK -> copiedBack((Operand.CopiedBack) operand);
            case RETURNED -> {
                Operand.Returned array = (Operand.Returned) operand;
                returned = code.newZeros(code.parameter(array.shape()));
                yield structure(returned, array.restructured());
            }
            case ZEROS -> {
                Operand.Zeros zeros = (Operand.Zeros) operand;
                yield zeros(zeros.shape(), zeros.isKept());
            }
            case COPIED -> {
                Operand.Copied copied = (Operand.Copied) operand;
                Value array = code.parameter(copied.parameter());
                yield copied.isKept() ? code.copy(array) : code.newCopy(array);
            }
        };
    }

    private Value given(int parameter) {
        Value value = code.parameter(parameter);
        return conditions.isDirection(parameter) && value.type().isArray() ? code.copy(value) : value;
    }

    private Value buffer(Operand.Buffer buffer) {
        Value array = code.parameter(buffer.parameter());
        code.clear(array);
        return structure(array, buffer.restructured());
    }

    private Value copiedBack(Operand.CopiedBack copied) {
        Value shadow = zeros(copied.shape(), copied.isKept());
        copiedBack.put(code.parameter(copied.buffer()), shadow);
        return structure(shadow, copied.restructured());
    }

    /** The same rows in an array of their own, if the method moves rows about. */
    private Value structure(Value rows, boolean isRestructured) {
        return isRestructured ? code.restructured(rows) : rows;
    }

    private Value zeros(int shape, boolean isKept) {
        Value array = code.parameter(shape);
        return isKept ? code.zeros(array) : code.newZeros(array);
    }

    // What is returned

    /** The array for the derivatives with respect to scalars; null where there are none. */
    private Value scalars() {
        if (operator.scalars().isEmpty() || operator.isForward() && !operator.inPlace()) {
            return null;
        }
        return operator.inPlace()
                ? code.parameter(operator.type().parameterCount() - 1)
                : code.newArray(
                        Type.ofDescriptor("[D"),
                        code.constant(operator.scalars().size()));
    }

    private Value outcome(Map<Result, Value> results, Value scalars) {
        boolean isForward = operator.isForward();
        Value value = DerivativeCode.find(results, Outcome.VALUE, -1);
        if (operator.kind() == Operator.Kind.VJP && operator.target().result().isArray()) {
            code.requireResult(value);
        }
        if (operator.kind() == Operator.Kind.VALUE_AND_JVP) {
            Value tangent = plan.tangent() == null ? null : results.get(plan.tangent());
            code.setTangent(tangent, value, code.parameter(operator.type().parameterCount() - 1));
            return value;
        }
        if (isForward && !operator.inPlace()) {
            return tangent(results, DerivativeCode.type(operator.type().returnType()));
        }
        for (int i = 0; i < operator.scalars().size(); i++) {
            int index = operator.scalars().get(i);
            Value derivative = isForward
                    ? tangent(results, Type.DOUBLE)
                    : code.as(Type.DOUBLE, DerivativeCode.find(results, Outcome.SCALAR_COTANGENT, index));
            code.store(scalars, code.constant(i), derivative);
        }
        return ofGradient(value, scalars);
    }

    private Value ofGradient(Value value, Value scalars) {
        if (operator.inPlace()) {
            return value;
        }
        return scalars == null ? returned : scalars;
    }

    private Value tangent(Map<Result, Value> results, Type wanted) {
        if (plan.tangent() != null) {
            return code.as(wanted, results.get(plan.tangent()));
        }
        if (!wanted.isFloating()) {
            throw code.unsupported();
        }
        return code.as(wanted, null);
    }
}
