package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunctionNewtonForm;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.math3.util.MathUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Functions of commons-math and Hipparchus whose own code is followed down to their FastMath, or that have rules: all derivatives
 * against closed forms.
 */
class LibraryFunctionsTest {
    @SuppressWarnings("unused") // by name
    private static final class Functions {
        static double erf(double[] x) {
            return Erf.erf(x[0]);
        }

        static double erfOfHipparchus(double[] x) {
            return org.hipparchus.special.Erf.erf(x[0]);
        }

        static double erfc(double[] x) {
            return Erf.erfc(x[0]);
        }

        static double erfcOfHipparchus(double[] x) {
            return org.hipparchus.special.Erf.erfc(x[0]);
        }

        static double erfBetween(double[] x) {
            return Erf.erf(x[0], 2 * x[0]);
        }

        static double erfBetweenOfHipparchus(double[] x) {
            return org.hipparchus.special.Erf.erf(x[0], 2 * x[0]);
        }

        static double erfInv(double[] x) {
            return Erf.erfInv(x[0]);
        }

        static double erfInvOfHipparchus(double[] x) {
            return org.hipparchus.special.Erf.erfInv(x[0]);
        }

        static double erfcInv(double[] x) {
            return Erf.erfcInv(x[0]);
        }

        static double erfcInvOfHipparchus(double[] x) {
            return org.hipparchus.special.Erf.erfcInv(x[0]);
        }

        static double logGamma(double[] x) {
            return Gamma.logGamma(x[0]);
        }

        static double logGammaOfHipparchus(double[] x) {
            return org.hipparchus.special.Gamma.logGamma(x[0]);
        }

        static double gamma(double[] x) {
            return Gamma.gamma(x[0]);
        }

        static double gammaOfHipparchus(double[] x) {
            return org.hipparchus.special.Gamma.gamma(x[0]);
        }

        static double digamma(double[] x) {
            return Gamma.digamma(x[0]);
        }

        static double digammaOfHipparchus(double[] x) {
            return org.hipparchus.special.Gamma.digamma(x[0]);
        }

        static double logBeta(double[] x) {
            return Beta.logBeta(x[0], x[0] + 1);
        }

        static double logBetaOfHipparchus(double[] x) {
            return org.hipparchus.special.Beta.logBeta(x[0], x[0] + 1);
        }

        static double regularizedGamma(double[] x) {
            return Gamma.regularizedGammaP(4, x[0]);
        }

        static double regularizedGammaOfHipparchus(double[] x) {
            return org.hipparchus.special.Gamma.regularizedGammaP(4, x[0]);
        }

        static double complementOfRegularizedGamma(double[] x) {
            return Gamma.regularizedGammaQ(4, x[0]);
        }

        static double normalizedAngle(double[] x) {
            return FastMath.sin(MathUtils.normalizeAngle(x[0], 9));
        }

        static double normalizedAngleOfHipparchus(double[] x) {
            return org.hipparchus.util.FastMath.sin(org.hipparchus.util.MathUtils.normalizeAngle(x[0], 9));
        }

        static double polynomial(double[] x) {
            return PolynomialFunctionNewtonForm.evaluate(new double[] {1, 2, 3}, new double[] {0.5, 0.25}, x[0]);
        }

        static double polynomialOfHipparchus(double[] x) {
            return org.hipparchus.analysis.polynomials.PolynomialFunctionNewtonForm.evaluate(
                    new double[] {1, 2, 3}, new double[] {0.5, 0.25}, x[0]);
        }

        static double normalDensity(double[] x) {
            return FastMath.exp(-0.5 * FastMath.pow(x[0], 2)) / FastMath.sqrt(2 * FastMath.PI);
        }
    }

    /** A name, a range of arguments, and the first and the second derivative. */
    private record Case(String name, double from, double to, Derivative first, Derivative second) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Derivative {
        double at(double x);
    }

    private static double bell(double x) {
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    }

    // The library's own are right to eight digits only. By recurrence up to where the asymptotic series has sixteen.

