package dev.fluxion.agent.derive.random;

import static dev.fluxion.agent.derive.random.DoubleDouble.ONE;
import static dev.fluxion.agent.derive.random.DoubleDouble.ZERO;
import static dev.fluxion.agent.derive.random.DoubleDouble.exactProduct;

/**
 * First and second partial derivatives of an operation at one point.
 *
 * @param first by argument
 * @param second by two arguments, symmetric; null where all are zero
 * @param scale for each second one, how large the terms are that may cancel in it
 */
record Partials(DoubleDouble[] first, DoubleDouble[][] second, double[][] scale) {
    private static Partials linear(DoubleDouble... first) {
        return new Partials(first, null, null);
    }

    static Partials linear(double... first) {
        DoubleDouble[] exact = new DoubleDouble[first.length];
        for (int i = 0; i < first.length; i++) {
            exact[i] = DoubleDouble.of(first[i]);
        }
        return linear(exact);
    }

    private static Partials unary(DoubleDouble first, DoubleDouble second) {
        return unary(first, second, second.absolute());
    }

    private static Partials unary(DoubleDouble first, DoubleDouble second, double scale) {
        return new Partials(new DoubleDouble[] {first}, new DoubleDouble[][] {{second}}, new double[][] {{scale}});
    }

    private static Partials binary(
            DoubleDouble inX, DoubleDouble inY, DoubleDouble inXX, DoubleDouble inXY, DoubleDouble inYY) {
        return binary(inX, inY, inXX, inXY, inYY, inXX.absolute(), inXY.absolute(), inYY.absolute());
    }

    private static Partials binary(
            DoubleDouble inX,
            DoubleDouble inY,
            DoubleDouble inXX,
            DoubleDouble inXY,
            DoubleDouble inYY,
            double scaleXX,
            double scaleXY,
            double scaleYY) {
        return new Partials(
                new DoubleDouble[] {inX, inY},
                new DoubleDouble[][] {{inXX, inXY}, {inXY, inYY}},
                new double[][] {{scaleXX, scaleXY}, {scaleXY, scaleYY}});
    }

    static Partials of(Operator operator, double x, double y) {
        return switch (operator) {
            case ADD -> linear(1.0, 1.0);
            case SUBTRACT -> linear(1.0, -1.0);
            case MULTIPLY -> binary(DoubleDouble.of(y), DoubleDouble.of(x), ZERO, ONE, ZERO);
            case DIVIDE -> quotient(x, y);
            case REMAINDER -> linear(1.0, -wholeQuotient(x, x % y, y));
            default -> throw new IllegalArgumentException(operator.name());
        };
    }

    private static Partials quotient(double x, double y) {
        DoubleDouble inverse = DoubleDouble.of(y).reciprocal();
        DoubleDouble square = inverse.squared();
        DoubleDouble slope = square.times(-x);
        return binary(
                inverse, slope, ZERO, square.negated(), slope.times(inverse).times(-2));
    }

    private static double wholeQuotient(double x, double remainder, double y) {
        return Math.rint(
                DoubleDouble.of(x).plus(-remainder).over(DoubleDouble.of(y)).value());
    }

    static Partials of(MathFunction function, double[] a, double result) {
        double x = a[0];
        return switch (function) {
            case SIN -> unary(Elementary.cos(x), Elementary.sin(x).negated());
            case COS -> unary(Elementary.sin(x).negated(), Elementary.cos(x).negated());
            case TAN -> tangent(x);
            case ASIN -> arcsine(x, 1);
            case ACOS -> arcsine(x, -1);
            case ATAN -> arctangent(x);
            case SINH -> unary(Elementary.cosh(x), Elementary.sinh(x));
            case COSH -> unary(Elementary.sinh(x), Elementary.cosh(x));
            case TANH -> hyperbolicTangent(x);
            case EXP, EXPM1 -> unary(Elementary.exp(DoubleDouble.of(x)), Elementary.exp(DoubleDouble.of(x)));
            case LOG -> logarithm(DoubleDouble.of(x), ONE);
            case LOG10 -> logarithm(DoubleDouble.of(x), Elementary.logOfTen());
            case LOG1P -> logarithm(DoubleDouble.of(x).plus(1), ONE);
            case SQRT -> root(DoubleDouble.of(x).squareRoot(), DoubleDouble.of(x), 2);
            case CBRT -> root(DoubleDouble.of(x).cubeRoot(), DoubleDouble.of(x), 3);
            case TO_RADIANS -> linear(Elementary.radiansPerDegree());
            case TO_DEGREES -> linear(Elementary.radiansPerDegree().reciprocal());
            case POW -> power(x, a[1]);
            case HYPOT -> hypotenuse(x, a[1]);
            case ATAN2 -> angle(x, a[1]);
            case IEEE_REMAINDER -> linear(1.0, -wholeQuotient(x, result, a[1]));
            case FMA -> fusedMultiplyAdd(x, a[1]);
            case ABS -> linear(Math.signum(x));
            case MAX -> chosen(x, a[1], 1);
            case MIN -> chosen(x, a[1], -1);
            case COPY_SIGN -> linear(Math.signum(x) * Math.copySign(1, a[1]), 0);
            case NEXT_UP -> linear(1.0);
            case NEXT_AFTER -> linear(1.0, 0.0);
            case SCALB -> linear(Math.scalb(1.0, (int) a[1]), 0.0);
            case SIGNUM, ULP, FLOOR, CEIL, RINT -> linear(0.0);
        };
    }

