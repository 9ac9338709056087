package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.link.array.Matrix;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Repeatable;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.runtime.Refusal;
import java.util.Arrays;

/**
 * Carries out the calls of a Jacobian. With few inputs, one forward pass gives all columns. Otherwise it is columns by forward
 * passes or rows by reverse sweeps that share one forward sweep, whichever are cheaper. How many rows there are is known after a run:
 * at first one along one input, later what is expected to be needed. What may not be run twice takes one forward pass, or rows that
 * share a sweep.
 */
public final class JacobianCalls implements OperatorCalls {
    private static final int UNKNOWN = -1;

    /** For as many inputs it does not matter how many rows there are. */
    public static final int FEW = 8;

    // Costs in runs of the method, fitted to what docs/benchmarks.md says was measured; only their ratios matter.

    /** What a forward sweep costs. */
    public static final double SWEEP_COST = 2;

    /** What a row costs that shares a forward sweep with others. */
    public static final double SHARING_ROW_COST = 1;

    /** What a row costs that runs the method anew. */
    public static final double ROW_COST = 2.5;

    /** What one direction of many costs, besides the run that they have in common. */
    public static final double LANE_COST = 0.37;

    /** What makes passes. */
    private record Runs(Operator operator, Evaluator evaluator, ForwardColumns columns) {}

    private final Operator operator;
    private final Target target;
    private final Repeatable repeatable;
    private final CallFacts facts;
    private final Runs once;
    private Runs several;
    private ReverseRows rows;
    /** The number of rows depends on the arguments, but is most often what it was: with what the next call begins. */
    private volatile int rowsOfLastCall = UNKNOWN;

    public JacobianCalls(Operator operator) throws Throwable {
        this.operator = operator;
        this.target = operator.target();
        this.facts = operator.facts().of(operator.wrt());
        this.repeatable = new Repeatable(operator.facts());
        this.once = runs(operator);
    }

    private static Runs runs(Operator operator) throws Refusal {
        Evaluator evaluator = new Evaluator(operator.facts());
        return new Runs(operator, evaluator, ForwardColumns.of(operator, evaluator));
    }

