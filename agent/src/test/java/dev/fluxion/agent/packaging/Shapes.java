package dev.fluxion.agent.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Every shape of lambda and record component that the agent's own code may have; its results as one text. */
public final class Shapes implements Supplier<String> {
    private final int field = 7;

    record Pair(String first, int second) {}

    record Wide(double d, float f, long l, boolean b, char c, byte y, short s, int[] array, Object other) {}

    record Empty() {}

    static class Base {
        String name() {
            return "base";
        }
    }

    static final class Derived extends Base {
        @Override
        String name() {
            Supplier<String> inherited = super::name;
            return inherited.get() + " derived";
        }
    }

    interface Named {
        private String secret() {
            return "secret of an interface";
        }

        default Supplier<String> revealed() {
            return this::secret;
        }
    }

    private int hidden(int by) {
        return field * by;
    }

    private static String joined(Object first, Object second) {
        return first + "/" + second;
    }

    @Override
    public String get() {
        List<Object> results = new ArrayList<>();
        long wide = 1L << 40;
        double factor = 0.5;
        DoubleUnaryOperator scale = x -> x * factor;
        results.add(scale.applyAsDouble(3));
        LongSupplier captured = () -> wide + field;
        results.add(captured.getAsLong());
        IntFunction<Integer> bound = this::hidden;
        results.add(bound.apply(3));
        BiFunction<Object, Object, String> ofClass = Shapes::joined;
        results.add(ofClass.apply("a", 2));
        Function<String, Integer> unbound = String::length;
        ToIntFunction<String> unboxed = String::length;
        results.add(unbound.apply("four") + unboxed.applyAsInt("five5"));
        Function<String, StringBuilder> constructor = StringBuilder::new;
        results.add(constructor.apply("made").append('!').toString());
        BiFunction<String, Integer, Pair> record = Pair::new;
        results.add(record.apply("pair", 9).second());
        IntFunction<int[]> array = int[]::new;
        results.add(array.apply(4).length);
        IntBinaryOperator library = Math::max;
        results.add(library.applyAsInt(3, 11));
        Callable<String> discarded = () -> "called";
        Runnable ran = () -> results.add("ran");
        ran.run();
        ToIntFunction<Integer> widened = Integer::intValue;
        LongSupplier fromInt = results::size;
        results.add(widened.applyAsInt(5) + fromInt.getAsLong());
        results.add(new Derived().name());
        results.add(new Named() {}.revealed().get());
        Supplier<Supplier<String>> nested = () -> () -> "nested " + field;
        results.add(nested.get().get());
        try {
            results.add(discarded.call());
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
        int[] numbers = {1};
        Wide one = new Wide(Double.NaN, -0f, 3, true, 'c', (byte) 1, (short) 2, numbers, null);
        results.add(one.equals(new Wide(Double.NaN, -0f, 3, true, 'c', (byte) 1, (short) 2, numbers, null)));
        results.add(one.equals(new Wide(Double.NaN, 0f, 3, true, 'c', (byte) 1, (short) 2, numbers, null)));
        results.add(one.equals(new Wide(Double.NaN, -0f, 3, true, 'c', (byte) 1, (short) 2, new int[] {1}, null)));
        results.add(one.equals(new Wide(Double.NaN, -0f, 3, true, 'c', (byte) 1, (short) 2, numbers, "")));
        results.add(one.hashCode()
                == new Wide(Double.NaN, -0f, 3, true, 'c', (byte) 1, (short) 2, numbers, null).hashCode());
        results.add(new Pair(null, 1).equals(new Pair(null, 1)));
        results.add(new Pair("x", 1).equals(new Pair("x", 2)));
        results.add(new Empty().equals(new Empty()));
        results.add(new Empty().hashCode());
        Object absent = null;
        results.add(new Pair("x", 1).equals(absent));
        return results.toString();
    }
}
