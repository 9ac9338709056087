package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.link.array.ShadowBinding;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.runtime.Shadows;
import java.util.Arrays;
import java.util.List;

/** Carries out the calls of one operator on any arguments: checks them, and finds out which are the same array. */
public final class AnyArguments implements OperatorCalls {
    private final Operator operator;
    private final Evaluator evaluator;
    private final Target target;
    private final int arity;
    private ForwardGradient forwardGradient;

    public AnyArguments(Operator operator) {
        this.operator = operator;
        this.evaluator = new Evaluator(operator.facts());
        this.target = operator.target();
        this.arity = target.types().size();
    }

    @Override
    public Object call(Object[] all) throws Throwable {
        Object[] arguments = Arrays.copyOf(all, arity);
        Object[] extra = Arrays.copyOfRange(all, arity, all.length);
        for (int index : operator.arrays()) {
            if (arguments[index] == null) {
                throw new IllegalArgumentException("The argument " + name(index) + " is null.");
            }
        }
        return switch (operator.kind()) {
            case DERIVATIVE -> derivative(arguments, extra);
            case GRADIENT -> reverse(arguments, extra, 0, Evaluator.one(target.result()));
            case VJP -> reverse(arguments, extra, 1, cotangent(extra[0]));
            case JVP -> jvp(arguments, extra)[1];
            case VALUE_AND_JVP -> {
                Object[] both = jvp(arguments, extra);
                ((Object[]) extra[extra.length - 1])[0] = both[1];
                yield both[0];
            }
            case HVP, GRADIENT_AND_HVP -> hvp(arguments, extra);
            default -> throw new IllegalArgumentException(operator.kind().toString());
        };
    }

    private String name(int index) {
        return target.names().get(index);
    }

    private static Object cotangent(Object given) {
        if (given == null) {
            throw new IllegalArgumentException("The cotangent is null.");
        }
        return given;
    }

    private Object derivative(Object[] arguments, Object[] extra) throws Throwable {
        int index = operator.scalars().get(0);
        Object[] tangents = new Object[arity];
        tangents[index] = Evaluator.one(target.types().get(index));
        if (operator.inPlace()) {
            requireLength((double[]) extra[0], 1, "derivative");
            Shapes.requireDistinct(extra[0], "The derivative buffer", arguments, target.names());
        }
        Object[] both = evaluator.forward(operator.wrt(), arguments, tangents);
        Number derivative = (Number) both[1];
        if (operator.inPlace()) {
            ((double[]) extra[0])[0] = derivative.doubleValue();
            return both[0];
        }
        return target.types().get(index) == float.class
                ? (Object) derivative.floatValue()
                : (Object) derivative.doubleValue();
    }

    private static void requireLength(double[] buffer, int length, String name) {
        if (buffer == null || buffer.length != length) {
            throw new IllegalArgumentException("The " + name + " buffer "
                    + (buffer == null ? "is null" : "has length " + buffer.length) + ", but needs length " + length
                    + ".");
        }
    }

    private Object reverse(Object[] arguments, Object[] extra, int firstBuffer, Object cotangent) throws Throwable {
        Object[] buffers = new Object[arity];
        double[] scalars = new double[operator.scalars().size()];
        int next = firstBuffer;
        for (int index : operator.arrays()) {
            buffers[index] = operator.inPlace() ? extra[next++] : ShadowBinding.zeros(arguments[index]);
            if (operator.inPlace()) {
                requireBuffer("The gradient buffer of " + name(index), buffers[index], index, arguments);
                requireOther("The gradient buffer of " + name(index), buffers[index], "cotangent", cotangent);
            }
        }
        requireDistinctBuffers(buffers);
        if (operator.inPlace() && scalars.length > 0) {
            requireLength((double[]) extra[next], scalars.length, "gradient");
            Shapes.requireDistinct(extra[next], "The gradient buffer", arguments, target.names());
            requireOther("The gradient buffer", extra[next], "cotangent", cotangent);
            for (int index : operator.arrays()) {
                requireOther("The gradient buffer", extra[next], "gradient buffer of " + name(index), buffers[index]);
            }
            scalars = (double[]) extra[next];
        }
        Evaluator.Reverse result = evaluated(arguments, buffers, cotangent);
        boolean isInert = target.result().isArray()
                && !evaluator.facts().of(operator.wrt(), arguments).activity().result(0);
        if (isInert) {
            Shadows.add(ShadowBinding.zeros(result.value()), cotangent); // which has to fit all the same
        }
        List<Integer> order = operator.scalars();
        for (int i = 0; i < order.size(); i++) {
            Number derivative = result.scalars()[order.get(i)];
            scalars[i] = derivative == null ? 0 : derivative.doubleValue();
        }
        if (operator.inPlace()) {
            return result.value();
        }
        return operator.arrays().isEmpty() ? scalars : buffers[operator.arrays().get(0)];
    }

