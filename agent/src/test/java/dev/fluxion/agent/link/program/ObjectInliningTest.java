package dev.fluxion.agent.link.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import org.junit.jupiter.api.Test;

/** Objects that a function makes for itself are no obstacle: numbers flow through their fields. */
class ObjectInliningTest {
    private static final double X = 0.7;
    private static final double Y = -0.4;

    /** A function of two numbers with its derivatives by hand. */
    private static void assertDerivatives(String name, double value, double byX, double byY, double byXx, double byXy) {
        Laboratory.Subject subject = Laboratory.subject(ObjectInliningTest.class, name);
        double[] x = {X, Y};
        assertEquals(value, subject.value(x), 1e-14);
        assertArrayEquals(new double[] {subject.value(x), byX}, subject.jvp(x, new double[] {1, 0}), 1e-13);
        assertArrayEquals(new double[] {subject.value(x), byY}, subject.jvp(x, new double[] {0, 1}), 1e-13);
        assertArrayEquals(new double[] {subject.value(x), byX, byY}, subject.gradient(x), 1e-13);
        assertArrayEquals(new double[] {subject.value(x), byXx, byXy}, subject.hvp(x, new double[] {1, 0}), 1e-13);
    }

    record Complex(double re, double im) {
        static final Complex ONE = new Complex(1, 0);

        Complex times(Complex other) {
            return new Complex(re * other.re - im * other.im, re * other.im + im * other.re);
        }

        Complex plus(Complex other) {
            return new Complex(re + other.re, im + other.im);
        }

        static Complex of(double re, double im) {
            return new Complex(re, im);
        }

        double normSquared() {
            return re * re + im * im;
        }
    }

    static double square(double[] x) {
        Complex z = new Complex(x[0], x[1]);
        return z.times(z).re();
    }

    @Test
    void aRecordThatIsMadeAndRead() {
        assertDerivatives("square", X * X - Y * Y, 2 * X, -2 * Y, 2, 0);
    }

    static double cube(double[] x) {
        Complex z = Complex.of(x[0], x[1]);
        Complex power = Complex.of(1, 0);
        for (int i = 0; i < 3; i++) {
            power = power.times(z);
        }
        return power.im();
    }

    @Test
    void aRecordThatALoopMakesAnew() {
        assertDerivatives("cube", 3 * X * X * Y - Y * Y * Y, 6 * X * Y, 3 * X * X - 3 * Y * Y, 6 * Y, 6 * X);
    }

    static final class Body {
        double position;
        double speed;
        private int steps;

        Body(double position, double speed) {
            this.position = position;
            this.speed = speed;
        }

        void step(double dt) {
            speed -= position * dt;
            position += speed * dt;
            steps++;
        }
    }

    static double twoSteps(double[] x) {
        Body body = new Body(x[0], x[1]);
        for (int i = 0; i < 2; i++) {
            body.step(0.5);
        }
        return body.position * body.steps;
    }

    @Test
    void anObjectThatIsChangedInALoop() {
        // p1 = 3/4 x + y/2, v1 = y - x/2; p2 = 3/4 p1 + v1/2
        double byX = 2 * (0.75 * 0.75 - 0.25);
        double byY = 2 * (0.75 * 0.5 + 0.5);
        assertDerivatives("twoSteps", byX * X + byY * Y, byX, byY, 0, 0);
    }

    static double changedThroughASecondName(double[] x) {
        Body first = new Body(x[0], x[1]);
        Body second = first;
        second.position *= x[0];
        return first.position;
    }

    @Test
    void anObjectThatIsChangedThroughASecondName() {
        assertDerivatives("changedThroughASecondName", X * X, 2 * X, 0, 2, 0);
    }

    static final class Scale {
        double factor;

        Scale(double factor) {
            this.factor = factor;
        }

        final class Length {
            final double units;

            Length(double units) {
                this.units = units;
            }

            double scaled() {
                return units * factor;
            }
        }
    }

    static double inner(double[] x) {
        Scale scale = new Scale(x[0]);
        Scale.Length length = scale.new Length(x[1]); // javac requires that the scale is not null
        scale.factor *= x[0];
        return length.scaled();
    }

    @Test
    void anInnerObjectThatReadsItsOuterOne() {
        assertDerivatives("inner", X * X * Y, 2 * X * Y, X * X, 2 * Y, 2 * X);
    }

