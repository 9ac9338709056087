package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.runtime.Refusal;
import java.util.Arrays;

/** Columns of a Jacobian, by forward passes along many inputs at once. */
public final class ForwardColumns {
    /** More rows of as many tangents would leave the nearer caches. */
    public static final int MOST_LANES = 128;

    private final Operator operator;
    private final Evaluator evaluator;

    private final CallFacts facts;
    /** Whether the method lets one direction pass at a time only. */
    private final boolean oneByOne;

    private ForwardColumns(Operator operator, Evaluator evaluator, CallFacts facts) {
        this.operator = operator;
        this.evaluator = evaluator;
        this.facts = facts;
        this.oneByOne = facts.runsReverse();
    }

    static ForwardColumns of(Operator operator) throws Refusal {
        return of(operator, new Evaluator(operator.facts()));
    }

    /** Columns by an evaluator of the operator's target. */
    static ForwardColumns of(Operator operator, Evaluator evaluator) throws Refusal {
        return new ForwardColumns(operator, evaluator, operator.facts().of(operator.wrt()));
    }

    /** The arguments of as many passes as are made. */
    Passes passes(Object[] arguments) {
        return Passes.of(operator.facts(), facts, arguments);
    }

    /** How many columns a pass gives if so many are wanted. */
    int most(int count) {
        return oneByOne ? 1 : width(count);
    }

    /** How many columns one pass gives, so that as few passes as possible share the work evenly. */
    static int width(int count) {
        int passes = Math.max(1, (count + MOST_LANES - 1) / MOST_LANES);
        return Math.max(1, (count + passes - 1) / passes);
    }

    /**
     * Runs the method once.
     *
     * @param first the input whose column is the first
     * @param lanes the number of columns; where there is no input, they are along nothing
     */
    Evaluator.Chunk pass(Object[] arguments, Inputs inputs, int first, int lanes) throws Throwable {
        return oneByOne
                ? column(arguments, inputs, first)
                : evaluator.chunk(operator.wrt(), arguments, inputs.rows(first, lanes), lanes);
    }

    private Evaluator.Chunk column(Object[] arguments, Inputs inputs, int input) throws Throwable {
        inputs.set(input, 1);
        Object[] direction = inputs.direction();
        inputs.set(input, 0);
        Object[] result = evaluator.forward(operator.wrt(), arguments, direction);
        return new Evaluator.Chunk(result[0], rowsOfOne(result[1]));
    }

    private static Object rowsOfOne(Object tangent) {
        if (tangent instanceof Number number) {
            return new double[] {number.doubleValue()};
        }
        if (tangent instanceof float[] floats) {
            float[][] rows = new float[floats.length][];
            Arrays.setAll(rows, i -> new float[] {floats[i]});
            return rows;
        }
        if (tangent instanceof double[] doubles) {
            return Arrays.stream(doubles).mapToObj(t -> new double[] {t}).toArray(double[][]::new);
        }
        return null;
    }
}
