package dev.fluxion.agent.link;

/**
 * Shadows of one entry that nobody sees afterwards, kept per thread for its next call. Their rows must be those that they were made
 * with: none for an argument whose rows the method moves about.
 */
final class ShadowPool {
    private final int size;

    @SuppressWarnings("ThreadLocalUsage") // there is one pool per written entry, as there is one class
    private final ThreadLocal<Object[]> pool = new ThreadLocal<>();

    ShadowPool(int size) {
        this.size = size;
    }

    /** The shadows of the last call; after an exception, or in a nested call, none. */
    Object[] acquire() {
        Object[] shadows = pool.get();
        if (shadows == null) {
            return new Object[size];
        }
        pool.set(null);
        return shadows;
    }

    void release(Object[] shadows) {
        pool.set(shadows);
    }

    /** A zero shadow in the shape of an array. */
    static Object zeros(Object[] shadows, int index, Object primal) {
        Object shadow = shadows[index];
        if (shadow != null && Regularity.sameShape(primal, shadow)) {
            ShadowArrays.clear(shadow);
            return shadow;
        }
        Object made = ShadowBinding.zeros(primal);
        shadows[index] = made;
        return made;
    }

    /** A shadow with the contents of an array. */
    static Object copy(Object[] shadows, int index, Object array) {
        Object shadow = shadows[index];
        if (shadow != null && Regularity.sameShape(array, shadow)) {
            ShadowArrays.copy(array, shadow);
            return shadow;
        }
        Object made = Shapes.copy(array);
        shadows[index] = made;
        return made;
    }
}
