package dev.fluxion.benchmarks.programs;

/**
 * Arithmetic on numbers that know their own derivatives. Libraries of such numbers want programs rewritten; written for this
 * interface, one version serves all of them.
 *
 * @param <T> the number
 */
public interface Algebra<T> {
    /** A number whose derivatives are zero. */
    T constant(double value);

    /** An array of nulls. */
    T[] array(int length);

    /** Its value alone. */
    double value(T x);

    T add(T x, T y);

    T add(T x, double y);

    T subtract(T x, T y);

    T multiply(T x, T y);

    T multiply(T x, double y);

    T divide(T x, T y);

    T exp(T x);

    T log(T x);

    T sqrt(T x);

    T sin(T x);

    T cos(T x);

    T tanh(T x);

    /** {@code y - x}. */
    default T subtractFrom(double y, T x) {
        return add(multiply(x, -1), y);
    }

    /** The number itself, or its negative. */
    default T abs(T x) {
        return value(x) < 0 ? multiply(x, -1) : x;
    }

    /** An array of zeros. */
    default T[] zeros(int length) {
        T[] result = array(length);
        for (int i = 0; i < length; i++) {
            result[i] = constant(0);
        }
        return result;
    }

    /** The larger of two. */
    default T max(T x, T y) {
        return value(x) >= value(y) ? x : y;
    }
}
