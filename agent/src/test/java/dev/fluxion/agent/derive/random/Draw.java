package dev.fluxion.agent.derive.random;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Random choices from a seed. */
final class Draw {
    private final Random random;

    Draw(long seed) {
        // Neighbouring seeds give nearly the same first numbers without this.
        random = new Random(seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double uniform(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    /** A number of few digits, whose double and float are short to print. */
    double number() {
        return Math.rint(uniform(-16, 16)) / 8;
    }

    /** A choice of one of several ways to make something. A way that does not apply gives null, and another is tried. */
    static final class Ways<T> {
        private static final int ATTEMPTS = 40;

        private final Draw draw;
        private final java.util.ArrayList<Supplier<? extends T>> ways = new java.util.ArrayList<>();
        private final java.util.ArrayList<Double> weights = new java.util.ArrayList<>();
        private double total;

        Ways(Draw draw) {
            this.draw = draw;
        }

        Ways<T> add(double weight, Supplier<? extends T> way) {
            ways.add(way);
            weights.add(weight);
            total += weight;
            return this;
        }

        /** @param fallback what to make when nothing else applied */
        T make(Supplier<? extends T> fallback) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                double left = draw.uniform(0, total);
                int chosen = 0;
                while (chosen < ways.size() - 1 && left >= weights.get(chosen)) {
                    left -= weights.get(chosen++);
                }
                T made = ways.get(chosen).get();
                if (made != null) {
                    return made;
                }
            }
            return fallback.get();
        }
    }
}
