package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Carries out the calls of a Hessian: the derivative of the gradient along one input after the other. */
final class HessianCalls implements OperatorCalls {
    private static final String BUFFER = "The Hessian buffer";

    /**
     * What makes passes.
     *
     * @param products with respect to an array; null if it is with respect to scalars
     */
    private record Runs(Evaluator evaluator, CallFacts facts, MethodHandle products) {}

    private final Operator operator;
    private final Target target;
    private final Repeatable repeatable;
    private final Runs once;
    private Runs several;

    HessianCalls(Operator operator) throws Throwable {
        this.operator = operator;
        this.target = operator.target();
        this.repeatable = new Repeatable(operator.evaluator());
        this.once = runs(operator.evaluator());
    }

    private Runs runs(Evaluator evaluator) throws Throwable {
        MethodHandle products = operator.arrays().isEmpty()
                ? null
                : Entries.spread(
                        Entries.entry(Operator.of(Operator.Kind.GRADIENT_AND_HVP, evaluator, operator.wrt(), true)));
        return new Runs(evaluator, evaluator.facts().of(operator.wrt()), products);
    }

    private synchronized Runs several() throws Throwable {
        if (several == null) {
            several = repeatable.is() ? once : runs(repeatable.evaluator());
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
            Matrix.require(hessian, BUFFER, inputs.count(), arguments, target);
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
        Object value = runs.products() == null
                ? bySecondDerivatives(runs, arguments, inputs, hessian)
                : byProducts(runs, arguments, inputs, gradient, hessian);
        return operator.inPlace() ? value : hessian;
    }

    private Object byProducts(Runs runs, Object[] arguments, Inputs inputs, Object gradient, double[][] hessian)
            throws Throwable {
        Object argument = arguments[operator.arrays().get(0)];
        Passes passes = Passes.of(runs.evaluator().facts(), runs.facts(), arguments);
        Object scratch = ShadowBinding.zeros(argument);
        Object narrow = argument instanceof float[] ? ShadowBinding.zeros(argument) : null;
        int arity = arguments.length;
        Object[] all = new Object[arity + 3];
        all[arity] = inputs.tangents()[0];
        all[arity + 1] = gradient != null ? gradient : scratch;
        all[arity + 2] = narrow != null ? narrow : new double[0]; // if there is no input
        Object value = null;
        for (int i = 0; i < Math.max(1, inputs.count()); i++) {
            System.arraycopy(passes.next(), 0, all, 0, arity);
            boolean exists = i < inputs.count();
            if (exists) {
                inputs.set(i, 1);
                all[arity + 2] = narrow != null ? narrow : hessian[i];
            }
            Object returned = (Object) runs.products().invokeExact(all);
            value = i == 0 ? returned : value;
            repeatable.requireSame(value, returned);
            all[arity + 1] = scratch;
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