    /** The convention at a tie is a half for each. */
    private static Partials chosen(double x, double y, int sign) {
        double share = x == y ? 0.5 : sign * x > sign * y ? 1 : 0;
        return linear(share, 1 - share);
    }

    private static Partials tangent(double x) {
        DoubleDouble cos = Elementary.cos(x);
        DoubleDouble slope = cos.squared().reciprocal();
        return unary(slope, slope.times(Elementary.sin(x)).over(cos).times(2));
    }

    private static Partials arcsine(double x, int sign) {
        DoubleDouble inverse = DoubleDouble.of(1)
                .plus(exactProduct(x, x).negated())
                .squareRoot()
                .reciprocal()
                .times(sign);
        DoubleDouble curvature = inverse.squared().times(inverse).times(x);
        return unary(inverse, curvature, Math.abs(curvature.high() / x) * Math.max(1, Math.abs(x)));
    }

    private static Partials arctangent(double x) {
        DoubleDouble slope = exactProduct(x, x).plus(1).reciprocal();
        return unary(slope, slope.squared().times(-2 * x));
    }

    private static Partials hyperbolicTangent(double x) {
        DoubleDouble cosh = Elementary.cosh(x);
        DoubleDouble slope = cosh.squared().reciprocal();
        DoubleDouble curvature = slope.times(Elementary.sinh(x)).over(cosh).times(-2);
        return unary(slope, curvature, 4 * slope.absolute());
    }

    private static Partials logarithm(DoubleDouble x, DoubleDouble unit) {
        DoubleDouble slope = x.times(unit).reciprocal();
        return unary(slope, slope.over(x).negated());
    }

    /** y/(n x) and (1/n)(1/n - 1) y/x². */
    private static Partials root(DoubleDouble root, DoubleDouble x, int n) {
        if (x.high() == 0) {
            return unary(DoubleDouble.of(Double.POSITIVE_INFINITY), DoubleDouble.of(Double.NaN));
        }
        DoubleDouble slope = root.over(x.times(n));
        return unary(slope, slope.over(x).times(1 - n).over(DoubleDouble.of(n)));
    }

    private static Partials power(double x, double y) {
        if (x <= 0) {
            return powerOfNegative(x, y);
        }
        DoubleDouble exponent = DoubleDouble.of(y);
        DoubleDouble log = Elementary.log(x);
        DoubleDouble power = Elementary.pow(x, exponent);
        DoubleDouble lower = power.over(DoubleDouble.of(x));
        DoubleDouble lowest = lower.over(DoubleDouble.of(x));
        DoubleDouble inXX = lowest.times(y).times(exponent.plus(-1));
        DoubleDouble inXY = lower.times(log.times(y).plus(1));
        return binary(
                lower.times(y),
                power.times(log),
                inXX,
                inXY,
                power.times(log).times(log),
                lowest.absolute() * Math.abs(y) * (Math.abs(y) + 1),
                lower.absolute() * (1 + Math.abs(y * log.high())),
                power.absolute() * log.high() * log.high());
    }

    /** The exponent is whole or the value is no number; it has no derivative, by convention. */
    private static Partials powerOfNegative(double x, double y) {
        DoubleDouble inX = y == 0 ? ZERO : wholePower(x, y - 1).times(y);
        DoubleDouble inXX =
                y == 0 || y == 1 ? ZERO : wholePower(x, y - 2).times(y).times(y - 1);
        double scale = Math.abs(inXX.high()) * (1 + 2 / Math.max(Math.abs(y - 1), 1));
        return binary(inX, ZERO, inXX, ZERO, ZERO, scale, 0, 0);
    }

    private static DoubleDouble wholePower(double x, double y) {
        if (x == 0 || Math.rint(y) != y || Math.abs(y) > 64) {
            return DoubleDouble.of(Math.pow(x, y));
        }
        DoubleDouble power = ONE;
        for (int i = 0; i < Math.abs(y); i++) {
            power = power.times(x);
        }
        return y < 0 ? power.reciprocal() : power;
    }

    /** At the origin it is flat by convention. */
    private static Partials hypotenuse(double x, double y) {
        if (x == 0 && y == 0) {
            return linear(0.0, 0.0);
        }
        DoubleDouble h = exactProduct(x, x).plus(exactProduct(y, y)).squareRoot();
        DoubleDouble cube = h.squared().times(h);
        double scale = 2 / h.high();
        return binary(
                DoubleDouble.of(x).over(h),
                DoubleDouble.of(y).over(h),
                exactProduct(y, y).over(cube),
                exactProduct(x, y).negated().over(cube),
                exactProduct(x, x).over(cube),
                scale,
                scale,
                scale);
    }

    private static Partials angle(double y, double x) {
        DoubleDouble square = exactProduct(x, x).plus(exactProduct(y, y));
        DoubleDouble fourth = square.squared();
        DoubleDouble mixed = exactProduct(x, y).times(2).over(fourth);
        DoubleDouble difference = exactProduct(y, y).minus(exactProduct(x, x)).over(fourth);
        double scale = 3 / square.high();
        return binary(
                DoubleDouble.of(x).over(square),
                DoubleDouble.of(-y).over(square),
                mixed.negated(),
                difference,
                mixed,
                scale,
                scale,
                scale);
    }

    private static Partials fusedMultiplyAdd(double x, double y) {
        return new Partials(
                new DoubleDouble[] {DoubleDouble.of(y), DoubleDouble.of(x), ONE},
                new DoubleDouble[][] {{ZERO, ONE, ZERO}, {ONE, ZERO, ZERO}, {ZERO, ZERO, ZERO}},
                new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 0}});
    }
}
