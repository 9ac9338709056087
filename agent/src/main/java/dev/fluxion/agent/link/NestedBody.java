package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.Unsupported;
import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.ArrayLength;
import dev.fluxion.agent.ir.ArrayStore;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.CheckCast;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.Element;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.InvokeVariant;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.ir.NewArray;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Position;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.link.Derived.Outcome;
import dev.fluxion.agent.link.Derived.Result;
import dev.fluxion.agent.link.Operator.Purpose;
import dev.fluxion.agent.link.RegularPlan.Operand;
import dev.fluxion.runtime.Refusal;
import dev.fluxion.runtime.Regularity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a derivative computes, as IR, so that it can be differentiated itself where a differentiated method calls it. It does on
 * regular arguments what {@link DirectEntry} writes, so that its numbers are those of the plain call to the bit; others it
 * refuses. A derivative by reverse mode has a tape of its own.
 */
final class NestedBody {
    private static final String TAPE = EntryCode.TAPE;
    private static final String OBJECT = EntryCode.OBJECT;
    private static final String REGULARITY = org.objectweb.asm.Type.getInternalName(Regularity.class);

    private final String display;
    private final RegularPlan plan;
    private final Operator operator;
    private final List<Value> parameters;
    private final Block block;
    private final Position position;
    /** Shadows by the parameter that they are copied into in the end. */
    private final Map<Value, Value> copiedBack = new LinkedHashMap<>();

    private Value returned;

    private NestedBody(String display, RegularPlan plan, Block block) {
        this.display = display;
        this.plan = plan;
        this.operator = plan.operator();
        this.block = block;
        this.parameters = block.parameters();
        this.position = new Position(display, -1);
    }

    /**
     * The derivative as a function of the operator's parameters.
     *
     * @param display what messages call it
     * @throws Unsupported if it cannot be differentiated itself
     */
    static Function of(String display, Operator operator) {
        Function function =
                new Function(display, List.of(type(operator.type().returnType()))); // no derivative returns nothing
        Block block = function.addBlock();
        for (Class<?> parameter : operator.type().parameterList()) {
            block.addParameter(type(parameter), null);
        }
        new NestedBody(display, plan(display, operator), block).write();
        return function;
    }

    private static RegularPlan plan(String display, Operator operator) {
        RegularPlan plan = null;
        try {
            plan = operator.kind().isOnePass() ? RegularPlan.of(operator) : null;
        } catch (Refusal refusal) {
            throw new Unsupported("a call of " + display + " (" + refusal.getMessage() + ")", Nested.REMEDY);
        }
        if (plan == null || plan.isByChunk()) {
            throw unsupported(display);
        }
        return plan;
    }

    private static Unsupported unsupported(String display) {
        return new Unsupported(
                "a call of " + display + ", a derivative of a kind that has none itself,", Nested.REMEDY);
    }

    private static Type type(Class<?> type) {
        return Type.ofDescriptor(type.descriptorString());
    }

    private void write() {
        plan.conditions().stream().filter(this::isNeeded).forEach(this::require);
        Derived derived = plan.derived();
        List<Value> operands = new ArrayList<>();
        operands.add(runtime(TAPE, derived.variant().isReversed() ? "within" : "current", "()L" + TAPE + ";"));
        plan.operands().forEach(operand -> operands.add(operand(operand)));
        Map<Result, Value> results = new LinkedHashMap<>();
        derived.results().forEach(result -> results.put(result, Value.of(type(result.type()))));
        block.ops()
                .add(new Op(
                        new InvokeVariant(derived.variant(), false),
                        operands,
                        List.copyOf(results.values()),
                        position));
        copiedBack.forEach((buffer, shadow) -> {
            Value from = constant(0);
            effect(
                    Invoke.ofStatic("java/lang/System", "arraycopy", "(" + OBJECT + "I" + OBJECT + "II)V"),
                    shadow,
                    from,
                    buffer,
                    constant(0),
                    length(buffer));
        });
        block.terminate(new Terminator.Return(List.of(outcome(results))));
    }

    // Regular arguments

    // A direction is copied, so that it may be the same array as an argument.
    private boolean isNeeded(Condition condition) {
        return !(condition instanceof Condition.Differ two && (isDirection(two.first()) || isDirection(two.second())));
    }

    private boolean isDirection(int parameter) {
        int extra = parameter - operator.target().types().size();
        if (extra < 0) {
            return false;
        }
        Purpose purpose = operator.extras().get(extra).purpose();
        return purpose == Purpose.TANGENT || purpose == Purpose.COTANGENT;
    }

    private void require(Condition condition) {
        Value holds;
        if (condition instanceof Condition.NotNull notNull) {
            holds = test("isNotNull", "(" + OBJECT + ")Z", parameters.get(notNull.array()));
        } else if (condition instanceof Condition.SameShape shapes) {
            holds = test(
                    "sameShape",
                    "(" + OBJECT + OBJECT + ")Z",
                    parameters.get(shapes.first()),
                    parameters.get(shapes.second()));
        } else if (condition instanceof Condition.HasLength wanted) {
            holds = test("hasLength", "([DI)Z", parameters.get(wanted.array()), constant(wanted.length()));
        } else if (condition instanceof Condition.Differ two) {
            holds = test(
                    "differ", "(" + OBJECT + OBJECT + ")Z", parameters.get(two.first()), parameters.get(two.second()));
        } else if (condition instanceof Condition.NoRow noRow) {
            holds = test(
                    "isNoRow",
                    "(" + OBJECT + "[" + OBJECT + ")Z",
                    parameters.get(noRow.array()),
                    parameters.get(noRow.rows()));
        } else if (condition instanceof Condition.NoArray noArray) {
            holds = test("isNoArray", "(" + OBJECT + ")Z", parameters.get(noArray.object()));
        } else {
            throw unsupported(display);
        }
        Value name = block.append(new Constant(display), Type.ofInternalName("java/lang/String"), position);
        effect(Invoke.ofStatic(REGULARITY, "require", "(ZLjava/lang/String;)V"), holds, name);
    }

