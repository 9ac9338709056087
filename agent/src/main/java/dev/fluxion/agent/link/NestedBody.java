package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.Unsupported;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.link.Derived.Outcome;
import dev.fluxion.agent.link.Derived.Result;
import dev.fluxion.agent.link.RegularPlan.Operand;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a derivative computes, as IR, so that it can be differentiated itself where a differentiated method calls it. It does on
 * regular arguments what {@link DirectEntry} writes, so that its numbers are those of the plain call to the bit; others it
 * refuses. A derivative by reverse mode has a tape of its own.
 */
final class NestedBody {
    private final DerivativeCode code;
    private final NestedConditions conditions;
    private final RegularPlan plan;
    private final Operator operator;
    /** Shadows by the parameter that they are copied into in the end. */
    private final Map<Value, Value> copiedBack = new LinkedHashMap<>();

    private Value returned;

    private NestedBody(DerivativeCode code, RegularPlan plan) {
        this.code = code;
        this.plan = plan;
        this.operator = plan.operator();
        this.conditions = new NestedConditions(code, operator);
    }

    /** The type of a derivative by name. The tangent of a value goes into an array of its type. */
    static MethodType type(Operator operator) {
        MethodType type = operator.type();
        return type != null && operator.kind() == Operator.Kind.VALUE_AND_JVP
                ? type.changeParameterType(
                        type.parameterCount() - 1, operator.target().result())
                : type;
    }

    /**
     * The derivative as a function of the operator's parameters.
     *
     * @param display what messages call it
     * @throws Unsupported if it cannot be differentiated itself
     */
    static Function of(String display, Operator operator) {
        NestedCode code = new NestedCode(display, type(operator));
        try {
            return switch (operator.kind()) {
                case JACOBIAN -> new NestedJacobian(code, operator).write();
                case HESSIAN, GRADIENT_AND_HESSIAN -> new NestedHessian(code, operator).write();
                default -> ofOnePass(code, operator);
            };
        } catch (Refusal refusal) {
            throw new Unsupported("a call of " + display + " (" + refusal.getMessage() + ")", Nested.REMEDY);
        }
    }

    private static Function ofOnePass(DerivativeCode code, Operator operator) throws Refusal {
        if (operator.isByChunk()) {
            return new NestedForwardGradient(code, operator).write();
        }
        RegularPlan plan = RegularPlan.of(operator);
        if (plan == null) {
            throw code.unsupported();
        }
        return new NestedBody(code, plan).write();
    }

    private Function write() {
        conditions.require(plan.conditions());
        if (operator.kind() == Operator.Kind.VALUE_AND_JVP) {
            conditions.requireOtherThanAll(operator.type().parameterCount() - 1);
        }
        Derived derived = plan.derived();
        List<Value> operands = plan.operands().stream().map(this::operand).toList();
        Map<Result, Value> results = code.call(derived, operands);
        copiedBack.forEach((buffer, shadow) -> code.copyAll(shadow, buffer));
        return code.end(outcome(results));
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
            case ZEROS -> code.zeros(code.parameter(((Operand.Zeros) operand).shape()));
            case COPIED -> code.copy(code.parameter(((Operand.Copied) operand).parameter()));
            case UNIT_ROWS, ZERO_ROWS, LENGTH -> throw code.unsupported();
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
        Value shadow = code.zeros(code.parameter(copied.shape()));
        copiedBack.put(code.parameter(copied.buffer()), shadow);
        return structure(shadow, copied.restructured());
    }

    /** The same rows in an array of their own, if the method moves rows about. */
    private Value structure(Value rows, boolean isRestructured) {
        return isRestructured ? code.clone(rows) : rows;
    }

    // What is returned

    private Value outcome(Map<Result, Value> results) {
        boolean isForward = operator.isForward();
        Value value = find(results, Outcome.VALUE, -1);
        if (isForward && !operator.inPlace()) {
            return tangent(results, DerivativeCode.type(operator.type().returnType()));
        }
        if (operator.kind() == Operator.Kind.VALUE_AND_JVP) {
            setTangent(value, results);
            return value;
        }
        if (operator.scalars().isEmpty()) {
            return operator.inPlace() ? value : returned;
        }
        Value scalars = operator.inPlace()
                ? code.parameter(operator.type().parameterCount() - 1)
                : code.newArray(
                        Type.ofDescriptor("[D"),
                        code.constant(operator.scalars().size()));
        for (int i = 0; i < operator.scalars().size(); i++) {
            int index = operator.scalars().get(i);
            Value derivative = isForward
                    ? tangent(results, Type.DOUBLE)
                    : code.as(Type.DOUBLE, find(results, Outcome.SCALAR_COTANGENT, index));
            code.store(scalars, code.constant(i), derivative);
        }
        return operator.inPlace() ? value : scalars;
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

    private void setTangent(Value value, Map<Result, Value> results) {
        int last = operator.type().parameterCount() - 1;
        conditions.requireBuffer(last, value);
        Value buffer = code.parameter(last);
        if (plan.tangent() == null) {
            code.clear(buffer);
        } else {
            code.copyAll(results.get(plan.tangent()), buffer);
        }
    }

    /** A result by its meaning; null if there is none. */
    static Value find(Map<Result, Value> results, Outcome outcome, int index) {
        for (Map.Entry<Result, Value> result : results.entrySet()) {
            if (result.getKey().outcome() == outcome && result.getKey().index() == index) {
                return result.getValue();
            }
        }
        return null;
    }
}
