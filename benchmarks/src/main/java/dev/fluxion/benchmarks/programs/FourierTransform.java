package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** A weighted power spectrum by the fast Fourier transform, in place and of radix 2. */
final class FourierTransform implements Program {
    private final double[] real;
    private final double[] imaginary;
    private final double[] weights;
    private final double[] cosines;
    private final double[] sines;

    FourierTransform(int size) {
        this.real = Program.numbers(size, 91);
        this.imaginary = Program.numbers(size, 92);
        this.weights = Program.numbers(size, 93);
        this.cosines = new double[size / 2];
        this.sines = new double[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = Math.sin(2 * Math.PI * i / size);
        }
    }

    static void transform(double[] re, double[] im, double[] cosines, double[] sines, double sign) {
        int n = re.length;
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
            while ((j & bit) != 0) {
                j ^= bit;
                bit >>= 1;
            }
            j ^= bit;
            if (i < j) {
                double swapped = re[i];
                re[i] = re[j];
                re[j] = swapped;
                swapped = im[i];
                im[i] = im[j];
                im[j] = swapped;
            }
        }
        for (int half = 1; half < n; half *= 2) {
            int stride = n / (2 * half);
            for (int start = 0; start < n; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    double cosine = cosines[k * stride];
                    double sine = sign * sines[k * stride];
                    int upper = start + k;
                    int lower = upper + half;
                    double turnedRe = re[lower] * cosine - im[lower] * sine;
                    double turnedIm = re[lower] * sine + im[lower] * cosine;
                    re[lower] = re[upper] - turnedRe;
                    im[lower] = im[upper] - turnedIm;
                    re[upper] += turnedRe;
                    im[upper] += turnedIm;
                }
            }
        }
    }

    static double power(double[] real, double[] imaginary, double[] weights, double[] cosines, double[] sines) {
        double[] re = real.clone();
        double[] im = imaginary.clone();
        transform(re, im, cosines, sines, -1);
        double sum = 0;
        for (int i = 0; i < re.length; i++) {
            sum += weights[i] * (re[i] * re[i] + im[i] * im[i]);
        }
        return sum;
    }

    @GradientOf(
            value = "power",
            wrt = {"real", "imaginary"})
    static double powerAndGradient(
            double[] real,
            double[] imaginary,
            double[] weights,
            double[] cosines,
            double[] sines,
            double[] realGradient,
            double[] imaginaryGradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {real, imaginary};
    }

    @Override
    public double primal() {
        return power(real, imaginary, weights, cosines, sines);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return powerAndGradient(real, imaginary, weights, cosines, sines, gradient[0], gradient[1]);
    }

    /** The adjoint of the transform is the transform of the other sign. */
    @Override
    public double byHand(double[][] gradient) {
        double[] re = gradient[0];
        double[] im = gradient[1];
        System.arraycopy(real, 0, re, 0, re.length);
        System.arraycopy(imaginary, 0, im, 0, im.length);
        transform(re, im, cosines, sines, -1);
        double sum = 0;
        for (int i = 0; i < re.length; i++) {
            sum += weights[i] * (re[i] * re[i] + im[i] * im[i]);
            re[i] *= 2 * weights[i];
            im[i] *= 2 * weights[i];
        }
        transform(re, im, cosines, sines, 1);
        return sum;
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        int n = real.length;
        T[] re = m.array(n);
        T[] im = m.array(n);
        int shift = Integer.numberOfLeadingZeros(n) + 1;
        for (int i = 0; i < n; i++) {
            int reversed = n == 1 ? 0 : Integer.reverse(i) >>> shift;
            re[reversed] = x[0][i];
            im[reversed] = x[1][i];
        }
        for (int half = 1; half < n; half *= 2) {
            int stride = n / (2 * half);
            for (int start = 0; start < n; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    double cosine = cosines[k * stride];
                    double sine = -sines[k * stride];
                    int upper = start + k;
                    int lower = upper + half;
                    T turnedRe = m.subtract(m.multiply(re[lower], cosine), m.multiply(im[lower], sine));
                    T turnedIm = m.add(m.multiply(re[lower], sine), m.multiply(im[lower], cosine));
                    re[lower] = m.subtract(re[upper], turnedRe);
                    im[lower] = m.subtract(im[upper], turnedIm);
                    re[upper] = m.add(re[upper], turnedRe);
                    im[upper] = m.add(im[upper], turnedIm);
                }
            }
        }
        T sum = m.constant(0);
        for (int i = 0; i < n; i++) {
            T power = m.add(m.multiply(re[i], re[i]), m.multiply(im[i], im[i]));
            sum = m.add(sum, m.multiply(power, weights[i]));
        }
        return sum;
    }

    @Override
    public long iterations() {
        int n = real.length;
        return (long) n / 2 * Integer.numberOfTrailingZeros(n);
    }
}
