package dev.fluxion.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.UnaryOperator;

/**
 * Elementary functions to 420 digits, from their series, and derivatives as central differences of them. The reference of the rules
 * thus knows the functions but none of the formulas for their derivatives.
 */
final class HighPrecision {
    private static final MathContext DIGITS = new MathContext(420, RoundingMode.HALF_EVEN);
    /** Reducing 10³⁰⁰ by a multiple of 2π takes three hundred digits more. */
    private static final MathContext REDUCTION_DIGITS = new MathContext(760, RoundingMode.HALF_EVEN);

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal NEGLIGIBLE = BigDecimal.ONE.scaleByPowerOfTen(-760);
    private static final BigDecimal STEP = BigDecimal.ONE.scaleByPowerOfTen(-30);

    /** Machin's formula. */
    static final BigDecimal PI = BigDecimal.valueOf(4)
            .multiply(BigDecimal.valueOf(4)
                    .multiply(arctangentSeries(inverse(5), REDUCTION_DIGITS))
                    .subtract(arctangentSeries(inverse(239), REDUCTION_DIGITS)));

    private static final BigDecimal LOG_OF_TEN = log(BigDecimal.TEN);

    private HighPrecision() {}

    /** The derivative where the function varies on a scale of 1 however large the argument is. */
    static BigDecimal derivative(UnaryOperator<BigDecimal> function, double x) {
        return centralDifference(function, new BigDecimal(x), STEP);
    }

    /** The derivative where the function varies on the scale of its argument, from 1 on. */
    static BigDecimal derivativeOnGrowingScale(UnaryOperator<BigDecimal> function, double x) {
        return centralDifference(
                function, new BigDecimal(x), STEP.multiply(BigDecimal.valueOf(Math.max(1, Math.abs(x)))));
    }

    /** The derivative where the function varies on the scale {@code scale}, such as its distance from a pole. */
    static BigDecimal derivative(UnaryOperator<BigDecimal> function, double x, double scale) {
        return centralDifference(function, new BigDecimal(x), STEP.multiply(new BigDecimal(scale)));
    }

    private static BigDecimal centralDifference(UnaryOperator<BigDecimal> function, BigDecimal x, BigDecimal step) {
        BigDecimal difference = function.apply(x.add(step)).subtract(function.apply(x.subtract(step)));
        return difference.divide(step.multiply(TWO), DIGITS);
    }

