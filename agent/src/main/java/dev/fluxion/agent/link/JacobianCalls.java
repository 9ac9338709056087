package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Carries out the calls of a Jacobian. The first pass is a forward one, which also tells how many rows there are; then columns by
 * forward or rows by reverse passes, whichever are cheaper.
 */
final class JacobianCalls {
    /** What a reverse pass costs, in forward passes. */
    private static final int REVERSE_COST = 2;

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
        this.columns = new ForwardColumns(operator);
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
        if (inputs.count() > columns.width()) {
            repeatable.require();
        }
        Passes passes = Passes.of(operator.evaluator().facts(), facts, arguments);
        Object[] tangents = new Object[columns.width()];
        Object value = columns.pass(passes.next(), inputs, 0, tangents);
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
        int more = (inputs.count() - 1) / columns.width();
        if (count * (long) REVERSE_COST < more) {
            for (int row = 0; row < count; row++) {
                rows().pass(passes.next(), count, row, blocks);
            }
            return value;
        }
        set(inputs, 0, tangents, blocks);
        for (int first = columns.width(); first < inputs.count(); first += columns.width()) {
            columns.pass(passes.next(), inputs, first, tangents);
            set(inputs, first, tangents, blocks);
        }
        return value;
    }

    private static void set(Inputs inputs, int first, Object[] tangents, double[][][] blocks) {
        for (int i = 0; i < tangents.length && first + i < inputs.count(); i++) {
            double[][] block = blocks[inputs.block(first + i)];
            if (Array.getLength(tangents[i]) != block.length) {
                throw new IllegalStateException("The method returned " + block.length + " numbers at first and "
                        + Array.getLength(tangents[i]) + " on the same arguments later.");
            }
            Matrix.setColumn(block, inputs.column(first + i), tangents[i]);
        }
    }

    private synchronized ReverseRows rows() throws Throwable {
        if (rows == null) {
            rows = new ReverseRows(operator);
        }
        return rows;
    }
}
