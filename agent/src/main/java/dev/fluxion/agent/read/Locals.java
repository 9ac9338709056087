package dev.fluxion.agent.read;

import dev.fluxion.agent.ir.value.Value;

/**
 * The values of a method's local slots at one place. Immutable, so that the states at many places share what they have in
 * common: a tree of small arrays, of which a change copies one path.
 */
final class Locals {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private final Object[] root;
    private final int shift;

    private Locals(Object[] root, int shift) {
        this.root = root;
        this.shift = shift;
    }

    /** No slot is set. */
    static Locals none(int count) {
        int shift = 0;
        while (count > 1 << shift + BITS) {
            shift += BITS;
        }
        return new Locals(null, shift);
    }

    /** The value in a slot, or null. */
    Value get(int slot) {
        Object[] array = root;
        for (int level = shift; level > 0 && array != null; level -= BITS) {
            array = (Object[]) array[slot >>> level & MASK];
        }
        return array == null ? null : (Value) array[slot & MASK];
    }

    /** The same with another value in a slot; null unsets it. */
    Locals with(int slot, Value value) {
        return new Locals(with(root, shift, slot, value), shift);
    }

    private static Object[] with(Object[] array, int level, int slot, Value value) {
        Object[] copy = array == null ? new Object[1 << BITS] : array.clone();
        int index = slot >>> level & MASK;
        copy[index] = level == 0 ? value : with((Object[]) copy[index], level - BITS, slot, value);
        return copy;
    }
}