    static BigDecimal exp(BigDecimal x) {
        int halvings = Math.max(0, x.precision() - x.scale()) * 4 + 20;
        BigDecimal reduced = x.divide(TWO.pow(halvings), REDUCTION_DIGITS);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(NEGLIGIBLE) > 0; n++) {
            term = term.multiply(reduced).divide(BigDecimal.valueOf(n), REDUCTION_DIGITS);
            sum = sum.add(term);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, REDUCTION_DIGITS);
        }
        return sum.round(DIGITS);
    }

    /** Halley's iteration on exp, which triples the digits: 15, 45, 135, 405, beyond. */
    static BigDecimal log(BigDecimal x) {
        BigDecimal y = new BigDecimal(Math.log(x.doubleValue()));
        for (int i = 0; i < 4; i++) {
            BigDecimal power = exp(y);
            y = y.add(TWO.multiply(x.subtract(power)).divide(x.add(power), DIGITS));
        }
        return y;
    }

    static BigDecimal log10(BigDecimal x) {
        return log(x).divide(LOG_OF_TEN, DIGITS);
    }

    static BigDecimal pow(BigDecimal x, BigDecimal y) {
        return exp(y.multiply(log(x), DIGITS));
    }

    static BigDecimal sqrt(BigDecimal x) {
        return x.sqrt(DIGITS);
    }

    static BigDecimal cbrt(BigDecimal x) {
        BigDecimal root = exp(log(x.abs()).divide(BigDecimal.valueOf(3), DIGITS));
        return x.signum() < 0 ? root.negate() : root;
    }

    static BigDecimal hypot(BigDecimal x, BigDecimal y) {
        return sqrt(x.multiply(x).add(y.multiply(y)));
    }

    static BigDecimal sin(BigDecimal x) {
        BigDecimal reduced = reduce(x);
        return alternating(reduced, reduced, 1);
    }

    static BigDecimal cos(BigDecimal x) {
        return alternating(BigDecimal.ONE, reduce(x), 0);
    }

    static BigDecimal tan(BigDecimal x) {
        return sin(x).divide(cos(x), DIGITS);
    }

    static BigDecimal asin(BigDecimal x) {
        return atan(x.divide(sqrt(BigDecimal.ONE.subtract(x.multiply(x))), DIGITS));
    }

    static BigDecimal acos(BigDecimal x) {
        return PI.divide(TWO).subtract(asin(x));
    }

    static BigDecimal atan(BigDecimal x) {
        if (x.abs().compareTo(BigDecimal.ONE) > 0) {
            BigDecimal quarter = PI.divide(TWO).multiply(BigDecimal.valueOf(x.signum()));
            return quarter.subtract(atan(BigDecimal.ONE.divide(x, DIGITS)));
        }
        BigDecimal reduced = x;
        int halvings = 10;
        for (int i = 0; i < halvings; i++) {
            BigDecimal square = reduced.multiply(reduced, REDUCTION_DIGITS);
            reduced = reduced.divide(BigDecimal.ONE.add(sqrt(BigDecimal.ONE.add(square))), DIGITS);
        }
        return arctangentSeries(reduced, DIGITS).multiply(TWO.pow(halvings));
    }

    /** The angle of (x, y) where the vector is not vertical, up to a constant, which its derivatives do not see. */
    static BigDecimal angleFromSlope(BigDecimal y, BigDecimal x) {
        return atan(y.divide(x, DIGITS));
    }

    /** The angle of (x, y) where the vector is not horizontal, up to a constant. */
    static BigDecimal angleFromInverseSlope(BigDecimal y, BigDecimal x) {
        return atan(x.divide(y, DIGITS)).negate();
    }

    static BigDecimal sinh(BigDecimal x) {
        return exp(x).subtract(exp(x.negate())).divide(TWO);
    }

    static BigDecimal cosh(BigDecimal x) {
        return exp(x).add(exp(x.negate())).divide(TWO);
    }

    static BigDecimal tanh(BigDecimal x) {
        return sinh(x).divide(cosh(x), DIGITS);
    }

    private static BigDecimal inverse(int n) {
        return BigDecimal.ONE.divide(BigDecimal.valueOf(n), REDUCTION_DIGITS);
    }

    private static BigDecimal reduce(BigDecimal x) {
        BigDecimal period = PI.multiply(TWO);
        BigInteger turns = x.divide(period, REDUCTION_DIGITS)
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger();
        return x.subtract(period.multiply(new BigDecimal(turns)), REDUCTION_DIGITS);
    }

    /** first - first·x²/((n+1)(n+2)) + ... */
    private static BigDecimal alternating(BigDecimal first, BigDecimal x, int n) {
        BigDecimal square = x.multiply(x, REDUCTION_DIGITS);
        BigDecimal term = first;
        BigDecimal sum = first;
        for (int k = n; term.abs().compareTo(NEGLIGIBLE) > 0; k += 2) {
            term = term.multiply(square)
                    .divide(BigDecimal.valueOf((k + 1L) * (k + 2L)), REDUCTION_DIGITS)
                    .negate();
            sum = sum.add(term);
        }
        return sum;
    }

    private static BigDecimal arctangentSeries(BigDecimal x, MathContext digits) {
        BigDecimal square = x.multiply(x, digits).negate();
        BigDecimal power = x;
        BigDecimal sum = x;
        for (int k = 3; power.abs().compareTo(NEGLIGIBLE) > 0; k += 2) {
            power = power.multiply(square, digits);
            sum = sum.add(power.divide(BigDecimal.valueOf(k), digits));
        }
        return sum;
    }
}
