package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.link.array.Matrix;
import dev.fluxion.agent.link.array.ShadowBinding;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Repeatable;
import java.lang.reflect.Array;

/** Rows of a Jacobian, by reverse mode. */
final class ReverseRows {
    private final Operator jacobian;
    private final Evaluator evaluator;

    ReverseRows(Operator jacobian) {
        this.jacobian = jacobian;
        this.evaluator = new Evaluator(jacobian.facts());
    }

    /** Sets all rows by reverse sweeps that share a forward sweep. */
    static void set(Operator jacobian, SharedSweep sweep, double[][][] blocks) throws Throwable {
        for (int row = 0; row < blocks[0].length; row++) {
            Number[] scalars = sweep.reverse(row);
            for (int i = 0; i < jacobian.arrays().size(); i++) {
                Matrix.setRow(blocks[i][row], sweep.shadow(jacobian.arrays().get(i)));
            }
            setScalars(jacobian, scalars, row, blocks);
        }
    }

    /** Sets all rows by passes that each run the method, which returned the value in the first one. */
    void repeat(Repeatable repeatable, Object value, Passes passes, double[][][] blocks) throws Throwable {
        for (int row = 0; row < blocks[0].length; row++) {
            repeatable.requireSame(value, pass(passes.next(), blocks[0].length, row, blocks));
        }
    }

    private Object pass(Object[] arguments, int rows, int row, double[][][] blocks) throws Throwable {
        Object cotangent = Array.newInstance(jacobian.target().result().getComponentType(), rows);
        if (cotangent instanceof double[] doubles) {
            doubles[row] = 1;
        } else {
            ((float[]) cotangent)[row] = 1;
        }
        Object[] buffers = new Object[arguments.length];
        for (int index : jacobian.arrays()) {
            buffers[index] = ShadowBinding.zeros(arguments[index]);
        }
        Evaluator.Reverse result = evaluator.reverse(jacobian.wrt(), arguments, buffers, cotangent);
        for (int block = 0; block < jacobian.arrays().size(); block++) {
            Matrix.setRow(blocks[block][row], buffers[jacobian.arrays().get(block)]);
        }
        setScalars(jacobian, result.scalars(), row, blocks);
        return result.value();
    }

    private static void setScalars(Operator jacobian, Number[] scalars, int row, double[][][] blocks) {
        if (!jacobian.scalars().isEmpty()) {
            double[] ofScalars = blocks[blocks.length - 1][row];
            for (int i = 0; i < ofScalars.length; i++) {
                Number derivative = scalars[jacobian.scalars().get(i)];
                ofScalars[i] = derivative == null ? 0 : derivative.doubleValue();
            }
        }
    }
}
