package dev.fluxion.agent.write;

import java.util.ArrayList;
import java.util.List;

/** Numbers that a program computed, as their bits. */
final class Bits {
    private final List<Long> bits = new ArrayList<>();

    Bits add(double... numbers) {
        for (double number : numbers) {
            bits.add(Double.doubleToRawLongBits(number));
        }
        return this;
    }

    List<Long> list() {
        return bits;
    }
}