    record Pair(Complex first, Body second) {}

    static double nested(double[] x) {
        Pair pair = new Pair(new Complex(x[0], x[1]), new Body(x[0] * x[1], 1));
        pair.second().step(1);
        return pair.first().times(pair.first()).re() + pair.second().position;
    }

    @Test
    void objectsThatHoldObjects() {
        // position = xy + 1 - xy
        assertDerivatives("nested", X * X - Y * Y + 1, 2 * X, -2 * Y, 2, 0);
    }

    static double choice(double[] x) {
        Complex z = x[0] > x[1] ? new Complex(x[0] * x[0], x[1]) : new Complex(x[1], 3);
        if (x[1] < 0) {
            z = z.times(new Complex(x[1], 0));
        }
        return z.re();
    }

    @Test
    void objectsThatBranchesChooseAmong() {
        assertDerivatives("choice", X * X * Y, 2 * X * Y, X * X, 2 * Y, 2 * X);
    }

    abstract static class Series {
        abstract double term(int n, double x);

        double sum(double x, int terms) {
            double sum = 0;
            for (int n = 0; n < terms; n++) {
                sum += term(n, x);
            }
            return sum;
        }
    }

    static double anonymous(double[] x) {
        Series series = new Series() {
            @Override
            double term(int n, double z) {
                return x[1] * Math.pow(z, n);
            }
        };
        return series.sum(x[0], 3);
    }

    @Test
    void anAnonymousClassWhoseMethodItsSuperclassCalls() {
        assertDerivatives("anonymous", Y * (1 + X + X * X), Y * (1 + 2 * X), 1 + X + X * X, 2 * Y, 1 + 2 * X);
    }

    interface Shape {
        double area();

        default double twice() {
            return 2 * area();
        }
    }

    record Ellipse(double a, double b) implements Shape {
        Ellipse {
            if (a < 0 && b < 0) {
                throw new IllegalArgumentException("negative");
            }
        }

        @Override
        public double area() {
            return a * b;
        }
    }

    static double throughAnInterface(double[] x) {
        Shape shape = new Ellipse(x[0], x[1]);
        return shape instanceof Ellipse ellipse ? shape.twice() + ellipse.a() : 0;
    }

    @Test
    void aShapeBehindItsInterface() {
        assertDerivatives("throughAnInterface", 2 * X * Y + X, 2 * Y + 1, 2 * X, 0, 2);
    }

    static final class Narrow {
        byte small;
        char letter;
        boolean flag;
        float single;
        int unset;
    }

    static double narrowed(double[] x) {
        Narrow narrow = new Narrow();
        int big = (int) (x[0] * 1000); // 700
        narrow.small = (byte) big;
        narrow.letter = (char) (big - 701);
        narrow.flag = big > 3;
        narrow.single = (float) x[0];
        double factor = narrow.small + narrow.letter + (narrow.flag ? 1 : 2) + narrow.unset;
        return factor * x[1] + narrow.single * narrow.single;
    }

    @Test
    void fieldsOfAllTypes() {
        double factor = (byte) 700 + 0xffff + 1;
        Laboratory.Subject subject = Laboratory.subject(ObjectInliningTest.class, "narrowed");
        double[] x = {X, Y};
        assertEquals(narrowed(x), subject.value(x));
        assertArrayEquals(new double[] {narrowed(x), 2 * (float) X, factor}, subject.gradient(x), 1e-9);
    }

    static final class Counted {
        static int initialized;
        final double value;

        static {
            initialized++;
            Journal.ENTRIES.append('c');
        }

        Counted(double value) {
            this.value = value;
            Journal.ENTRIES.append('n');
        }

        static Counted of(double value) {
            Journal.ENTRIES.append('o');
            return new Counted(value);
        }
    }

    static final class Journal {
        static final StringBuilder ENTRIES = new StringBuilder();
    }

    static double initializing(double[] x) {
        Journal.ENTRIES.append('b');
        return Counted.of(x[0] * x[1]).value;
    }

    @Test
    void theClassIsInitialisedWhereThePlainCallDoesSo() {
        Laboratory.Subject subject = Laboratory.subject(ObjectInliningTest.class, "initializing");
        double[] x = {X, Y};
        assertArrayEquals(new double[] {X * Y, Y, X}, subject.gradient(x), 1e-15);
        assertEquals("bcon", Journal.ENTRIES.toString());
        assertArrayEquals(new double[] {X * Y, Y}, subject.jvp(x, new double[] {1, 0}), 1e-15);
        assertEquals("bconbon", Journal.ENTRIES.toString());
    }

