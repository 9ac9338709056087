package dev.fluxion.agent.link;

import java.util.List;

/** Derivatives of a functional object with respect to its one argument; what it captured is inert. */
final class FunctionCalls {
    private final Evaluator evaluator;
    private final List<Object> captured;

    FunctionCalls(Evaluator evaluator, List<Object> captured) {
        this.evaluator = evaluator;
        this.captured = captured;
    }

    List<Boolean> wrt() {
        int count = evaluator.target().types().size();
        return Entries.only(count - 1, count);
    }

    private Object[] arguments(Object last) {
        Object[] arguments = captured.toArray(new Object[captured.size() + 1]);
        arguments[captured.size()] = last;
        return arguments;
    }

    private Object seed() {
        return evaluator.target().result() == float.class ? (Object) 1f : (Object) 1.0;
    }

    double gradient(double[] x, double[] gradient) throws Throwable {
        Object[] arguments = arguments(x);
        Shapes.requireSame(x, gradient, "gradientOut", "x");
        Shapes.requireDistinct(
                gradient, "gradientOut", arguments, evaluator.target().names());
        Object[] buffers = new Object[arguments.length];
        buffers[captured.size()] = gradient;
        return ((Number) evaluator.reverse(wrt(), arguments, buffers, seed()).value()).doubleValue();
    }

    double derivative(double x, double[] derivative) throws Throwable {
        Object[] tangents = new Object[captured.size() + 1];
        tangents[captured.size()] = 1.0;
        Object[] both = evaluator.forward(wrt(), arguments(x), tangents);
        derivative[0] = ((Number) both[1]).doubleValue();
        return ((Number) both[0]).doubleValue();
    }

    double hvp(double[] x, double[] direction, double[] gradient, double[] product) throws Throwable {
        Shapes.requireSame(x, direction, "v", "x");
        Shapes.requireSame(x, gradient, "gradientOut", "x");
        Shapes.requireSame(x, product, "hvpOut", "x");
        Object[] arguments = arguments(x);
        Shapes.requireDistinct(
                gradient, "gradientOut", arguments, evaluator.target().names());
        Shapes.requireDistinct(product, "hvpOut", arguments, evaluator.target().names());
        Object value = evaluator.hvp(captured.size(), arguments, direction, gradient, product);
        return ((Number) value).doubleValue();
    }
}
