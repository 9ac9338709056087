package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cern.jet.math.Bessel;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HessianOf;
import dev.fluxion.agent.link.nested.NestedReference;
import java.lang.invoke.MethodHandle;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Arrays of constants from fields, handed on to calls: they need no shadow, in no mode and to no order. */
class ConstantTablesTest {
    private static final double[] POINT = {0.7, -1.3, 0.4};

    private static final double[] CUBIC = {1, -2, 0.5, 3};
    private static final double[][] ROWS = {{2, 1, -1}, {0.25, 4, 1.5, -0.5}};

    /** What a chain of classes does with a table, so that no call is expanded in place. */
    private static final class Outer {
        static double own(double x) {
            return Middle.scaled(x, CUBIC);
        }

        static double ofAnotherClass(double x) {
            return Inner.polynomial(x, Tables.QUADRATIC) * Math.sin(x);
        }

        static double threeDeep(double x) {
            return Middle.further(x, CUBIC);
        }

        static double rows(double x) {
            double sum = 0;
            for (int i = 0; i < ROWS.length; i++) {
                sum += Middle.scaled(x, ROWS[i]);
            }
            return sum;
        }

        static double rowsAsAWhole(double x) {
            return Middle.ofRows(x, ROWS);
        }

        static double ternary(double x) {
            return Middle.scaled(x, x > 0 ? CUBIC : ROWS[1]);
        }

        static double chosen(double x, int way) {
            double[] table;
            switch (way) {
                case 0:
                    table = CUBIC;
                    break;
                case 1:
                    table = ROWS[1];
                    break;
                default:
                    table = new double[] {1, 2, x > 0 ? 3 : 4};
            }
            return Middle.scaled(x, table);
        }

        static double chosenInALoop(double x) {
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                sum = Middle.scaled(x + 0.1 * sum, i % 2 == 0 ? CUBIC : ROWS[i / 2]);
            }
            return sum;
        }

        static double returned(double x) {
            return Middle.scaled(x, Tables.quadratic());
        }

        static double inAnArray(double x) {
            double[][] tables = {CUBIC, Tables.QUADRATIC};
            return Middle.ofRows(x, tables);
        }

        static double ofAnObject(double x) {
            return new Polynomial(CUBIC).value(x);
        }

        static double orActive(double x, boolean isActive) {
            double[] table = isActive ? new double[] {x, 2, 1} : CUBIC;
            return Middle.scaled(x, table);
        }