    private Value test(String name, String descriptor, Value... operands) {
        return runtime(REGULARITY, name, descriptor, operands);
    }

    // What is passed

    private Value operand(Operand operand) {
        if (operand instanceof Operand.Given given) {
            Value value = parameters.get(given.parameter());
            return isDirection(given.parameter()) && value.type().isArray() ? copy(value) : value;
        } else if (operand instanceof Operand.Constant constant) {
            return constant.type() == float.class
                    ? block.append(Constant.of((float) constant.value()), Type.FLOAT, position)
                    : block.append(Constant.of((double) constant.value()), Type.DOUBLE, position);
        } else if (operand instanceof Operand.Buffer buffer) {
            return cleared(parameters.get(buffer.parameter()));
        } else if (operand instanceof Operand.CopiedBack copied) {
            Value shadow = zeros(parameters.get(copied.shape()));
            copiedBack.put(parameters.get(copied.buffer()), shadow);
            return shadow;
        } else if (operand instanceof Operand.Returned array) {
            returned = zeros(parameters.get(array.shape()));
            return returned;
        } else if (operand instanceof Operand.Zeros zeros) {
            return zeros(parameters.get(zeros.shape()));
        } else if (operand instanceof Operand.Copied copied) {
            return copy(parameters.get(copied.parameter()));
        }
        throw unsupported(display);
    }

    private Type flat(Value array) {
        Type type = array.type();
        if (!type.descriptor().equals("[D") && !type.descriptor().equals("[F")) {
            throw unsupported(display);
        }
        return type;
    }

    private Value zeros(Value shape) {
        Type type = flat(shape);
        return block.append(new NewArray(type), type, position, length(shape));
    }

    private Value cleared(Value buffer) {
        Type type = flat(buffer);
        boolean isFloat = type.descriptor().equals("[F");
        Type element = isFloat ? Type.FLOAT : Type.DOUBLE;
        Value zero = block.append(Constant.zero(element), element, position);
        effect(
                Invoke.ofStatic("java/util/Arrays", "fill", "(" + type.descriptor() + element.descriptor() + ")V"),
                buffer,
                zero);
        return buffer;
    }

    private Value copy(Value array) {
        Type type = flat(array);
        MethodReference clone = new MethodReference(type.descriptor(), "clone", "()" + OBJECT, false);
        Value copy = block.append(new Invoke(Invoke.Kind.VIRTUAL, clone), Type.OBJECT, position, array);
        return block.append(new CheckCast(type), type, position, copy);
    }

    // What is returned

    private Value outcome(Map<Result, Value> results) {
        boolean isForward = operator.isForward();
        Value value = find(results, Outcome.VALUE, -1);
        if (isForward && !operator.inPlace()) {
            return tangent(results, type(operator.type().returnType()));
        }
        if (operator.scalars().isEmpty()) {
            return operator.inPlace() ? value : returned;
        }
        Type type = Type.ofDescriptor("[D");
        Value scalars = operator.inPlace()
                ? parameters.get(parameters.size() - 1)
                : block.append(
                        new NewArray(type),
                        type,
                        position,
                        constant(operator.scalars().size()));
        for (int i = 0; i < operator.scalars().size(); i++) {
            Value derivative = isForward
                    ? tangent(results, Type.DOUBLE)
                    : as(
                            Type.DOUBLE,
                            find(
                                    results,
                                    Outcome.SCALAR_COTANGENT,
                                    operator.scalars().get(i)));
            effect(new ArrayStore(Element.DOUBLE), scalars, constant(i), derivative);
        }
        return operator.inPlace() ? value : scalars;
    }

    private Value tangent(Map<Result, Value> results, Type wanted) {
        if (plan.tangent() != null) {
            return as(wanted, results.get(plan.tangent()));
        }
        if (!wanted.isFloating()) {
            throw unsupported(display);
        }
        return as(wanted, null);
    }

    private static Value find(Map<Result, Value> results, Outcome outcome, int index) {
        for (Map.Entry<Result, Value> result : results.entrySet()) {
            if (result.getKey().outcome() == outcome && result.getKey().index() == index) {
                return result.getValue();
            }
        }
        return null;
    }

    /** The number in another precision; zero if there is none. */
    private Value as(Type wanted, Value number) {
        if (number == null) {
            return block.append(Constant.zero(wanted), wanted, position);
        }
        if (number.type().equals(wanted) || number.type().isReference()) {
            return number;
        }
        return block.append(wanted.equals(Type.FLOAT) ? Arithmetic.D2F : Arithmetic.F2D, wanted, position, number);
    }

    private Value length(Value array) {
        return block.append(new ArrayLength(), Type.INT, position, array);
    }

    private Value constant(int number) {
        return block.append(Constant.of(number), Type.INT, position);
    }

    private Value runtime(String owner, String name, String descriptor, Value... operands) {
        Type type = Type.ofDescriptor(descriptor.substring(descriptor.indexOf(')') + 1));
        return block.append(Invoke.ofStatic(owner, name, descriptor), type, position, operands);
    }

    private void effect(dev.fluxion.agent.ir.Operator effect, Value... operands) {
        block.ops().add(new Op(effect, List.of(operands), List.of(), position));
    }
}
