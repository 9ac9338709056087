package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.link.array.ShadowBinding;
import dev.fluxion.agent.link.operator.Binding;
import dev.fluxion.agent.link.operator.Derived.Parameter;
import dev.fluxion.agent.link.operator.Derived.Role;
import dev.fluxion.runtime.Tape;
import dev.fluxion.runtime.TapePool;
import java.util.List;

/**
 * One forward sweep of a method that returns a vector, and any number of reverse sweeps that follow it. A reverse sweep only reads
 * what is on the tape and writes nothing but shadows: the next one finds everything as the first did, once the cursors are back at
 * the frame's end and all shadows are zero.
 */
public final class SharedSweep implements AutoCloseable {
    private final Linked reverse;
    private final Tape tape;
    private final Object[] shadows;
    private final Object[] passed;
    private Object value;
    private Object valueShadow;
    private int doubleEnd;
    private int intEnd;
    private int objectEnd;

    private SharedSweep(TapePool tapes, Linked reverse, int arity) {
        this.tape = tapes.acquire();
        this.reverse = reverse;
        this.shadows = new Object[arity];
        this.passed = new Object[reverse.derived().parameters().size() + 1];
    }

    /** Makes the forward sweep. */
    static SharedSweep run(TapePool tapes, Linked forward, Linked reverse, Object[] arguments) throws Throwable {
        SharedSweep sweep = new SharedSweep(tapes, reverse, arguments.length);
        try {
            sweep.forward(forward, arguments);
            return sweep;
        } catch (Throwable failure) {
            sweep.close();
            throw failure;
        }
    }

    private void forward(Linked forward, Object[] arguments) throws Throwable {
        ShadowBinding binding = new ShadowBinding();
        for (Parameter parameter : forward.derived().parameters()) {
            if (parameter.role() == Role.SHADOW) {
                Object shadow = binding.zero(arguments[parameter.index()], null);
                // With the rows of now: the method may put others in their place.
                Tape.addShadow(tape, shadow);
                shadows[parameter.index()] = shadow;
            }
        }
        Object[] results = forward.call(tape, operands(forward, arguments));
        value = results[0];
        valueShadow = results[1];
        System.arraycopy(operands(reverse, arguments), 0, passed, 0, passed.length);
        doubleEnd = tape.doubleCursor;
        intEnd = tape.intCursor;
        objectEnd = tape.objectCursor;
    }

    private Object[] operands(Linked called, Object[] arguments) {
        List<Object> operands = Binding.bind(called.derived(), new Binding<>() {
            @Override
            public Object argument(int index) {
                return arguments[index];
            }

            @Override
            public Object shadow(int index) {
                return shadows[index];
            }
        });
        operands.add(0, tape);
        return operands.toArray();
    }

    /** What the method returned. */
    Object value() {
        return value;
    }

    /**
     * Makes a reverse sweep.
     *
     * @param row the element of the value whose derivatives are wanted
     * @return the derivatives with respect to scalars, by parameter; null where there is none
     */
    Number[] reverse(int row) throws Throwable {
        rewind(tape, doubleEnd, intEnd, objectEnd, valueShadow, row);
        Object[] results = reverse.call(tape, passed);
        requireEmpty(tape);
        Number[] scalars = new Number[shadows.length];
        for (int i = 0; i < results.length; i++) {
            scalars[reverse.derived().results().get(i).index()] = (Number) results[i];
        }
        return scalars;
    }

    /**
     * Prepares a reverse sweep that entries make themselves, see {@code SharedRows}: all shadows are zero but for one element of the
     * value's, and the cursors are where the forward sweep left them.
     */
    public static void rewind(Tape tape, int doubleEnd, int intEnd, int objectEnd, Object valueShadow, int row) {
        tape.clearShadows();
        if (valueShadow instanceof double[] doubles) {
            doubles[row] = 1;
        } else {
            ((float[]) valueShadow)[row] = 1;
        }
        tape.doubleCursor = doubleEnd;
        tape.intCursor = intEnd;
        tape.objectCursor = objectEnd;
    }

    /**
     * Requires that nothing is left on the tape.
     *
     * @throws IllegalStateException if a reverse sweep did not read all that the forward sweep had left
     */
    public static void requireEmpty(Tape tape) {
        if (tape.doubleCursor != 0 || tape.intCursor != 0 || tape.objectCursor != 0) {
            throw new IllegalStateException("a reverse sweep left something on the tape");
        }
    }

    /** The derivatives with respect to an active array, until the next sweep. */
    Object shadow(int parameter) {
        return shadows[parameter];
    }

    @Override
    public void close() {
        tape.release();
    }
}