        private Outer() {}
    }

    private static final class Tables {
        static final double[] QUADRATIC = {3, -1, 2};

        static double[] quadratic() {
            return QUADRATIC;
        }

        private Tables() {}
    }

    private static final class Polynomial {
        private final double[] coefficients;

        Polynomial(double[] coefficients) {
            this.coefficients = coefficients;
        }

        double value(double x) {
            return Middle.scaled(x, coefficients);
        }
    }

    private static final class Middle {
        static double scaled(double x, double[] table) {
            return Inner.polynomial(x, table) * x;
        }

        static double further(double x, double[] table) {
            return scaled(Math.exp(x), table) - scaled(x, table);
        }

        static double ofRows(double x, double[][] rows) {
            double product = 1;
            for (double[] row : rows) {
                product *= Inner.polynomial(x, row);
            }
            return product;
        }

        private Middle() {}
    }

    private static final class Inner {
        static double polynomial(double x, double[] table) {
            double sum = 0;
            for (double coefficient : table) {
                sum = sum * x + coefficient;
            }
            return sum;
        }

        private Inner() {}
    }

    private static double polynomial(double x, double... table) {
        double sum = 0;
        for (double coefficient : table) {
            sum = sum * x + coefficient;
        }
        return sum;
    }

    /** Every derivative to second order, those in reverse over reverse mode too. */
    private static void requireSecondOrder(String method, DoubleUnaryOperator byHand) throws Throwable {
        NestedReference.requireDerivatives(ConstantTablesTest.class, method, x -> byHand.applyAsDouble(x[0]) * x[1]);
        Laboratory.Subject subject = Laboratory.subject(ConstantTablesTest.class, method);
        double[] direction = {0.3, -1, 2};
        double[] forwardOverReverse = subject.hvp(POINT, direction);
        assertArrayEquals(forwardOverReverse, subject.reverseOverReverse(POINT, direction), 1e-12);
    }

    static double own(double[] x) {
        return Outer.own(x[0]) * x[1];
    }

    static double ofAnotherClass(double[] x) {
        return Outer.ofAnotherClass(x[0]) * x[1];
    }

    static double threeDeep(double[] x) {
        return Outer.threeDeep(x[0]) * x[1];
    }

    @Test
    void aTableMayBePassedOnAnyNumberOfCallsDeep() throws Throwable {
        requireSecondOrder("own", x -> polynomial(x, 1, -2, 0.5, 3) * x);
        requireSecondOrder("ofAnotherClass", x -> polynomial(x, 3, -1, 2) * Math.sin(x));
        requireSecondOrder(
                "threeDeep",
                x -> polynomial(Math.exp(x), 1, -2, 0.5, 3) * Math.exp(x) - polynomial(x, 1, -2, 0.5, 3) * x);
    }

    static double rows(double[] x) {
        return Outer.rows(x[0]) * x[1];
    }

    static double rowsAsAWhole(double[] x) {
        return Outer.rowsAsAWhole(x[0]) * x[1];
    }

    static double inAnArray(double[] x) {
        return Outer.inAnArray(x[0]) * x[1];
    }

    @Test
    void aTableMayHaveRowsOrBeOne() throws Throwable {
        requireSecondOrder("rows", x -> (polynomial(x, 2, 1, -1) + polynomial(x, 0.25, 4, 1.5, -0.5)) * x);
        requireSecondOrder("rowsAsAWhole", x -> polynomial(x, 2, 1, -1) * polynomial(x, 0.25, 4, 1.5, -0.5));
        requireSecondOrder("inAnArray", x -> polynomial(x, 1, -2, 0.5, 3) * polynomial(x, 3, -1, 2));
    }

    static double ternary(double[] x) {
        return Outer.ternary(x[0]) * x[1];
    }

    static double chosen(double[] x) {
        return (Outer.chosen(x[0], 0) + 2 * Outer.chosen(x[0], 1) + 3 * Outer.chosen(x[0], 2)) * x[1];
    }

    static double chosenInALoop(double[] x) {
        return Outer.chosenInALoop(x[0]) * x[1];
    }

    @Test
    void aTableMayBeChosenInABranch() throws Throwable {
        requireSecondOrder("ternary", x -> polynomial(x, 1, -2, 0.5, 3) * x);
        requireSecondOrder(
                "chosen",
                x -> (polynomial(x, 1, -2, 0.5, 3) + 2 * polynomial(x, 0.25, 4, 1.5, -0.5) + 3 * polynomial(x, 1, 2, 3))
                        * x);
        requireSecondOrder("chosenInALoop", x -> {
            double first = polynomial(x, 1, -2, 0.5, 3) * x;
            double second = polynomial(x + 0.1 * first, 2, 1, -1) * (x + 0.1 * first);
            double third = x + 0.1 * second;
            return polynomial(third, 1, -2, 0.5, 3) * third;
        });
    }

    static double returned(double[] x) {
        return Outer.returned(x[0]) * x[1];
    }

    static double ofAnObject(double[] x) {
        return Outer.ofAnObject(x[0]) * x[1];
    }

    @Test
    void aTableMayComeFromAMethodOrAnObject() throws Throwable {
        requireSecondOrder("returned", x -> polynomial(x, 3, -1, 2) * x);
        requireSecondOrder("ofAnObject", x -> polynomial(x, 1, -2, 0.5, 3) * x);
    }

    static double besselFunctions(double[] x) {
        return Bessel.i0(x[0]) * Bessel.k1(x[0]) * x[1];
    }

    static double besselByHand(double x) {
        return Bessel.i0(x) * Bessel.k1(x);
    }

    @Test
    void besselFunctionsOfALibraryHaveProductsAndHessians() throws Throwable {
        requireSecondOrder("besselFunctions", ConstantTablesTest::besselByHand);
        double x = 0.7;
        double[][] hessian = (double[][]) Laboratory.theCompiler()
                .function("hessian", (java.util.function.ToDoubleFunction<double[]>) v -> Bessel.i0(v[0]) * v[1])
                .invokeExact(new double[] {x, 2});
        // I0' is I1, and I0'' is I0 - I1 / x.
        double second = 2 * (Bessel.i0(x) - Bessel.i1(x) / x);
        assertArrayEquals(new double[] {second, Bessel.i1(x)}, hessian[0], 1e-13);
        assertArrayEquals(new double[] {Bessel.i1(x), 0}, hessian[1], 1e-13);
    }

    // Derivatives within derivatives

    static double table(double[] x) {
        return Outer.chosenInALoop(x[0]) * x[1];
    }

    @GradientOf("table")
    static double[] tableGradient(double[] x) {
        return Fluxion.derived();
    }

    @HessianOf("rowsAsAWhole")
    static double[][] rowsHessian(double[] x) {
        return Fluxion.derived();
    }

    static double throughGradient(double[] x) {
        return tableGradient(x)[1] * x[1];
    }

    static double throughHessian(double[] x) {
        return rowsHessian(x)[0][1];
    }

    @Test
    void aTableIsPassedOnWithinDerivativesOfDerivatives() throws Throwable {
        NestedReference.requireDerivatives(
                ConstantTablesTest.class, "throughGradient", x -> Outer.chosenInALoop(x[0]) * x[1]);
        NestedReference.requireDerivatives(ConstantTablesTest.class, "throughHessian", x -> {
            double p = polynomial(x[0], 2, 1, -1);
            double dp = polynomial(x[0], 4, 1);
            double q = polynomial(x[0], 0.25, 4, 1.5, -0.5);
            double dq = polynomial(x[0], 0.75, 8, 1.5);
            return dp * q + p * dq;
        });
    }

    // The outer derivative is with respect to what the inner one takes for a constant.

    static double inner(double[] y, double[] table) {
        return Middle.further(y[0], table) + Outer.threeDeep(y[0]);
    }

    @GradientOf(value = "inner", wrt = "y")
    static double[] innerGradient(double[] y, double[] table) {
        return Fluxion.derived();
    }

    static double byTheTable(double[] x) {
        return innerGradient(new double[] {0.5}, new double[] {x[0], x[1] * x[2], 1})[0];
    }

    @Test
    void whatTheInnerDerivativeTakesForATableMayCarryTheOuterOne() throws Throwable {
        double e = Math.exp(0.5);
        double cubic = 4 * e * e * e * e - 6 * e * e * e + e * e + 3 * e - (4 * 0.125 - 6 * 0.25 + 0.5 + 3);
        NestedReference.requireDerivatives(
                ConstantTablesTest.class,
                "byTheTable",
                x -> x[0] * (3 * e * e * e - 3 * 0.25) + x[1] * x[2] * (2 * e * e - 2 * 0.5) + e - 1 + cubic);
    }

    static double orActive(double[] x) {
        return Outer.orActive(x[0], true) + x[1];
    }

    @Test
    void aLocalThatIsATableOrAnActiveArrayIsRefusedOrRight() throws Throwable {
        MethodHandle product = Laboratory.theCompiler()
                .function("hvp", (java.util.function.ToDoubleFunction<double[]>) ConstantTablesTest::orActive);
        double[] result = new double[2];
        double value = (double) product.invokeExact(new double[] {0.7, 1}, new double[] {1, 0}, new double[2], result);
        assertEquals(orActive(new double[] {0.7, 1}), value);
        // x (x³ + 2x + 1)
        assertEquals(12 * 0.49 + 4, result[0], 1e-13);
        MethodHandle other = Laboratory.theCompiler().function("hvp", (java.util.function.ToDoubleFunction<double[]>)
                x -> Outer.orActive(x[0], x[1] > 0) + Outer.orActive(x[0], x[1] <= 0));
        Throwable refusal = assertThrows(
                Throwable.class,
                () -> other.invoke(new double[] {0.7, 1}, new double[2], new double[2], new double[2]));
        assertTrue(refusal.getMessage().contains("an array that comes from a field"), refusal.getMessage());
    }
}
