package dev.fluxion.agent.link;

/** Columns of a Jacobian, by forward passes along many inputs at once. */
final class ForwardColumns {
    /** More rows of as many tangents would leave the nearer caches. */
    private static final int MOST_LANES = 128;

    private final Operator operator;

    ForwardColumns(Operator operator) {
        this.operator = operator;
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
        return operator.evaluator().chunk(operator.wrt(), arguments, inputs.rows(first, lanes), lanes);
    }
}