    static final class Link {
        double value;
        Link next;

        Link(double value, Link next) {
            this.value = value;
            this.next = next;
        }
    }

    static double swapped(double[] x) {
        Link a = new Link(x[0], null);
        Link b = new Link(x[1], null);
        for (int i = 0; i < 3; i++) {
            Link before = a;
            a = b;
            b = before;
            a.value *= 2;
        }
        return a.value + 10 * b.value;
    }

    @Test
    void objectsThatALoopChangesUnderTwoNamesAreRightOrRefused() {
        Laboratory.Subject subject = Laboratory.subject(ObjectInliningTest.class, "swapped");
        double[] x = {X, Y};
        try {
            double[] found = subject.gradient(x);
            assertArrayEquals(new double[] {swapped(x), 20, 4}, found, 1e-12);
        } catch (IllegalStateException refused) {
            assertEquals(dev.fluxion.runtime.Refusal.class, refused.getCause().getClass());
        }
    }

    static double previous(double[] x) {
        Complex last = new Complex(x[0], 0);
        Complex current = new Complex(x[1], 0);
        for (int i = 0; i < 4; i++) {
            Complex next = current.plus(last.times(current));
            last = current;
            current = next;
        }
        return current.re();
    }

    @Test
    void aLoopThatKeepsTheLastTwo() {
        Laboratory.Subject subject = Laboratory.subject(ObjectInliningTest.class, "previous");
        double[] x = {X, Y};
        double[] gradient = subject.gradient(x);
        double[] forward = subject.jvp(x, new double[] {1, 0});
        double h = 1e-6;
        double differences = (previous(new double[] {X + h, Y}) - previous(new double[] {X - h, Y})) / (2 * h);
        assertEquals(previous(x), gradient[0]);
        assertEquals(differences, gradient[1], 1e-9);
        assertEquals(forward[1], gradient[1], 1e-15);
    }

    static double nullable(double[] x) {
        Complex z = x[0] > 5 ? null : new Complex(x[0], x[1]);
        return z == null ? 0 : z.normSquared();
    }

    @Test
    void anObjectThatMayBeNullIsRightOrRefused() {
        Laboratory.Subject subject = Laboratory.subject(ObjectInliningTest.class, "nullable");
        double[] x = {X, Y};
        try {
            assertArrayEquals(new double[] {X * X + Y * Y, 2 * X, 2 * Y}, subject.gradient(x), 1e-14);
        } catch (IllegalStateException refused) {
            assertEquals(dev.fluxion.runtime.Refusal.class, refused.getCause().getClass());
        }
    }

    static double ofAnotherPackage(double[] x) {
        org.apache.commons.math3.complex.Complex z = new org.apache.commons.math3.complex.Complex(x[0], x[1]);
        return z.multiply(z).add(z).getReal();
    }

    @Test
    void aClassOfALibraryWithPrivateFields() {
        assertDerivatives("ofAnotherPackage", X * X - Y * Y + X, 2 * X + 1, -2 * Y, 2, 0);
    }

    static double throwing(double[] x) {
        return new Ellipse(x[0] - 1, x[1]).area();
    }

