package dev.fluxion.agent.sweep;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.DoubleStream;

/** Arguments at which a method returns finite numbers, the same ones twice: drawn from several ranges and shapes, always the same ones. */
final class Points {
    private static final int SECONDS = 3;
    private static final int WANTED = 4;
    private static final int ATTEMPTS = 360;

    private static final double[][] RANGES = {{0.2, 3}, {0.02, 0.98}, {1, 10}, {-2, 2}, {0.001, 0.1}, {5, 60}};
    private static final int[] LENGTHS = {3, 4, 2, 9, 1, 16};

    /** The length of arrays that have room for what small offsets, widths and steps mean. */
    private static final int ROOMY = 36;

    private final Random random;
    private final Class<?>[] types;

    private Points(Method method) {
        this.types = method.getParameterTypes();
        this.random = new Random(method.toString().hashCode());
    }

    /** Those that are found before a call takes for ever, as some do where a parameter makes no sense. */
    static List<Object[]> of(Method method) {
        List<Object[]> found = new CopyOnWriteArrayList<>();
        Watchdog.run(SECONDS, () -> search(method, found), found);
        return List.copyOf(found);
    }

    private static List<Object[]> search(Method method, List<Object[]> found) {
        Points points = new Points(method);
        Subject subject = new Subject(method, Subject.RETURNED);
        for (int attempt = 0; attempt < ATTEMPTS && found.size() < WANTED; attempt++) {
            Object[] arguments = points.draw(attempt);
            if (isFine(subject, arguments)) {
                found.add(arguments);
            }
        }
        return found;
    }

    private static boolean isFine(Subject subject, Object[] arguments) {
        try {
            Subject.Outcome outcome = subject.call(arguments);
            Subject.Outcome again = subject.call(arguments);
            Object[] all = {outcome.result(), outcome.arguments()};
            return (outcome.result() != null || subject.method().getReturnType() == void.class)
                    && DoubleStream.of(Leaves.of(all)).allMatch(Double::isFinite)
                    && Leaves.same(all, new Object[] {again.result(), again.arguments()});
        } catch (InvocationTargetException | LinkageError unfit) {
            return false;
        }
    }

    /** Every second time the floating numbers ascend, those among the arguments and those within each array. */
    private Object[] draw(int attempt) {
        double[] range = RANGES[attempt % RANGES.length];
        int round = attempt / RANGES.length + attempt;
        boolean ordered = round % 2 == 1;
        boolean matrices = Arrays.stream(types).anyMatch(type -> Leaves.dimensions(type) == 2);
        int length = LENGTHS[round % LENGTHS.length];
        boolean roomy = attempt % 4 == 3 && !matrices;
        int size = matrices ? Math.min(length, 4) : roomy ? ROOMY : length;
        int whole = roomy ? 3 : size;
        Object[] arguments = new Object[types.length];
        double[] scalars = numbers(range, arguments.length, ordered);
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = types[i].isArray()
                    ? array(types[i], size, whole, range, ordered)
                    : scalar(types[i], whole, scalars[i]);
        }
        return arguments;
    }

    private Object array(Class<?> type, int length, int whole, double[] range, boolean ordered) {
        Class<?> component = type.getComponentType();
        Object array = Array.newInstance(component, length);
        double[] numbers = numbers(range, length, ordered);
        for (int i = 0; i < length; i++) {
            Object element = component.isArray()
                    ? array(component, length, whole, range, ordered)
                    : scalar(component, whole, numbers[i]);
            Array.set(array, i, element);
        }
        return array;
    }

    private double[] numbers(double[] range, int count, boolean ordered) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = range[0] + (range[1] - range[0]) * random.nextDouble();
        }
        if (ordered) {
            Arrays.sort(numbers);
        }
        return numbers;
    }

    /** Whole numbers are small; many are lengths, sides of a square of that many elements, or indices. */
    private Object scalar(Class<?> type, int length, double number) {
        int side = (int) Math.round(Math.sqrt(length));
        int[] choices = {0, 1, 2, 3, side, side, length, length - 1};
        int chosen = choices[random.nextInt(choices.length)];
        return switch (type.getName()) {
            case "double" -> number;
            case "float" -> (float) number;
            case "long" -> (long) chosen;
            case "int" -> chosen;
            case "short" -> (short) chosen;
            case "byte" -> (byte) chosen;
            case "char" -> (char) chosen;
            default -> random.nextBoolean();
        };
    }
}
