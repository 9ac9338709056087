package dev.fluxion.agent.read;

import java.util.BitSet;

/** Methods whose IR the reader's tests look at. */
@SuppressWarnings("unused")
abstract class ReadSamples {
    static double sum(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i];
        }
        return sum;
    }

    static int guarded(int[] a, int i) {
        int result = 1;
        try {
            result = a[i];
            result = a[result];
        } catch (IndexOutOfBoundsException e) {
            // The result is the one before the load that failed.
        }
        return result;
    }

    static int locked(Object lock, int[] a) {
        synchronized (lock) {
            return a.length;
        }
    }

    static Object made(boolean flag) {
        return new BitSet(flag ? 1 : 2);
    }

    static int incremented(int[] a, int i) {
        a[i++] += 3;
        return i;
    }

    static int chosen(int x) {
        switch (x) {
            case 1:
                return 10;
            case 2:
            default:
                return 0;
            case 3:
                return 30;
        }
    }

    abstract void missing();
}
