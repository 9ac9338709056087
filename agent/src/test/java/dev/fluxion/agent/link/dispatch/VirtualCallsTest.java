package dev.fluxion.agent.link.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Where Java finds the method that a call runs, and what the callee does with arrays and its own fields: against the chain rule by hand. */
class VirtualCallsTest {
    private static final double[] POINT = {0.7, -0.4};
    private static final SecondOrder X = SecondOrder.x(POINT[0]);
    private static final SecondOrder Y = SecondOrder.y(POINT[1]);

    private static void assertDerivatives(String name, SecondOrder expected) {
        Subject subject = Laboratory.subject(VirtualCallsTest.class, name);
        double value = subject.value(POINT.clone());
        assertEquals(expected.value(), value, 1e-14);
        double[] direction = {0.3, -1.1};
        double slope = expected.byX() * direction[0] + expected.byY() * direction[1];
        double[] product = {
            value,
            expected.byXx() * direction[0] + expected.byXy() * direction[1],
            expected.byXy() * direction[0] + expected.byYy() * direction[1]
        };
        double[] gradient = {value, expected.byX(), expected.byY()};
        assertClose(new double[] {value, slope}, subject.jvp(POINT.clone(), direction));
        assertClose(gradient, subject.gradient(POINT.clone()));
        assertClose(gradient, subject.secondSweep(POINT.clone()));
        assertClose(product, subject.hvp(POINT.clone(), direction));
        assertClose(product, subject.reverseOverReverse(POINT.clone(), direction));
    }

    private static void assertClose(double[] expected, double[] actual) {
        assertEquals(expected[0], actual[0], "the value is that of the plain call");
        assertArrayEquals(expected, actual, 1e-12);
    }

    interface Law<T> {
        double of(T table, double z);
    }

    static final class Linear implements Law<double[]> {
        @Override
        public double of(double[] table, double z) {
            return table[0] * z + table[1] * z * z;
        }
    }

    static final class Constant implements Law<String> {
        @Override
        public double of(String table, double z) {
            return table.length() * Math.sin(z);
        }
    }

    static final Law<?>[] LAWS = {new Linear(), new Constant()};

    @SuppressWarnings("unchecked")
    static double bridges(double[] x) {
        double first = ((Law<double[]>) LAWS[0]).of(x, x[1]);
        return first * ((Law<String>) LAWS[1]).of("abc", x[0]);
    }

    @Test
    void theBridgeOfAGenericInterfaceLeadsToTheMethod() {
        SecondOrder first = X.times(Y).plus(Y.times(Y).times(Y));
        assertDerivatives("bridges", first.times(X.sin().times(3)));
    }

    interface Left {
        default double at(double z) {
            return z * z;
        }
    }

    interface Right {
        default double at(double z) {
            return Math.sin(z);
        }
    }

    static final class Both implements Left, Right {
        @Override
        public double at(double z) {
            return Left.super.at(z) * Right.super.at(z) + own(z);
        }

        private double own(double z) {
            return 2 * z;
        }
    }

    static final Left[] LEFTS = {new Left() {}, new Both()};

    static double defaults(double[] x) {
        return LEFTS[0].at(x[0]) * LEFTS[1].at(x[1]);
    }

    @Test
    void anOverrideCallsTheDefaultMethodsOfBothInterfaces() {
        SecondOrder second = Y.times(Y).times(Y.sin()).plus(Y.times(2));
        assertDerivatives("defaults", X.times(X).times(second));
    }

    static class Inherited {
        public double at(double z) {
            return Math.exp(z);
        }
    }

    static final class Adopting extends Inherited implements Right {}

    static final Right[] RIGHTS = {new Adopting(), new Right() {}};

    static double inherits(double[] x) {
        return RIGHTS[0].at(x[0]) * RIGHTS[1].at(x[1]);
    }

    @Test
    void aMethodOfTheSuperclassGoesBeforeADefaultMethod() {
        assertDerivatives("inherits", X.exp().times(Y.sin()));
    }

    enum Operation {
        SQUARE {
            @Override
            double at(double z) {
                return z * z;
            }
        },
        SINE {
            @Override
            double at(double z) {
                return Math.sin(z);
            }
        },
        SAME;

        double at(double z) {
            return z;
        }
    }

    static double operations(double[] x) {
        double product = x[1];
        for (Operation operation : Operation.values()) {
            product *= operation.at(x[0]);
        }
        return product;
    }

    @Test
    void theConstantsOfAnEnumHaveBodiesOfTheirOwn() {
        assertDerivatives("operations", Y.times(X.times(X)).times(X.sin()).times(X));
    }

    static final class Holder {
        DoubleUnaryOperator function;
        double factor;
        double[] table;

        double at(double z) {
            return factor * z * z + table[0] * z;
        }
    }

