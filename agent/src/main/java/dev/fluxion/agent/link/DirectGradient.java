package dev.fluxion.agent.link;

import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * The in-place gradient with respect to one {@code double[]}, composed of method handles alone: nothing is boxed or allocated,
 * and where the handle is a constant the JIT compiler sees through all of it.
 */
final class DirectGradient {
    private static final MethodHandle ACQUIRE;
    private static final MethodHandle RELEASE;
    private static final MethodHandle PREPARE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ACQUIRE = lookup.findStatic(Tape.class, "acquire", MethodType.methodType(Tape.class));
            RELEASE = lookup.findStatic(
                    DirectGradient.class,
                    "release",
                    MethodType.methodType(double.class, Throwable.class, double.class, Tape.class));
            PREPARE = lookup.findStatic(
                    DirectGradient.class, "prepare", MethodType.methodType(void.class, double[].class, double[].class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private DirectGradient() {}

    /**
     * From {@code (Tape, arguments, double[] shadow, double seed)double} to {@code (arguments, double[] gradient)double}.
     *
     * @param wrt index among the arguments of the array differentiated
     */
    static MethodHandle of(MethodHandle joint, int wrt) {
        MethodHandle seeded = MethodHandles.insertArguments(joint, joint.type().parameterCount() - 1, 1.0);
        MethodHandle released = MethodHandles.tryFinally(seeded, RELEASE);
        MethodHandle taped = MethodHandles.foldArguments(released, ACQUIRE);
        MethodType type = taped.type();
        int last = type.parameterCount() - 1;
        MethodHandle prepare = MethodHandles.permuteArguments(PREPARE, type.changeReturnType(void.class), wrt, last);
        return MethodHandles.foldArguments(taped, prepare);
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // a method handle's target
    private static double release(Throwable thrown, double value, Tape tape) {
        tape.release();
        return value;
    }

    @SuppressWarnings("UnusedMethod") // a method handle's target
    private static void prepare(double[] argument, double[] gradient) {
        if (argument == null) {
            throw new IllegalArgumentException("The argument to differentiate with respect to is null.");
        }
        if (gradient == null || gradient.length != argument.length) {
            throw new IllegalArgumentException("The gradient buffer "
                    + (gradient == null ? "is null" : "has length " + gradient.length)
                    + ", but the argument has length " + argument.length + ".");
        }
        if (gradient == argument) {
            throw new IllegalArgumentException(
                    "The gradient buffer is the same array as the argument; pass a separate one.");
        }
        Arrays.fill(gradient, 0);
    }
}
