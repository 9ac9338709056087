package dev.fluxion.agent.derive.random;

import dev.fluxion.runtime.Refusal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** Computed in another JVM at one point and printed, a line for each evaluation. {@link ForkedProgram} says what is printed. */
final class PrintedModes implements Modes {
    private final Map<String, Deque<String>> results = new HashMap<>();

    void add(String mode, String result) {
        results.computeIfAbsent(mode, m -> new ArrayDeque<>()).add(result);
    }

    /** Whether every result was asked for. */
    boolean isUsedUp() {
        return results.values().stream().allMatch(Deque::isEmpty);
    }

    @Override
    public double value(double[] x) {
        return next("value")[0];
    }

    @Override
    public double[] jvp(double[] x, double[] direction) {
        return next("jvp");
    }

    @Override
    public double[] chunk(double[] x, double[] direction) {
        return next("chunk");
    }

    @Override
    public double[] gradient(double[] x) {
        return next("gradient");
    }

    @Override
    public double[] hvp(double[] x, double[] direction) {
        return next("hvp");
    }

    private double[] next(String mode) {
        Deque<String> left = results.get(mode);
        if (left == null || left.isEmpty()) {
            throw new NoSuchElementException(mode + " was not printed");
        }
        String result = left.remove();
        if (result.startsWith(ForkedProgram.REFUSED)) {
            throw new IllegalStateException(result, new Refusal(result));
        }
        if (result.startsWith(ForkedProgram.FAILED)) {
            throw new IllegalStateException(result);
        }
        return Arrays.stream(result.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
