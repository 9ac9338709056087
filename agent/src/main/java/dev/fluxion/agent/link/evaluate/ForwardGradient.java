package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Repeatable;
import java.lang.reflect.Array;

/** Gradients by forward passes along many inputs at once, on any arguments. */
final class ForwardGradient {
    private final Operator operator;
    private final Repeatable repeatable;
    private final ForwardColumns once;
    private ForwardColumns several;

    ForwardGradient(Operator operator) throws Throwable {
        this.operator = operator;
        this.repeatable = new Repeatable(operator.facts());
        this.once = ForwardColumns.of(operator);
    }

    private synchronized ForwardColumns several() throws Throwable {
        if (several == null) {
            several = repeatable.is() ? once : ForwardColumns.of(operator.by(repeatable.facts()));
        }
        return several;
    }

    /** Value and derivatives; the buffers, one for each array by parameter, are overwritten at the end. */
    Evaluator.Reverse evaluate(Object[] arguments, Object[] buffers) throws Throwable {
        Inputs inputs = new Inputs(operator, arguments);
        int width = once.most(inputs.count());
        ForwardColumns columns = inputs.count() > width ? several() : once;
        Passes passes = columns.passes(arguments);
        double[] gradient = new double[inputs.count()];
        Object value = null;
        for (int first = 0; first == 0 || first < gradient.length; first += width) {
            Evaluator.Chunk chunk = columns.pass(passes.next(), inputs, first, width);
            value = first == 0 ? chunk.value() : value;
            repeatable.requireSame(value, chunk.value());
            for (int k = first; chunk.rows() != null && k < Math.min(first + width, gradient.length); k++) {
                gradient[k] = Array.getDouble(chunk.rows(), k - first);
            }
        }
        Number[] scalars = new Number[arguments.length];
        int next = 0;
        for (int index : operator.arrays()) {
            for (int i = 0; i < Array.getLength(buffers[index]); i++) {
                if (buffers[index] instanceof float[] floats) {
                    floats[i] = (float) gradient[next++];
                } else {
                    ((double[]) buffers[index])[i] = gradient[next++];
                }
            }
        }
        for (int index : operator.scalars()) {
            scalars[index] = gradient[next++];
        }
        return new Evaluator.Reverse(value, scalars, null);
    }
}