    @Test
    void whatAConstructorThrowsIsThrown() {
        Laboratory.Subject subject = Laboratory.subject(ObjectInliningTest.class, "throwing");
        IllegalArgumentException thrown = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class, () -> subject.gradient(new double[] {X, Y}));
        assertEquals("negative", thrown.getMessage());
    }

    static double boxed(double[] x) {
        Double product = x[0] * x[1];
        if (x[0] > 0) {
            product = product + x[0];
        }
        Number number = product;
        return number.doubleValue() * number.floatValue();
    }

    @Test
    void boxes() {
        double f = X * Y + X;
        Laboratory.Subject subject = Laboratory.subject(ObjectInliningTest.class, "boxed");
        double[] x = {X, Y};
        assertEquals(boxed(x), subject.value(x));
        double[] expected = {boxed(x), 2 * f * (Y + 1), 2 * f * X};
        assertArrayEquals(expected, subject.gradient(x), 1e-6);
        assertArrayEquals(new double[] {boxed(x), expected[1]}, subject.jvp(x, new double[] {1, 0}), 1e-6);
    }

    static double integral(java.util.function.DoubleUnaryOperator f, double from, double to) {
        double sum = 0;
        double h = (to - from) / 2;
        for (int i = 0; i < 2; i++) {
            sum += h * f.applyAsDouble(from + (i + 0.5) * h);
        }
        return sum;
    }

    static double lambdas(double[] x) {
        return integral(t -> x[0] * t * t, 0, x[1]);
    }

    @Test
    void aLambdaThatCapturesAndIsPassedOn() {
        // h = y/2: h x (h²/4 + 9h²/4) = x y³ 10/32
        double c = 10.0 / 32;
        assertDerivatives("lambdas", c * X * Y * Y * Y, c * Y * Y * Y, 3 * c * X * Y * Y, 0, 3 * c * Y * Y);
    }

    static double references(double[] x) {
        java.util.function.DoubleBinaryOperator power = Math::pow;
        java.util.function.Function<Double, Double> sine = Math::sin;
        java.util.function.BiFunction<Double, Double, Complex> make = Complex::new;
        return power.applyAsDouble(x[0], 3) * sine.apply(x[1])
                + make.apply(x[0], x[1]).normSquared();
    }

    @Test
    void methodReferencesOfAllKinds() {
        double s = Math.sin(Y);
        double c = Math.cos(Y);
        assertDerivatives(
                "references",
                X * X * X * s + X * X + Y * Y,
                3 * X * X * s + 2 * X,
                X * X * X * c + 2 * Y,
                6 * X * s + 2,
                3 * X * X * c);
    }

    static java.util.function.DoubleUnaryOperator scaled(double factor) {
        return t -> factor * t;
    }

    static double composed(double[] x) {
        java.util.function.DoubleUnaryOperator square = t -> t * t;
        return square.andThen(scaled(x[1])).compose(scaled(2)).applyAsDouble(x[0]);
    }

    @Test
    void lambdasThatAreComposedAndReturned() {
        assertDerivatives("composed", 4 * X * X * Y, 8 * X * Y, 4 * X * X, 8 * Y, 8 * X);
    }

    /** Another class, with methods that are handed what is made elsewhere. */
    static final class Quadrature {
        static double midpoints(java.util.function.DoubleUnaryOperator f, double from, double to) {
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += f.applyAsDouble(from + (to - from) * (i + 0.5) / 4);
            }
            return sum * (to - from) / 4;
        }

        static double unboxed(Double number, double factor) {
            return number * factor;
        }
    }

    static double lambdaOfAnotherClass(double[] x) {
        double a = x[0];
        return Quadrature.midpoints(t -> a * a * t, 0, x[1]);
    }

    @Test
    void aLambdaThatIsHandedToAMethodOfAnotherClass() {
        // The midpoint rule is exact for a linear integrand: a a y y / 2.
        assertDerivatives("lambdaOfAnotherClass", X * X * Y * Y / 2, X * Y * Y, X * X * Y, Y * Y, 2 * X * Y);
    }

    static double boxOfAnotherClass(double[] x) {
        Double number = x[0] * x[1];
        return Quadrature.unboxed(number, x[0]);
    }

    @Test
    void aBoxThatIsHandedToAMethodOfAnotherClass() {
        assertDerivatives("boxOfAnotherClass", X * X * Y, 2 * X * Y, X * X, 2 * Y, 2 * X);
    }

    static double classOfALambda(double[] x) {
        java.util.function.DoubleUnaryOperator square = t -> t * t;
        Class<?> type = square.getClass();
        return square.applyAsDouble(x[0]) * (type.isInterface() ? 2 : 3);
    }

    @Test
    void aLambdaThatIsAskedForItsClass() {
        assertDerivatives("classOfALambda", 3 * X * X, 6 * X, 0, 6, 0);
    }

    private static final class Nothing {}

    static double unused(double[] x) {
        Nothing nothing = new Nothing();
        Nothing other = x[0] > 5 ? nothing : new Nothing();
        return other == null ? 0 : x[0] * x[1];
    }

    @Test
    void objectsToWhichNothingHappensButTheirConstruction() {
        assertDerivatives("unused", X * Y, Y, X, 0, 1);
    }
}