    static final Holder HOLDER = new Holder();

    static double reassigned(double[] x) {
        HOLDER.function = z -> z * z;
        double first = HOLDER.function.applyAsDouble(x[0]);
        HOLDER.function = z -> Math.sin(z);
        return first * HOLDER.function.applyAsDouble(x[1]);
    }

    @Test
    void aReceiverIsTheOneOfItsTimeWhenItsFieldIsAssignedAnew() {
        assertDerivatives("reassigned", X.times(X).times(Y.sin()));
    }

    static double changed(double[] x) {
        Holder holder = HOLDER;
        holder.factor = 2;
        holder.table = new double[] {3};
        double first = holder.at(x[0]);
        holder.factor = -1;
        holder.table[0] = 5;
        double second = holder.at(x[1]);
        holder.table = null;
        holder.factor = Double.NaN;
        return first * second;
    }

    @Test
    void aFieldOfTheReceiverHasTheValueOfItsTimeWhenItChangesLater() {
        SecondOrder first = X.times(X).times(2).plus(X.times(3));
        SecondOrder second = Y.times(Y).times(-1).plus(Y.times(5));
        assertDerivatives("changed", first.times(second));
    }

    static double swapped(double[] x) {
        DoubleUnaryOperator[] functions = {z -> z * z, z -> Math.sin(z)};
        double z = x[0];
        for (int i = 0; i < 3; i++) {
            z = functions[0].applyAsDouble(z) + x[1];
            DoubleUnaryOperator kept = functions[0];
            functions[0] = functions[1];
            functions[1] = kept;
        }
        return z;
    }

    @Test
    void theReceiversOfAnArrayThatChangesAreThoseOfTheirTime() {
        SecondOrder second = X.times(X).plus(Y).sin().plus(Y);
        assertDerivatives("swapped", second.times(second).plus(Y));
    }

    static final BinaryOperator<double[]> LARGER = (a, b) -> a[0] > b[0] ? a : b;

    static double oneOfTwo(double[] x) {
        double[] a = {x[0], x[1]};
        double[] b = {x[1], x[0]};
        double[] larger = LARGER.apply(a, b);
        larger[1] *= x[0];
        return a[0] * a[1] + b[1];
    }

    @Test
    void theArrayThatIsReturnedIsOneOfTwoArguments() {
        assertDerivatives("oneOfTwo", X.times(X).times(Y).plus(X));
    }

    interface Mix {
        void into(double[] from, double[] to);
    }

    static final Mix MIX = (from, to) -> {
        to[0] = from[0] * from[1];
        to[1] = from[0] + from[1];
    };

    static double aliased(double[] x) {
        double[] one = x.clone();
        MIX.into(one, one);
        return one[0] * one[1];
    }

    @Test
    void twoArgumentsThatAreOneArray() {
        SecondOrder product = X.times(Y);
        assertDerivatives("aliased", product.times(product.plus(Y)));
    }

    interface Source {
        double[] table();

        default int length(double z) {
            return z > 0 ? 3 : 1;
        }
    }

    static final Source SOURCE = new Source() {
        private final double[] own = {2, -3};

        @Override
        public double[] table() {
            return own;
        }
    };

    static double tables(double[] x) {
        double sum = 0;
        for (int i = 0; i < SOURCE.length(x[0]); i++) {
            sum += SOURCE.table()[i % 2] * x[0] * x[1] * i;
        }
        return sum + x[1];
    }

    @Test
    void aTableOfTheReceiverAndALengthThatDependsOnANumber() {
        assertDerivatives("tables", X.times(Y).times(-3 + 2 * 2).plus(Y));
    }

    interface Rule {
        double at(double z, int depth, Rule other);
    }

    static final Rule EVEN = (z, depth, other) -> depth == 0 ? z : Math.sin(other.at(z, depth - 1, even()));
    static final Rule ODD = (z, depth, other) -> depth == 0 ? z : z * other.at(z, depth - 1, odd());

    private static Rule even() {
        return EVEN;
    }

    private static Rule odd() {
        return ODD;
    }

    static double recursive(double[] x) {
        return EVEN.at(x[0] * x[1], 3, ODD);
    }

    @Test
    void twoReceiversThatCallEachOther() {
        SecondOrder u = X.times(Y);
        assertDerivatives("recursive", u.times(u.sin()).sin());
    }

    interface Sum {
        double of(double... terms);
    }

    static final Sum SUM = terms -> {
        double sum = 0;
        for (double term : terms) {
            sum += term * term;
        }
        return sum;
    };

    static double varargs(double[] x) {
        return SUM.of(x[0], x[1], x[0] * x[1]) * SUM.of() + SUM.of(x);
    }

    @Test
    void anyNumberOfArguments() {
        assertDerivatives("varargs", X.times(X).plus(Y.times(Y)));
    }
}