    private Evaluator.Reverse evaluated(Object[] arguments, Object[] buffers, Object cotangent) throws Throwable {
        if (operator.isByPartials()) {
            return evaluator.partials(operator.wrt(), arguments);
        }
        return operator.mode() == Operator.Mode.FORWARD
                ? forwardGradient().evaluate(arguments, buffers)
                : evaluator.reverse(operator.wrt(), arguments, buffers, cotangent);
    }

    private synchronized ForwardGradient forwardGradient() throws Throwable {
        if (forwardGradient == null) {
            forwardGradient = new ForwardGradient(operator);
        }
        return forwardGradient;
    }

    private void requireBuffer(String buffer, Object given, int index, Object[] arguments) {
        Shapes.requireSame(arguments[index], given, buffer, "the argument");
        Shapes.requireDistinct(given, buffer, arguments, target.names());
        Shapes.requireOneRowEach(given, arguments[index], buffer);
    }

    private static void requireOther(String buffer, Object given, String otherName, Object other) {
        if (Shapes.overlap(given, other)) {
            throw new IllegalArgumentException(
                    buffer + " is the same array as the " + otherName + "; pass a separate one.");
        }
    }

    private void requireDistinctBuffers(Object[] buffers) {
        for (int i : operator.arrays()) {
            for (int j : operator.arrays()) {
                if (i < j && Shapes.overlap(buffers[i], buffers[j])) {
                    throw new IllegalArgumentException("The gradient buffers of " + name(i) + " and " + name(j)
                            + " are the same array; pass separate ones.");
                }
            }
        }
    }

    private Object[] jvp(Object[] arguments, Object[] extra) throws Throwable {
        Object[] tangents = new Object[arity];
        int next = 0;
        for (int index : operator.order()) {
            tangents[index] = extra[next++];
            Shapes.requireSame(arguments[index], tangents[index], "The tangent of " + name(index), "the argument");
        }
        return evaluator.forward(operator.wrt(), arguments, tangents);
    }

    private Object hvp(Object[] arguments, Object[] extra) throws Throwable {
        int index = operator.arrays().get(0);
        Object[] directions = new Object[arity];
        Object[] gradients = new Object[arity];
        Object[] products = new Object[arity];
        directions[index] = extra[0];
        Shapes.requireSame(arguments[index], extra[0], "The direction", "the argument " + name(index));
        if (operator.kind() == Operator.Kind.GRADIENT_AND_HVP) {
            gradients[index] = extra[1];
            requireBuffer("The gradient buffer", extra[1], index, arguments);
            requireOther("The gradient buffer", extra[1], "direction", extra[0]);
            requireOther("The gradient buffer", extra[1], "buffer of the product", extra[2]);
        }
        products[index] = operator.inPlace() ? extra[extra.length - 1] : ShadowBinding.zeros(arguments[index]);
        requireBuffer("The buffer of the product", products[index], index, arguments);
        requireOther("The buffer of the product", products[index], "direction", extra[0]);
        Object value = evaluator
                .secondOrder(operator.wrt(), arguments, directions, gradients, products)
                .value();
        return operator.inPlace() ? value : products[index];
    }
}
