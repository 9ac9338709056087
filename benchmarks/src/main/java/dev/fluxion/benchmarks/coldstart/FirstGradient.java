package dev.fluxion.benchmarks.coldstart;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * In a JVM that has just started: the time that a call for the first gradient takes, that for the first gradient of another
 * method, and that for each of them again. The methods themselves have run before.
 */
final class FirstGradient {
    private FirstGradient() {}

    /** Prints wall-clock time and the CPU time of the whole process, in milliseconds, of each of four calls. */
    public static void main(String[] arguments) {
        double[] chain = new double[24];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = 0.4 * i + 0.3 * Math.sin(i);
        }
        double[] parameters = {0.1, 0.02, 0.9, -1, -2, 0.1};
        StringBuilder line = new StringBuilder();
        line.append(call(FiftyLines::energy, FiftyLines::energyAndGradient, chain));
        line.append(call(FiftyLines::misfit, FiftyLines::misfitAndGradient, parameters));
        line.append(call(FiftyLines::energy, FiftyLines::energyAndGradient, chain));
        line.append(call(FiftyLines::misfit, FiftyLines::misfitAndGradient, parameters));
        System.out.println(line);
    }

    private static String call(
            ToDoubleFunction<double[]> plain, ToDoubleBiFunction<double[], double[]> derived, double[] point) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double value = plain.applyAsDouble(point);
        double[] gradient = new double[point.length];
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        double again = derived.applyAsDouble(point, gradient);
        long wall = System.nanoTime() - start;
        cpu = system.getProcessCpuTime() - cpu;
        check(plain, point, gradient, value == again);
        return String.format(Locale.ROOT, "%.3f %.3f ", wall / 1e6, cpu / 1e6);
    }

    private static void check(ToDoubleFunction<double[]> plain, double[] point, double[] gradient, boolean sameValue) {
        double step = 1e-6;
        double[] moved = point.clone();
        for (int i = 0; i < point.length; i++) {
            moved[i] = point[i] + step;
            double above = plain.applyAsDouble(moved);
            moved[i] = point[i] - step;
            double slope = (above - plain.applyAsDouble(moved)) / (2 * step);
            moved[i] = point[i];
            if (!sameValue || !(Math.abs(slope - gradient[i]) <= 1e-5 * (1 + Math.abs(slope)))) {
                throw new IllegalStateException("Element " + i + " of a first gradient is " + gradient[i]
                        + " instead of " + slope + (sameValue ? "" : ", and the value is wrong"));
            }
        }
    }
}
