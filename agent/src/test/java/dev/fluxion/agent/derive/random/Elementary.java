package dev.fluxion.agent.derive.random;

import java.math.BigDecimal;

/** Elementary functions to nearly the precision of {@link DoubleDouble}, from their series. */
final class Elementary {
    private static final BigDecimal HALF_PI_DIGITS = new BigDecimal(
            "1.57079632679489661923132169163975144209858469968755291048747229615390820314310449931401741267105853399107404325664115332354692");
    private static final DoubleDouble HALF_PI = rounded(HALF_PI_DIGITS);
    private static final DoubleDouble LOG_OF_TWO = rounded(
            new BigDecimal("0.693147180559945309417232121458176568075500134360255254120680009493393621969694716"));
    private static final DoubleDouble LOG_OF_TEN = rounded(
            new BigDecimal("2.302585092994045684017991454684364207601101488628772976033327900967572609677352480"));

    private Elementary() {}

    private static DoubleDouble rounded(BigDecimal value) {
        double high = value.doubleValue();
        return new DoubleDouble(high, value.subtract(new BigDecimal(high)).doubleValue());
    }

    static DoubleDouble logOfTen() {
        return LOG_OF_TEN;
    }

    static DoubleDouble radiansPerDegree() {
        return HALF_PI.over(DoubleDouble.of(90));
    }

    /** After reduction to less than 1/1000 by squarings, of e^x - 1 so that nothing is lost in them. */
    static DoubleDouble exp(DoubleDouble x) {
        if (!(Math.abs(x.high()) < 700)) {
            return DoubleDouble.of(Math.exp(x.high()));
        }
        int twos = (int) Math.rint(x.high() / LOG_OF_TWO.high());
        DoubleDouble reduced = x.minus(LOG_OF_TWO.times(twos)).scaledByPowerOfTwo(-9);
        DoubleDouble term = reduced;
        DoubleDouble sum = reduced;
        for (int n = 2; n <= 10; n++) {
            term = term.times(reduced).over(DoubleDouble.of(n));
            sum = sum.plus(term);
        }
        for (int i = 0; i < 9; i++) {
            sum = sum.times(2).plus(sum.squared());
        }
        return sum.plus(1).scaledByPowerOfTwo(twos);
    }

    /** One step of Newton's iteration doubles the digits of Math.log. */
    static DoubleDouble log(double x) {
        double start = Math.log(x);
        if (!Double.isFinite(start)) {
            return DoubleDouble.of(start);
        }
        DoubleDouble y = DoubleDouble.of(start);
        return y.plus(exp(y.negated()).times(x).plus(-1));
    }

    static DoubleDouble sin(double x) {
        return turned(x, 0);
    }

    static DoubleDouble cos(double x) {
        return turned(x, 1);
    }

    /** sin(x + quarters π/2). */
    private static DoubleDouble turned(double x, int quarters) {
        if (!Double.isFinite(x)) {
            return DoubleDouble.of(Double.NaN);
        }
        double turns = Math.rint(x / HALF_PI.high());
        DoubleDouble reduced = Math.abs(x) < 1e3
                ? DoubleDouble.of(x).minus(HALF_PI.times(turns))
                : rounded(new BigDecimal(x).subtract(HALF_PI_DIGITS.multiply(new BigDecimal(turns))));
        long quadrant = ((long) (turns % 4) + 4 + quarters) % 4;
        DoubleDouble value = series(reduced, quadrant % 2 == 0);
        return quadrant >= 2 ? value.negated() : value;
    }

    private static DoubleDouble series(DoubleDouble x, boolean odd) {
        DoubleDouble square = x.squared().negated();
        DoubleDouble term = odd ? x : DoubleDouble.ONE;
        DoubleDouble sum = term;
        for (int k = odd ? 1 : 0; k < 28; k += 2) {
            term = term.times(square).over(DoubleDouble.of((k + 1.0) * (k + 2.0)));
            sum = sum.plus(term);
        }
        return sum;
    }

    static DoubleDouble cosh(double x) {
        DoubleDouble power = exp(DoubleDouble.of(x));
        return power.plus(power.reciprocal()).times(0.5);
    }

    static DoubleDouble sinh(double x) {
        if (Math.abs(x) < 0.25) {
            DoubleDouble square = DoubleDouble.exactProduct(x, x);
            DoubleDouble term = DoubleDouble.of(x);
            DoubleDouble sum = term;
            for (int k = 1; k < 24; k += 2) {
                term = term.times(square).over(DoubleDouble.of((k + 1.0) * (k + 2.0)));
                sum = sum.plus(term);
            }
            return sum;
        }
        DoubleDouble power = exp(DoubleDouble.of(x));
        return power.minus(power.reciprocal()).times(0.5);
    }

    /** For a positive base. */
    static DoubleDouble pow(double base, DoubleDouble exponent) {
        return exp(log(base).times(exponent));
    }
}
