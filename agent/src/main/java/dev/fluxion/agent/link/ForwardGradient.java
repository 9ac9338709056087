package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import java.lang.reflect.Array;

/** Gradients by forward passes along many inputs at once, on any arguments. */
final class ForwardGradient {
    private final Operator operator;
    private final CallFacts facts;
    private final Repeatable repeatable;
    private final ForwardColumns columns;

    ForwardGradient(Operator operator) throws Throwable {
        this.operator = operator;
        this.facts = operator.evaluator().facts().of(operator.wrt());
        this.repeatable = new Repeatable(operator.evaluator().linker(), operator.target());
        this.columns = new ForwardColumns(operator, facts.runsReverse());
    }

    /** Value and derivatives; the buffers, one for each array by parameter, are overwritten at the end. */
    Evaluator.Reverse evaluate(Object[] arguments, Object[] buffers) throws Throwable {
        Inputs inputs = new Inputs(operator, arguments);
        int width = columns.most(inputs.count());
        if (inputs.count() > width) {
            repeatable.require();
        }
        Passes passes = Passes.of(operator.evaluator().facts(), facts, arguments);
        double[] gradient = new double[inputs.count()];
        Object value = null;
        for (int first = 0; first == 0 || first < gradient.length; first += width) {
            Evaluator.Chunk chunk = columns.pass(passes.next(), inputs, first, width);
            value = first == 0 ? chunk.value() : value;
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
