package dev.fluxion.benchmarks;

import dev.fluxion.benchmarks.programs.Program;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How much of the tape one gradient writes: the numbers on it are set to a pattern before, and searched for it after. */
final class TapeUse {
    private static final long PATTERN = 0x7ff8_5a17_c0de_0b57L;
    private static final int INT_PATTERN = (int) PATTERN;

    private TapeUse() {}

    /** In bytes per iteration of the program, references not counted. */
    static double bytesPerIteration(Program program) {
        double[][] gradient = Program.zeros(program.point());
        program.byFluxion(gradient);
        List<Object> buffers = buffers();
        for (Object buffer : buffers) {
            if (buffer instanceof double[] doubles) {
                Arrays.fill(doubles, Double.longBitsToDouble(PATTERN));
            } else if (buffer instanceof long[] longs) {
                Arrays.fill(longs, PATTERN);
            } else if (buffer instanceof int[] ints) {
                Arrays.fill(ints, INT_PATTERN);
            }
        }
        program.byFluxion(gradient);
        return buffers.stream().mapToLong(TapeUse::written).sum() / (double) program.iterations();
    }

    private static long written(Object buffer) {
        if (buffer instanceof double[] doubles) {
            return Double.BYTES
                    * Arrays.stream(doubles)
                            .filter(entry -> Double.doubleToRawLongBits(entry) != PATTERN)
                            .count();
        }
        if (buffer instanceof long[] longs) {
            return Long.BYTES
                    * Arrays.stream(longs).filter(entry -> entry != PATTERN).count();
        }
        if (buffer instanceof int[] ints) {
            return Integer.BYTES
                    * Arrays.stream(ints).filter(entry -> entry != INT_PATTERN).count();
        }
        return 0;
    }

    /** Those of this thread's pooled tape, besides the slots for results. */
    private static List<Object> buffers() {
        try {
            Class<?> tapeClass = Class.forName("dev.fluxion.runtime.Tape", false, null);
            Object tape = tapeClass.getMethod("acquire").invoke(null);
            List<Object> buffers = new ArrayList<>();
            for (Field field : tapeClass.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && field.getType().isArray()
                        && !field.getName().endsWith("Results")) {
                    field.setAccessible(true);
                    buffers.add(field.get(tape));
                }
            }
            tapeClass.getMethod("release").invoke(tape);
            return buffers;
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("The agent's tape is not what this expects", changed);
        }
    }
}
