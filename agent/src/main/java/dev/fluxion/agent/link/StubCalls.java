package dev.fluxion.agent.link;

import java.util.Arrays;
import java.util.List;

/** Carries out the calls of one stub. */
final class StubCalls {
    private final Stub stub;
    private final Evaluator evaluator;
    private final int arity;

    StubCalls(Stub stub) {
        this.stub = stub;
        this.evaluator = stub.evaluator();
        this.arity = evaluator.target().types().size();
    }

    Object call(Object[] all) throws Throwable {
        Object[] arguments = Arrays.copyOf(all, arity);
        Object[] extra = Arrays.copyOfRange(all, arity, all.length);
        for (int index : stub.arrays()) {
            if (arguments[index] == null) {
                throw new IllegalArgumentException("The argument " + name(index) + " is null.");
            }
        }
        return switch (stub.kind()) {
            case DERIVATIVE -> derivative(arguments, extra);
            case GRADIENT ->
                reverse(arguments, extra, 0, unit(evaluator.target().result()));
            case VJP -> reverse(arguments, extra, 1, cotangent(extra[0]));
            case JVP -> jvp(arguments, extra);
            case HVP -> hvp(arguments, extra);
        };
    }

    private String name(int index) {
        return evaluator.target().names().get(index);
    }

    private static Object unit(Class<?> type) {
        return type == float.class ? (Object) 1f : (Object) 1.0;
    }

    private Object cotangent(Object given) {
        if (given == null) {
            throw new IllegalArgumentException("The cotangent is null.");
        }
        return given;
    }

    private Object derivative(Object[] arguments, Object[] extra) throws Throwable {
        int index = stub.scalars().get(0);
        Object[] tangents = new Object[arity];
        tangents[index] = unit(evaluator.target().types().get(index));
        if (stub.inPlace()) {
            requireLength((double[]) extra[0], 1, "derivative");
        }
        Object[] both = evaluator.forward(stub.wrt(), arguments, tangents);
        if (stub.inPlace()) {
            ((double[]) extra[0])[0] = ((Number) both[1]).doubleValue();
            return both[0];
        }
        Number derivative = (Number) both[1];
        return evaluator.target().types().get(index) == float.class
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
        double[] scalars = new double[stub.scalars().size()];
        int next = firstBuffer;
        for (int index : stub.arrays()) {
            buffers[index] = stub.inPlace() ? extra[next++] : ShadowBinding.zeros(arguments[index]);
            if (stub.inPlace()) {
                String buffer = "The gradient buffer of " + name(index);
                Shapes.requireSame(arguments[index], buffers[index], buffer, "the argument");
                Shapes.requireDistinct(
                        buffers[index], buffer, arguments, evaluator.target().names());
            }
        }
        requireDistinctBuffers(buffers);
        if (stub.inPlace() && scalars.length > 0) {
            requireLength((double[]) extra[next], scalars.length, "gradient");
            Shapes.requireDistinct(
                    extra[next],
                    "The gradient buffer",
                    arguments,
                    evaluator.target().names());
            scalars = (double[]) extra[next];
        }
        Evaluator.Reverse result = evaluator.reverse(stub.wrt(), arguments, buffers, cotangent);
        List<Integer> order = stub.scalars();
        for (int i = 0; i < order.size(); i++) {
            Number derivative = result.scalars()[order.get(i)];
            scalars[i] = derivative == null ? 0 : derivative.doubleValue();
        }
        if (stub.inPlace()) {
            return result.value();
        }
        return stub.arrays().isEmpty() ? scalars : buffers[stub.arrays().get(0)];
    }

    private void requireDistinctBuffers(Object[] buffers) {
        for (int i : stub.arrays()) {
            for (int j : stub.arrays()) {
                if (i < j && Shapes.overlap(buffers[i], buffers[j])) {
                    throw new IllegalArgumentException("The gradient buffers of " + name(i) + " and " + name(j)
                            + " are the same array; pass separate ones.");
                }
            }
        }
    }

    private Object jvp(Object[] arguments, Object[] extra) throws Throwable {
        Object[] tangents = new Object[arity];
        int next = 0;
        for (int i = 0; i < arity; i++) {
            if (stub.wrt().get(i)) {
                tangents[i] = extra[next++];
                Shapes.requireSame(arguments[i], tangents[i], "The tangent of " + name(i), "the argument");
            }
        }
        return evaluator.forward(stub.wrt(), arguments, tangents)[1];
    }

    private Object hvp(Object[] arguments, Object[] extra) throws Throwable {
        int index = stub.arrays().get(0);
        Shapes.requireSame(arguments[index], extra[0], "The direction", "the argument " + name(index));
        Object product = stub.inPlace() ? extra[1] : ShadowBinding.zeros(arguments[index]);
        Shapes.requireSame(arguments[index], product, "The buffer of the product", "the argument " + name(index));
        Shapes.requireDistinct(
                product,
                "The buffer of the product",
                arguments,
                evaluator.target().names());
        Object gradient = ShadowBinding.zeros(arguments[index]);
        Object value = evaluator.hvp(index, arguments, extra[0], gradient, product);
        return stub.inPlace() ? value : product;
    }
}