    private synchronized Runs several() throws Throwable {
        if (several == null) {
            several = repeatable.is() ? once : runs(operator.by(repeatable.facts()));
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
        double[][][] blocks = new double[inputs.columns().size()][][];
        if (operator.inPlace()) {
            for (int block = 0; block < blocks.length; block++) {
                blocks[block] = (double[][]) all[arguments.length + block];
                Matrix.require(blocks[block], name(block), inputs.columns().get(block), arguments, target.names());
                for (int other = 0; other < block; other++) {
                    if (Shapes.overlap(blocks[block], blocks[other])) {
                        throw new IllegalArgumentException(
                                name(block) + " and " + name(other) + " share a row; pass separate ones.");
                    }
                }
            }
        }
        boolean depends =
                facts.activity().result(0) || ofThese(arguments).activity().result(0);
        Object value = depends ? run(arguments, inputs, blocks) : runInert(arguments, inputs, blocks);
        return operator.inPlace() ? value : blocks[0];
    }

    private String name(int block) {
        return name(operator, block);
    }

    /** What messages call the buffer of a block. */
    public static String name(Operator operator, int block) {
        return block < operator.arrays().size()
                ? "The Jacobian buffer of "
                        + operator.target().names().get(operator.arrays().get(block))
                : "The Jacobian buffer";
    }

    private Object run(Object[] arguments, Inputs inputs, double[][][] blocks) throws Throwable {
        boolean shares = once.evaluator().sharesForwardSweep(operator.wrt(), arguments);
        Operator.Mode mode = mode(inputs.count(), shares);
        int expected = rowsOfLastCall;
        boolean isExpected = mode == Operator.Mode.AUTOMATIC && expected != UNKNOWN;
        boolean expectsRows = isExpected && areRowsCheaper(expected, inputs.count(), shares);
        if (shares && (mode == Operator.Mode.REVERSE || expectsRows)) {
            return beginWithRows(mode, once.columns().passes(arguments), inputs, blocks);
        }
        boolean isProbe = mode != Operator.Mode.FORWARD && (!isExpected || expectsRows);
        int lanes = isProbe ? 1 : once.columns().most(inputs.count());
        Runs runs = inputs.count() > lanes || mode == Operator.Mode.REVERSE ? several() : once;
        Passes passes = runs.columns().passes(arguments);
        Evaluator.Chunk chunk = runs.columns().pass(passes.next(), inputs, 0, lanes);
        int count = prepare(chunk.value(), inputs, blocks);
        if (mode == Operator.Mode.REVERSE
                || mode == Operator.Mode.AUTOMATIC && areRowsCheaper(count, inputs.count(), shares)) {
            if (shares) {
                setRows(runs, chunk.value(), passes.next(), blocks);
            } else {
                rows().repeat(repeatable, chunk.value(), passes, blocks);
            }
            return chunk.value();
        }
        set(inputs, 0, lanes, chunk.rows(), blocks);
        setColumns(runs, chunk.value(), passes, inputs, lanes, blocks);
        return chunk.value();
    }

    private CallFacts ofThese(Object[] arguments) throws Refusal {
        return operator.facts().of(operator.wrt(), arguments);
    }

    /** One pass tells of all inputs that the value does not depend on them. */
    private Object runInert(Object[] arguments, Inputs inputs, double[][][] blocks) throws Throwable {
        Evaluator.Chunk chunk = once.columns().pass(arguments, inputs, 0, 1);
        prepare(chunk.value(), inputs, blocks);
        for (double[][] block : blocks) {
            for (double[] row : block) {
                Arrays.fill(row, 0);
            }
        }
        return chunk.value();
    }

    /** Automatic if the number of rows decides. */
    private Operator.Mode mode(int inputs, boolean shares) {
        if (operator.mode() != Operator.Mode.AUTOMATIC) {
            return operator.mode();
        }
        if (inputs <= FEW) {
            return Operator.Mode.FORWARD;
        }
        if (repeatable.is()) {
            return Operator.Mode.AUTOMATIC;
        }
        boolean takesOnePass = inputs <= once.columns().most(inputs);
        return takesOnePass || !shares ? Operator.Mode.FORWARD : Operator.Mode.REVERSE;
    }

    /** Whether rows that share a forward sweep are cheaper than columns; never for an unknown number of rows, which is negative. */
    public static boolean areRowsCheaper(int rows, int inputs) {
        return rows >= 0 && inputs > FEW && areRowsCheaper(rows, inputs, true);
    }

    private static boolean areRowsCheaper(int rows, int inputs, boolean shared) {
        double cost = shared ? SWEEP_COST + rows * SHARING_ROW_COST : rows * ROW_COST;
        return cost < 1 + inputs * LANE_COST;
    }

    private Object beginWithRows(Operator.Mode mode, Passes passes, Inputs inputs, double[][][] blocks)
            throws Throwable {
        Object value;
        try (SharedSweep sweep = once.evaluator().sharedSweep(operator.wrt(), passes.next())) {
            value = sweep.value();
            int count = prepare(value, inputs, blocks);
            if (mode == Operator.Mode.REVERSE || areRowsCheaper(count, inputs.count(), true)) {
                ReverseRows.set(operator, sweep, blocks);
                return value;
            }
        }
        setColumns(several(), value, passes, inputs, 0, blocks);
        return value;
    }

    /** Checks the buffers, or makes them; returns the number of rows. */
    private int prepare(Object value, Inputs inputs, double[][][] blocks) {
        int count = Matrix.rowCount(value, target.display());
        rowsOfLastCall = count;
        for (int block = 0; block < blocks.length; block++) {
            if (blocks[block] == null) {
                blocks[block] = new double[count][inputs.columns().get(block)];
            }
            Matrix.requireRows(blocks[block], name(block), count, "the value");
        }
        return count;
    }

    private void setRows(Runs runs, Object value, Object[] arguments, double[][][] blocks) throws Throwable {
        try (SharedSweep sweep = runs.evaluator().sharedSweep(operator.wrt(), arguments)) {
            repeatable.requireSame(value, sweep.value());
            ReverseRows.set(operator, sweep, blocks);
        }
    }

    private void setColumns(Runs runs, Object value, Passes passes, Inputs inputs, int from, double[][][] blocks)
            throws Throwable {
        int width = runs.columns().most(inputs.count() - from);
        for (int first = from; first < inputs.count(); first += width) {
            Evaluator.Chunk chunk = runs.columns().pass(passes.next(), inputs, first, width);
            repeatable.requireSame(value, chunk.value());
            set(inputs, first, width, chunk.rows(), blocks);
        }
    }

    private static void set(Inputs inputs, int first, int lanes, Object rows, double[][][] blocks) {
        int end = Math.min(lanes, inputs.count() - first);
        for (int lane = 0; lane < end; ) {
            int block = inputs.block(first + lane);
            int column = inputs.column(first + lane);
            int count = Math.min(end - lane, inputs.columns().get(block) - column);
            Matrix.setColumns(blocks[block], column, rows, lane, count);
            lane += count;
        }
    }

    private synchronized ReverseRows rows() throws Throwable {
        if (rows == null) {
            rows = new ReverseRows(several().operator());
        }
        return rows;
    }
}
