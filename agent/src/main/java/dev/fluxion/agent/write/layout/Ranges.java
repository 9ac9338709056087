package dev.fluxion.agent.write.layout;

import java.util.Arrays;

/** A set of positions: ranges that do not overlap, in ascending order, each from a start to an end, exclusive. */
public final class Ranges {
    private static final int FEW = 4;

    /** Start and end of each range in turn. */
    private int[] bounds = new int[FEW];

    private int used;

    /** How many ranges there are. */
    public int count() {
        return used / 2;
    }

    /** Adds a range behind all others. */
    void append(int start, int end) {
        open(used);
        bounds[used - 2] = start;
        bounds[used - 1] = end;
    }

    /** Adds the ranges of another set, none of which overlaps one of these. */
    void add(Ranges other) {
        for (int i = 0; i < other.used; i += 2) {
            insert(other.bounds[i], other.bounds[i + 1]);
        }
    }

    private void insert(int start, int end) {
        int at = firstEndingAfter(start - 1);
        boolean touchesBefore = at < used && bounds[at + 1] == start;
        int next = touchesBefore ? at + 2 : at;
        boolean touchesNext = next < used && bounds[next] == end;
        if (touchesBefore && touchesNext) {
            bounds[at + 1] = bounds[next + 1];
            System.arraycopy(bounds, next + 2, bounds, next, used - next - 2);
            used -= 2;
        } else if (touchesBefore) {
            bounds[at + 1] = end;
        } else if (touchesNext) {
            bounds[next] = start;
        } else {
            open(at);
            bounds[at] = start;
            bounds[at + 1] = end;
        }
    }

    /** Makes room for a range at an index. */
    private void open(int at) {
        if (used == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * used);
        }
        System.arraycopy(bounds, at, bounds, at + 2, used - at);
        used += 2;
    }

    /** Whether some position is in both sets. */
    boolean overlaps(Ranges other) {
        Ranges small = used <= other.used ? this : other;
        Ranges large = small == this ? other : this;
        for (int i = 0; i < small.used; i += 2) {
            int at = large.firstEndingAfter(small.bounds[i]);
            if (at < large.used && large.bounds[at] < small.bounds[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** The index of the first range with an end above the position; {@code used} if there is none. */
    private int firstEndingAfter(int position) {
        int low = 0;
        int high = used / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[2 * middle + 1] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return 2 * low;
    }
}
