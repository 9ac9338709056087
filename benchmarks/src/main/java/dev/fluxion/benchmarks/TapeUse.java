package dev.fluxion.benchmarks;

import dev.fluxion.benchmarks.programs.Program;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
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

    /**
     * Those of this thread's pooled tape, besides the slots for results; none if it has no tape yet. The runtime's module is open to nobody, so that a look at its
     * memory takes the place of reflection.
     */
    private static List<Object> buffers() {
        try {
            Memory memory = new Memory();
            Object locals = memory.get(Thread.currentThread(), Thread.class.getDeclaredField("threadLocals"));
            Class<?> map = Class.forName("java.lang.ThreadLocal$ThreadLocalMap");
            Field value =
                    Class.forName("java.lang.ThreadLocal$ThreadLocalMap$Entry").getDeclaredField("value");
            List<Object> buffers = new ArrayList<>();
            for (Object entry : (Object[]) memory.get(locals, map.getDeclaredField("table"))) {
                Object local = entry == null ? null : memory.get(entry, value);
                if (local != null && local.getClass().getName().equals("[Ldev.fluxion.runtime.Tape;")) {
                    addBuffers(((Object[]) local)[0], memory, buffers);
                }
            }
            return buffers;
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("The agent's tape is not what this expects", changed);
        }
    }

    private static void addBuffers(Object tape, Memory memory, List<Object> buffers)
            throws ReflectiveOperationException {
        for (Field field : tape.getClass().getDeclaredFields()) {
            boolean isBuffer = !Modifier.isStatic(field.getModifiers())
                    && field.getType().isArray()
                    && field.getType().getComponentType().isPrimitive()
                    && !field.getName().endsWith("Results");
            if (isBuffer) {
                buffers.add(memory.get(tape, field));
            }
        }
    }

    /** Reads references that no module opens. */
    private static final class Memory {
        private final Object unsafe;
        private final Method offset;
        private final Method object;

        Memory() throws ReflectiveOperationException {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field only = type.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            unsafe = only.get(null);
            offset = type.getMethod("objectFieldOffset", Field.class);
            object = type.getMethod("getObject", Object.class, long.class);
        }

        Object get(Object holder, Field field) throws ReflectiveOperationException {
            return object.invoke(unsafe, holder, offset.invoke(unsafe, field));
        }
    }
}
