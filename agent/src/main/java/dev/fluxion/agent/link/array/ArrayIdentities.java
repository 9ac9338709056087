package dev.fluxion.agent.link.array;

import java.util.Arrays;

/**
 * Finds out whether arrays are all different objects, rows and rows of rows included. One is kept per thread, so that nothing is
 * allocated once it is large enough. What a call costs depends on its own arrays, however many one before it had.
 */
public final class ArrayIdentities {
    /** So many are compared with each other. */
    private static final int FEW = 8;

    private static final ThreadLocal<ArrayIdentities> POOL = new ThreadLocal<>();

    /** Open addressing, at most half full; a power of two. */
    private Object[] table = new Object[128];

    /** The slots in use, in no order. */
    private int[] used = new int[64];

    private int size;
    private boolean distinct;

    /** Identity hash codes, each with its generation. */
    private long[] hashes = new long[64];

    private int generation;

    /**
     * Whether an array of rows holds none at two places. Rows that are flat are told apart by their identity hash codes, since references in
     * a table would have to be taken out again and cost the garbage collector's barriers.
     */
    public static boolean holdsNoRowTwice(Object[] rows) {
        if (rows == null) {
            return true;
        }
        if (rows.length > FEW) {
            ArrayIdentities identities = acquire();
            boolean differ = identities.haveOtherHashes(rows);
            identities.release();
            return differ || holdsNoneTwice(rows);
        }
        for (int i = 1; i < rows.length; i++) {
            for (int j = 0; j < i; j++) {
                if (rows[i] == rows[j] && rows[i] != null) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean holdsNoneTwice(Object[] rows) {
        ArrayIdentities identities = acquire();
        for (Object row : rows) {
            identities.add(row);
        }
        return identities.release();
    }

    /** Whether no two hash codes are equal; entries of an earlier generation count as empty. */
    private boolean haveOtherHashes(Object[] rows) {
        if (hashes.length < 2 * rows.length) {
            hashes = new long[Integer.highestOneBit(rows.length) * 4];
        }
        if (++generation == 0) {
            Arrays.fill(hashes, 0);
            generation = 1;
        }
        int mask = hashes.length - 1;
        for (Object row : rows) {
            if (row == null) {
                continue;
            }
            int hash = System.identityHashCode(row);
            long entry = (long) generation << Integer.SIZE | hash;
            int slot = hash & mask;
            while ((int) (hashes[slot] >>> Integer.SIZE) == generation) {
                if (hashes[slot] == entry) {
                    return false;
                }
                slot = slot + 1 & mask;
            }
            hashes[slot] = entry;
        }
        return true;
    }

    /** An empty one; give it back by {@link #release}. */
    public static ArrayIdentities acquire() {
        ArrayIdentities identities = POOL.get();
        if (identities == null) {
            identities = new ArrayIdentities();
        }
        POOL.set(null);
        identities.distinct = true;
        return identities;
    }

    /** Adds an array that must be none of those added before. */
    public void add(Object array) {
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
    public void compare(Object array) {
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
    public boolean release() {
        clear();
        POOL.set(this);
        return distinct;
    }

    /** Empties the table; returns how many slots it had to touch. */
    public int clear() {
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
