package dev.fluxion.agent.link;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Columns of a Jacobian, by forward passes. */
final class ForwardColumns {
    private final MethodHandle entry;

    ForwardColumns(Operator jacobian) throws Throwable {
        entry = Entries.spread(
                Entries.entry(Operator.of(Operator.Kind.VALUE_AND_JVP, jacobian.evaluator(), jacobian.wrt(), true)));
    }

    /** How many columns one pass gives. */
    int width() {
        return 1;
    }

    /**
     * Runs the method once.
     *
     * @param first the input whose column is the first
     * @param columns receives the tangents of the value along this input and those that follow; where there is no input, along
     *     nothing
     * @return the value
     */
    Object pass(Object[] arguments, Inputs inputs, int first, Object[] columns) throws Throwable {
        boolean exists = first < inputs.count();
        if (exists) {
            inputs.set(first, 1);
        }
        Object[] tangents = inputs.tangents();
        Object[] all = Arrays.copyOf(arguments, arguments.length + tangents.length + 1);
        System.arraycopy(tangents, 0, all, arguments.length, tangents.length);
        all[all.length - 1] = columns;
        Object value = (Object) entry.invokeExact(all);
        if (exists) {
            inputs.set(first, 0);
        }
        return value;
    }
}