    private static double digamma(double x) {
        double below = 0;
        double large = x;
        for (; large < 30; large++) {
            below += 1 / large;
        }
        double s = 1 / (large * large);
        return Math.log(large) - 0.5 / large - s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s / 240))) - below;
    }

    private static double trigamma(double x) {
        double below = 0;
        double large = x;
        for (; large < 30; large++) {
            below += 1 / (large * large);
        }
        double s = 1 / (large * large);
        return 1 / large + s / 2 + s / large * (1.0 / 6 - s * (1.0 / 30 - s * (1.0 / 42 - s / 30))) + below;
    }

    private static double tetragamma(double x) {
        double below = 0;
        double large = x;
        for (; large < 30; large++) {
            below += 2 / (large * large * large);
        }
        double s = 1 / (large * large);
        return -s - s / large - s * s * (0.5 - s * (1.0 / 6 - s * (1.0 / 6 - s * 3 / 10))) - below;
    }

    static Stream<Case> cases() {
        Derivative erf = LibraryFunctionsTest::bell;
        Derivative erfTwice = x -> -2 * x * bell(x);
        Derivative inverse = x -> 1 / bell(Erf.erfInv(x));
        Derivative inverseTwice = x -> 2 * Erf.erfInv(x) / (bell(Erf.erfInv(x)) * bell(Erf.erfInv(x)));
        Derivative density = x -> Math.pow(x, 3) * Math.exp(-x) / 6;
        Derivative densityOnce = x -> density.at(x) * (3 / x - 1);
        Derivative gamma = x -> Gamma.gamma(x) * digamma(x);
        Derivative gammaTwice = x -> Gamma.gamma(x) * (digamma(x) * digamma(x) + trigamma(x));
        Derivative logBeta = x -> digamma(x) + digamma(x + 1) - 2 * digamma(2 * x + 1);
        Derivative logBetaTwice = x -> trigamma(x) + trigamma(x + 1) - 4 * trigamma(2 * x + 1);
        return Stream.of(
                        new Case("erf", -6, 6, erf, erfTwice),
                        new Case("erfc", -6, 6, x -> -erf.at(x), x -> -erfTwice.at(x)),
                        new Case(
                                "erfBetween",
                                -3,
                                3,
                                x -> 2 * bell(2 * x) - bell(x),
                                x -> -16 * x * bell(2 * x) + 2 * x * bell(x)),
                        new Case("erfInv", -0.99, 0.99, inverse, inverseTwice),
                        new Case("erfcInv", 0.01, 1.99, x -> -inverse.at(1 - x), x -> inverseTwice.at(1 - x)),
                        new Case("logGamma", 0.1, 40, LibraryFunctionsTest::digamma, LibraryFunctionsTest::trigamma),
                        new Case("digamma", 0.1, 20, LibraryFunctionsTest::trigamma, LibraryFunctionsTest::tetragamma),
                        new Case("gamma", 0.1, 25, gamma, gammaTwice),
                        new Case("logBeta", 0.1, 30, logBeta, logBetaTwice),
                        new Case("regularizedGamma", 0.1, 4.9, density, densityOnce),
                        new Case("normalizedAngle", -20, 20, Math::cos, x -> -Math.sin(x)),
                        new Case("polynomial", -3, 3, x -> 2 + 3 * (2 * x - 0.75), x -> 6))
                .flatMap(one -> Stream.of(
                        one, new Case(one.name() + "OfHipparchus", one.from(), one.to(), one.first(), one.second())));
    }

    static Stream<Case> others() {
        Derivative density = x -> Math.pow(x, 3) * Math.exp(-x) / 6;
        Derivative normal = x -> Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        return Stream.of(
                new Case(
                        "complementOfRegularizedGamma",
                        0.1,
                        4.9,
                        x -> -density.at(x),
                        x -> -density.at(x) * (3 / x - 1)),
                new Case("normalDensity", -5, 5, x -> -x * normal.at(x), x -> (x * x - 1) * normal.at(x)));
    }

    @ParameterizedTest
    @MethodSource({"cases", "others"})
    void derivativesOfBothOrdersAreThoseOfTheClosedForm(Case function) {
        Laboratory.Subject subject = Laboratory.subject(Functions.class, function.name());
        for (int i = 0; i <= 40; i++) {
            double[] x = {function.from() + (function.to() - function.from()) * i / 40};
            double first = function.first().at(x[0]);
            double second = function.second().at(x[0]);
            double[] one = {1};
            // What the libraries add to log x in digamma is right to eight digits, and differentiated as it is.
            double error = function.name().startsWith("digamma") ? 1e-8 : 1e-9;
            assertEquals(subject.value(x), subject.gradient(x)[0]);
            assertClose(x, first, subject.gradient(x)[1], error);
            assertClose(x, first, subject.jvp(x, one)[1], error);
            assertClose(x, second, subject.hvp(x, one)[1], 1e-7);
        }
    }

    private static void assertClose(double[] x, double expected, double actual, double relative) {
        double error = Math.abs(expected - actual);
        assertTrue(
                error <= relative * Math.max(Math.abs(expected), 1e-3),
                () -> "at " + Arrays.toString(x) + ": expected " + expected + " but was " + actual);
    }
}
