package dev.fluxion.agent.link;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of a Jacobian, by reverse mode. */
final class ReverseRows {
    private final Operator jacobian;
    private final MethodHandle entry;

    ReverseRows(Operator jacobian) throws Throwable {
        this.jacobian = jacobian;
        Operator vjp = Operator.ordered(Operator.Kind.VJP, jacobian.evaluator(), jacobian.order(), true);
        this.entry = Entries.spread(Entries.entry(vjp));
    }

    /** Sets all rows by reverse sweeps that share a forward sweep. */
    static void set(Operator jacobian, SharedSweep sweep, double[][][] blocks) throws Throwable {
        for (int row = 0; row < blocks[0].length; row++) {
            Number[] scalars = sweep.reverse(row);
            for (int i = 0; i < jacobian.arrays().size(); i++) {
                Matrix.setRow(blocks[i][row], sweep.shadow(jacobian.arrays().get(i)));
            }
            if (!jacobian.scalars().isEmpty()) {
                double[] ofScalars = blocks[blocks.length - 1][row];
                for (int i = 0; i < ofScalars.length; i++) {
                    Number derivative = scalars[jacobian.scalars().get(i)];
                    ofScalars[i] = derivative == null ? 0 : derivative.doubleValue();
                }
            }
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
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add(cotangent);
        List<float[]> narrow = new ArrayList<>();
        for (int block = 0; block < blocks.length; block++) {
            boolean isFloat = block < jacobian.arrays().size()
                    && jacobian.target().types().get(jacobian.arrays().get(block)) == float[].class;
            double[] given = blocks[block][row];
            narrow.add(isFloat ? new float[given.length] : null);
            all.add(isFloat ? narrow.get(block) : given);
        }
        Object value = (Object) entry.invokeExact(all.toArray());
        for (int block = 0; block < blocks.length; block++) {
            if (narrow.get(block) != null) {
                Matrix.setRow(blocks[block][row], narrow.get(block));
            }
        }
        return value;
    }
}
