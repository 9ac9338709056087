package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * One of {@link GoldenFunctions} with what is known of it.
 *
 * @param activity of its parameters and its result, closed
 * @param tolerance of derivatives, relative
 * @param points lists of arguments
 * @param gradient in closed form
 * @param secondOrder the Hessian's product with a direction in closed form; null where second order has no golden file
 */
record GoldenCase(
        String name,
        Activity activity,
        double tolerance,
        List<Object[]> points,
        Gradient gradient,
        SecondOrder secondOrder) {

    /** The derivatives with respect to all active numbers, arrays unrolled. */
    interface Gradient {
        double[] at(Object... arguments);
    }

    /** Takes and returns a number for each active one. */
    interface SecondOrder {
        double[] at(double[] direction, Object... arguments);
    }

    static GoldenCase of(String name, String activity, Gradient gradient, Object[]... points) {
        return new GoldenCase(name, Activity.parse(activity), 1e-13, List.of(points), gradient, null);
    }

    /** Of single precision. */
    GoldenCase narrow() {
        return new GoldenCase(name, activity, 1e-6, points, gradient, secondOrder);
    }

    GoldenCase with(SecondOrder product) {
        return new GoldenCase(name, activity, tolerance, points, gradient, product);
    }

    Method method() {
        return Arrays.stream(GoldenFunctions.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The plain function's name for the linker. */
    Variant variant() {
        return Laboratory.variant(method());
    }

    @Override
    public String toString() {
        return name;
    }
}
