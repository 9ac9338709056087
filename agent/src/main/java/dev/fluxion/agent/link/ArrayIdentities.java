package dev.fluxion.agent.link;

/**
 * Finds out whether arrays are all different objects, rows and rows of rows included. One is kept per thread, so that nothing is
 * allocated once it is large enough. What a call costs depends on its own arrays, however many one before it had.
 */
final class ArrayIdentities {
    private static final ThreadLocal<ArrayIdentities> POOL = new ThreadLocal<>();

    /** Open addressing, at most half full; a power of two. */
    private Object[] table = new Object[128];

    /** The slots in use, in no order. */
    private int[] used = new int[64];

    private int size;
    private boolean distinct;

    /** An empty one; give it back by {@link #release}. */
    static ArrayIdentities acquire() {
        ArrayIdentities identities = POOL.get();
        if (identities == null) {
            identities = new ArrayIdentities();
        }
        POOL.set(null);
        identities.distinct = true;
        return identities;
    }

    /** Adds an array that must be none of those added before. */
    void add(Object array) {
        if (array == null || !distinct) {
            return;
        }
        int slot = find(array);
        if (table[slot] != null) {
            distinct = false;
            return;
        }
        if (size == used.length) {
            grow();
            slot = find(array);
        }
        put(array, slot);
        if (holdsArrays(array)) {
            for (Object row : (Object[]) array) {
                add(row);
            }
        }
    }

    /** Requires that an array is none of those added. */
    void compare(Object array) {
        if (array == null || !distinct) {
            return;
        }
        if (table[find(array)] != null) {
            distinct = false;
        } else if (holdsArrays(array)) {
            for (Object row : (Object[]) array) {
                compare(row);
            }
        }
    }

    private static boolean holdsArrays(Object array) {
        return array instanceof Object[] && array.getClass().getComponentType().isArray();
    }

    /** Whether no array was found twice. */
    boolean release() {
        clear();
        POOL.set(this);
        return distinct;
    }

    /** Empties the table; returns how many slots it had to touch. */
    int clear() {
        int touched = size;
        for (int i = 0; i < touched; i++) {
            table[used[i]] = null;
        }
        size = 0;
        return touched;
    }

    private void put(Object array, int slot) {
        table[slot] = array;
        used[size++] = slot;
    }

    private int find(Object array) {
        int mask = table.length - 1;
        // The low bits of identity hash codes are random enough.
        int slot = System.identityHashCode(array) & mask;
        while (table[slot] != null && table[slot] != array) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        Object[] oldTable = table;
        int[] oldUsed = used;
        table = new Object[oldTable.length * 2];
        used = new int[oldUsed.length * 2];
        size = 0;
        for (int slot : oldUsed) {
            put(oldTable[slot], find(oldTable[slot]));
        }
    }
}
