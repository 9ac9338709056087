package dev.fluxion.agent.derive.random;

/** A number of about 32 digits: the unevaluated sum of two doubles, the second at most half a unit in the last place of the first. */
record DoubleDouble(double high, double low) {
    static final DoubleDouble ZERO = new DoubleDouble(0, 0);
    static final DoubleDouble ONE = new DoubleDouble(1, 0);

    static DoubleDouble of(double value) {
        return new DoubleDouble(value, 0);
    }

    /** The sum without error, however large the two are. */
    private static DoubleDouble exactSum(double a, double b) {
        double sum = a + b;
        double rounded = sum - a;
        return new DoubleDouble(sum, (a - (sum - rounded)) + (b - rounded));
    }

    /** The sum without error where a is the larger one. */
    private static DoubleDouble normalized(double a, double b) {
        double sum = a + b;
        return Double.isFinite(sum) ? new DoubleDouble(sum, b - (sum - a)) : new DoubleDouble(sum, 0);
    }

    static DoubleDouble exactProduct(double a, double b) {
        double product = a * b;
        return new DoubleDouble(product, Double.isFinite(product) ? Math.fma(a, b, -product) : 0);
    }

    DoubleDouble plus(DoubleDouble other) {
        DoubleDouble highs = exactSum(high, other.high);
        DoubleDouble lows = exactSum(low, other.low);
        DoubleDouble sum = normalized(highs.high, highs.low + lows.high);
        return normalized(sum.high, sum.low + lows.low);
    }

    DoubleDouble plus(double other) {
        return plus(of(other));
    }

    DoubleDouble minus(DoubleDouble other) {
        return plus(other.negated());
    }

    DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble times(DoubleDouble other) {
        DoubleDouble product = exactProduct(high, other.high);
        return normalized(product.high, product.low + (high * other.low + low * other.high));
    }

    DoubleDouble times(double other) {
        return times(of(other));
    }

    DoubleDouble over(DoubleDouble other) {
        double first = high / other.high;
        if (!Double.isFinite(first)) {
            return of(first);
        }
        DoubleDouble rest = minus(other.times(first));
        double second = rest.high / other.high;
        rest = rest.minus(other.times(second));
        return normalized(first, second).plus(rest.high / other.high);
    }

    DoubleDouble reciprocal() {
        return ONE.over(this);
    }

    DoubleDouble squared() {
        return times(this);
    }

    DoubleDouble squareRoot() {
        double root = Math.sqrt(high);
        if (root == 0 || !Double.isFinite(root)) {
            return of(root);
        }
        double correction = minus(exactProduct(root, root)).high / (2 * root);
        DoubleDouble better = normalized(root, correction);
        return better.plus(minus(better.squared()).over(better.times(2)));
    }

    /** By Newton's iteration. */
    DoubleDouble cubeRoot() {
        DoubleDouble root = of(Math.cbrt(high));
        if (root.high == 0 || !Double.isFinite(root.high)) {
            return root;
        }
        for (int i = 0; i < 2; i++) {
            DoubleDouble square = root.squared();
            root = root.minus(square.times(root).minus(this).over(square.times(3)));
        }
        return root;
    }

    DoubleDouble scaledByPowerOfTwo(int exponent) {
        return new DoubleDouble(Math.scalb(high, exponent), Math.scalb(low, exponent));
    }

    double absolute() {
        return Math.abs(high);
    }

    double value() {
        return high + low;
    }
}
