package dev.fluxion.agent.sweep;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * A method as a function from the floating numbers among its arguments to those of its result, or of an array that it writes.
 *
 * @param output the number of the argument that is written, or {@link #RETURNED}
 */
record Subject(Method method, int output) {
    static final int RETURNED = -1;

    /** What a call returned and how it left its arguments. */
    record Outcome(Object result, Object[] arguments) {}

    /** The plain call, on copies. */
    Outcome call(Object[] arguments) throws InvocationTargetException {
        Object[] copies = Leaves.copies(arguments);
        try {
            return new Outcome(method.invoke(null, copies), copies);
        } catch (IllegalAccessException e) {
            throw new LinkageError(method.toString(), e);
        }
    }

    /** That of what the call left which is differentiated. */
    Object value(Outcome outcome) {
        return output == RETURNED ? outcome.result() : outcome.arguments()[output];
    }

    boolean isActive(int argument) {
        return Leaves.isFloating(method.getParameterTypes()[argument]);
    }

    /** Whether a float occurs among the arguments or in the result. */
    boolean isSingle() {
        return Leaves.element(method.getReturnType()) == float.class
                || Arrays.stream(method.getParameterTypes()).anyMatch(type -> Leaves.element(type) == float.class);
    }

    /** The floating numbers of the arguments, in order. */
    double[] numbers(Object[] arguments) {
        Object[] active = new Object[arguments.length];
        for (int i = 0; i < active.length; i++) {
            active[i] = isActive(i) ? arguments[i] : null;
        }
        return Leaves.of(active);
    }

    /** The same arguments with other numbers. */
    Object[] with(Object[] arguments, double[] numbers) {
        int[] next = {0};
        Object[] made = new Object[arguments.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = isActive(i) ? Leaves.with(arguments[i], numbers, next) : Leaves.copy(arguments[i]);
        }
        return made;
    }

    /** Tangents of arguments: null for those that carry none. */
    Object[] tangents(Object[] arguments, double[] numbers) {
        Object[] made = with(arguments, numbers);
        for (int i = 0; i < made.length; i++) {
            made[i] = isActive(i) ? made[i] : null;
        }
        return made;
    }
}
