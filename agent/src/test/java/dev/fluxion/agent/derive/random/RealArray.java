package dev.fluxion.agent.derive.random;

import java.util.Arrays;

/** A {@code double[]} or {@code float[]}. */
final class RealArray {
    final double[] values;
    final Jet[] jets;

    RealArray(int length) {
        values = new double[length];
        jets = new Jet[length];
    }

    private RealArray(double[] values, Jet[] jets) {
        this.values = values;
        this.jets = jets;
    }

    Real get(int index) {
        return new Real(values[index], jets[index]);
    }

    void set(int index, Real real) {
        values[index] = real.value();
        jets[index] = real.jet();
    }

    RealArray copyOfRange(int from, int to) {
        return new RealArray(Arrays.copyOfRange(values, from, to), Arrays.copyOfRange(jets, from, to));
    }

    static void copy(RealArray source, int sourceStart, RealArray target, int targetStart, int length) {
        System.arraycopy(source.values, sourceStart, target.values, targetStart, length);
        System.arraycopy(source.jets, sourceStart, target.jets, targetStart, length);
    }
}
