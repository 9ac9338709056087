package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.link.array.Matrix;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Repeatable;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.runtime.Refusal;
import java.util.Arrays;

/** Carries out the calls of a Hessian: the derivative of the gradient along one input after the other. */
public final class HessianCalls implements OperatorCalls {
    private static final String BUFFER = "The Hessian buffer";

    /** What makes passes. */
    private record Runs(Evaluator evaluator, CallFacts facts) {}

    private final Operator operator;
    private final Target target;
    private final Repeatable repeatable;
    private final Runs once;
    private Runs several;

    public HessianCalls(Operator operator) throws Refusal {
        this.operator = operator;
        this.target = operator.target();
        this.repeatable = new Repeatable(operator.facts());
        this.once = runs(operator.facts());
    }

    private Runs runs(TargetFacts facts) throws Refusal {
        return new Runs(new Evaluator(facts), facts.of(operator.wrt()));
    }

    private synchronized Runs several() throws Refusal {
        if (several == null) {
            several = repeatable.is() ? once : runs(repeatable.facts());
        }
        return several;
    }

    @Override
    public Object call(Object[] all) throws Throwable {
        Object[] arguments = Arrays.copyOf(all, target.types().size());
        for (int index : operator.arrays()) {
            if (arguments[index] == null) {
                throw new IllegalArgumentException(
                        "The argument " + target.names().get(index) + " is null.");
            }
        }
        Inputs inputs = new Inputs(operator, arguments);
        Object gradient = operator.kind() == Operator.Kind.GRADIENT_AND_HESSIAN ? all[arguments.length] : null;
        double[][] hessian =
                operator.inPlace() ? (double[][]) all[all.length - 1] : new double[inputs.count()][inputs.count()];
        if (operator.inPlace()) {
            Matrix.require(hessian, BUFFER, inputs.count(), arguments, target.names());
            Matrix.requireRows(hessian, BUFFER, inputs.count(), "the input");
        }
        if (operator.kind() == Operator.Kind.GRADIENT_AND_HESSIAN) {
            int index = operator.arrays().get(0);
            Shapes.requireSame(arguments[index], gradient, "The gradient buffer", "the argument");
            Shapes.requireDistinct(gradient, "The gradient buffer", arguments, target.names());
            if (Shapes.overlap(gradient, hessian)) {
                throw new IllegalArgumentException(
                        "The gradient buffer is a row of the Hessian buffer; pass a separate one.");
            }
        }
        Runs runs = inputs.count() > 1 ? several() : once;
        Object value = operator.arrays().isEmpty()
                ? bySecondDerivatives(runs, arguments, inputs, hessian)
                : byProducts(runs, arguments, inputs, gradient, hessian);
        return operator.inPlace() ? value : hessian;
    }

    private Object byProducts(Runs runs, Object[] arguments, Inputs inputs, Object gradient, double[][] hessian)
            throws Throwable {
        int index = operator.arrays().get(0);
        Passes passes = Passes.of(runs.evaluator().facts(), runs.facts(), arguments);
        Object narrow = arguments[index] instanceof float[] floats ? new float[floats.length] : null;
        Object[] tangents = new Object[arguments.length];
        Object[] gradients = new Object[arguments.length];
        Object[] products = new Object[arguments.length];
        tangents[index] = inputs.tangents()[0];
        gradients[index] = gradient;
        Object value = null;
        for (int i = 0; i < Math.max(1, inputs.count()); i++) {
            boolean exists = i < inputs.count();
            if (exists) {
                inputs.set(i, 1);
                products[index] = narrow != null ? narrow : hessian[i];
            }
            Object returned = runs.evaluator()
                    .secondOrder(operator.wrt(), passes.next(), tangents, gradients, products)
                    .value();
            value = i == 0 ? returned : value;
            repeatable.requireSame(value, returned);
            gradients[index] = null;
            if (exists) {
                inputs.set(i, 0);
                if (narrow != null) {
                    Matrix.setRow(hessian[i], narrow);
                }
            }
        }
        return value;
    }

    private Object bySecondDerivatives(Runs runs, Object[] arguments, Inputs inputs, double[][] hessian)
            throws Throwable {
        Passes passes = Passes.of(runs.evaluator().facts(), runs.facts(), arguments);
        int arity = arguments.length;
        Object value = null;
        for (int i = 0; i < inputs.count(); i++) {
            Object[] tangents = new Object[arity];
            int index = operator.scalars().get(i);
            tangents[index] = Evaluator.one(target.types().get(index));
            Evaluator.Reverse result = runs.evaluator()
                    .secondOrder(operator.wrt(), passes.next(), tangents, new Object[arity], new Object[arity]);
            value = i == 0 ? result.value() : value;
            repeatable.requireSame(value, result.value());
            for (int j = 0; j < inputs.count(); j++) {
                Number second = result.products()[operator.scalars().get(j)];
                hessian[i][j] = second == null ? 0 : second.doubleValue();
            }
        }
        return value;
    }
}
