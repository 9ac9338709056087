package dev.fluxion.agent.link.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import org.apache.commons.math3.exception.DimensionMismatchException;
import org.apache.commons.math3.util.MathArrays;
import org.apache.commons.math3.util.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that load tangents of arrays, and rules for comparisons: programs against others that say the same by plain arithmetic. */
class ArrayRulesTest {
    @SuppressWarnings("unused") // by name
    private static final class Programs {
        private static final double[] WEIGHTS = {0.5, -2, 0.25, 4};

        private static double sum(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }

        static double scalars(double[] x) {
            double y = MathArrays.linearCombination(x[0], x[1], x[2], x[0] * x[3]);
            double z = MathArrays.linearCombination(x[0], y, x[2], y, x[3], 2);
            return org.hipparchus.util.MathArrays.linearCombination(y, z, x[1], z, x[2], x[3], z, z);
        }

        static double scalarsPlainly(double[] x) {
            double y = x[0] * x[1] + x[2] * (x[0] * x[3]);
            double z = x[0] * y + x[2] * y + x[3] * 2;
            return y * z + x[1] * z + x[2] * x[3] + z * z;
        }

        static double bothCarry(double[] x) {
            double[] y = {x[3] * x[3], x[2], x[1] * x[0], 1};
            return MathArrays.linearCombination(x, y) * x[1];
        }

        static double bothCarryPlainly(double[] x) {
            double[] y = {x[3] * x[3], x[2], x[1] * x[0], 1};
            return sum(x, y) * x[1];
        }

        static double onlyTheFirstCarries(double[] x) {
            double s = org.hipparchus.util.MathArrays.linearCombination(x, WEIGHTS);
            return s * s;
        }

        static double onlyTheFirstCarriesPlainly(double[] x) {
            double s = sum(x, WEIGHTS);
            return s * s;
        }

        static double onlyTheSecondCarries(double[] x) {
            double s = MathArrays.linearCombination(new double[] {1, 2, 3, 4}, x);
            return s * s;
        }

        static double onlyTheSecondCarriesPlainly(double[] x) {
            double s = sum(new double[] {1, 2, 3, 4}, x);
            return s * s;
        }

        static double oneWithItself(double[] x) {
            double s = MathArrays.linearCombination(x, x);
            return s * Math.sin(s);
        }

        static double oneWithItselfPlainly(double[] x) {
            double s = sum(x, x);
            return s * Math.sin(s);
        }

        static double ofRowsThatAreWrittenAfterwards(double[] x) {
            double[][] rows = {{x[0], x[1]}, {x[2], x[3]}};
            double sum = 0;
            for (int i = 0; i < 5; i++) {
                double s = MathArrays.linearCombination(rows[0], rows[1]);
                rows[i % 2][1] = s * 0.5;
                sum += s;
            }
            return sum;
        }

        static double ofRowsThatAreWrittenAfterwardsPlainly(double[] x) {
            double[][] rows = {{x[0], x[1]}, {x[2], x[3]}};
            double sum = 0;
            for (int i = 0; i < 5; i++) {
                double s = sum(rows[0], rows[1]);
                rows[i % 2][1] = s * 0.5;
                sum += s;
            }
            return sum;
        }

        static double oneOfNone(double[] x) {
            return MathArrays.linearCombination(new double[] {x[0]}, new double[] {x[1]}) + x[2];
        }

        static double oneOfNonePlainly(double[] x) {
            return x[0] * x[1] + x[2];
        }

        static double lengthsThatDiffer(double[] x) {
            try {
                return MathArrays.linearCombination(x, new double[] {x[0]});
            } catch (DimensionMismatchException e) {
                return x[0] * x[1] * e.getDimension();
            }
        }

        static double lengthsThatDifferPlainly(double[] x) {
            return x[0] * x[1];
        }

        static double comparisons(double[] x) {
            double delta = Precision.representableDelta(x[0] * 1e6, x[1]);
            double rounded = Precision.round(x[2], 1) + Precision.round((float) x[3], 0);
            boolean isNear = Precision.equals(x[0], x[1], 10.0) && Precision.compareTo(x[2], x[3], 5) < 0;
            return isNear ? delta * x[2] + rounded * x[3] : x[0];
        }

        static double comparisonsPlainly(double[] x) {
            return x[1] * x[2] + (Precision.round(x[2], 1) + Precision.round((float) x[3], 0)) * x[3];
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scalars",
                "bothCarry",
                "onlyTheFirstCarries",
                "onlyTheSecondCarries",
                "oneWithItself",
                "ofRowsThatAreWrittenAfterwards",
                "oneOfNone",
                "lengthsThatDiffer",
                "comparisons"
            })
    void allDerivativesAreThoseOfTheSamePlainly(String name) {
        Laboratory.Subject subject = Laboratory.subject(Programs.class, name);
        Laboratory.Subject plain = Laboratory.subject(Programs.class, name + "Plainly");
        double[] x = {0.3, 1.7, -0.9, 1.1};
        double[] direction = {1, -0.5, 0.25, 2};
        assertClose(plain.gradient(x), subject.gradient(x));
        assertClose(plain.secondSweep(x), subject.secondSweep(x));
        assertClose(plain.jvp(x, direction), subject.jvp(x, direction));
        assertClose(plain.chunk(x, direction), subject.chunk(x, direction));
        assertClose(plain.hvp(x, direction), subject.hvp(x, direction));
        assertClose(plain.reverseOverReverse(x, direction), subject.reverseOverReverse(x, direction));
        assertEquals(subject.value(x), subject.gradient(x)[0]);
    }

    private static void assertClose(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-9 * Math.max(1, Math.abs(expected[i])));
        }
    }
}
