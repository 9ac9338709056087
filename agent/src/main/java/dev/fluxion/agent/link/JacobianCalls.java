package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Carries out the calls of a Jacobian. With few inputs, one forward pass gives all columns. Otherwise the first pass is a forward
 * one along one input, which also tells how many rows there are; then columns by forward or rows by reverse passes, whichever are
 * cheaper. What may not be run twice has only forward mode.
 */
final class JacobianCalls {
    /** For as many inputs it does not matter how many rows there are. */
    private static final int FEW = 8;

    /** What a reverse pass costs, in runs of the method. */
    private static final double REVERSE_COST = 2.5;

    /** What one direction of many costs. */
    private static final double LANE_COST = 0.3;

    private final Operator operator;
    private final Target target;
    private final CallFacts facts;
    private final Repeatable repeatable;
    private final ForwardColumns columns;
    private ReverseRows rows;

    JacobianCalls(Operator operator) throws Throwable {
        this.operator = operator;
        this.target = operator.target();
        this.facts = operator.evaluator().facts().of(operator.wrt());
        this.repeatable = new Repeatable(operator.evaluator().linker(), target, facts);
        this.columns = new ForwardColumns(operator, facts.runsReverse());
    }

    /** @param all the target's arguments, then the operator's extras */
    Object call(Object[] all) throws Throwable {
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
                Matrix.require(blocks[block], name(block), inputs.columns().get(block), arguments, target);
                for (int other = 0; other < block; other++) {
                    if (Shapes.overlap(blocks[block], blocks[other])) {
                        throw new IllegalArgumentException(
                                name(block) + " and " + name(other) + " share a row; pass separate ones.");
                    }
                }
            }
        }
        Object value = run(arguments, inputs, blocks);
        return operator.inPlace() ? value : blocks[0];
    }

    private String name(int block) {
        return block < operator.arrays().size()
                ? "The Jacobian buffer of "
                        + target.names().get(operator.arrays().get(block))
                : "The Jacobian buffer";
    }

    private Object run(Object[] arguments, Inputs inputs, double[][][] blocks) throws Throwable {
        int width = columns.most(inputs.count());
        boolean mayChoose = switch (operator.mode()) {
            case FORWARD -> false;
            case REVERSE -> true;
            case AUTOMATIC -> inputs.count() > FEW && (inputs.count() > width || repeatable.is());
        };
        int lanes = mayChoose ? 1 : width;
        if (inputs.count() > lanes || operator.mode() == Operator.Mode.REVERSE) {
            repeatable.require();
        }
        Passes passes = Passes.of(operator.evaluator().facts(), facts, arguments);
        Evaluator.Chunk chunk = columns.pass(passes.next(), inputs, 0, lanes);
        Object value = chunk.value();
        if (value == null) {
            throw new NullPointerException(target.display() + " returned null, which has no Jacobian.");
        }
        int count = Array.getLength(value);
        for (int block = 0; block < blocks.length; block++) {
            if (blocks[block] == null) {
                blocks[block] = new double[count][inputs.columns().get(block)];
            }
            Matrix.requireRows(blocks[block], name(block), count, "the value");
        }
        int left = inputs.count() - lanes;
        boolean byRows = operator.mode() == Operator.Mode.REVERSE || count < left * LANE_COST / REVERSE_COST;
        if (mayChoose && byRows) {
            for (int row = 0; row < count; row++) {
                rows().pass(passes.next(), count, row, blocks);
            }
            return value;
        }
        set(inputs, 0, lanes, chunk.rows(), blocks);
        width = columns.most(left);
        for (int first = lanes; first < inputs.count(); first += width) {
            chunk = columns.pass(passes.next(), inputs, first, width);
            set(inputs, first, width, chunk.rows(), blocks);
        }
        return value;
    }

    private static void set(Inputs inputs, int first, int lanes, Object rows, double[][][] blocks) {
        int end = Math.min(lanes, inputs.count() - first);
        for (int lane = 0; lane < end; ) {
            int block = inputs.block(first + lane);
            int column = inputs.column(first + lane);
            int count = Math.min(end - lane, inputs.columns().get(block) - column);
            if (rows != null && Array.getLength(rows) != blocks[block].length) {
                throw new IllegalStateException("The method returned " + blocks[block].length + " numbers at first and "
                        + Array.getLength(rows) + " on the same arguments later.");
            }
            Matrix.setColumns(blocks[block], column, rows, lane, count);
            lane += count;
        }
    }

    private synchronized ReverseRows rows() throws Throwable {
        if (rows == null) {
            rows = new ReverseRows(operator);
        }
        return rows;
    }
}
