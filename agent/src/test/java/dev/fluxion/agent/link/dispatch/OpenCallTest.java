package dev.fluxion.agent.link.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Calls whose method is found by the class of the receiver, in all modes. */
class OpenCallTest {
    private static final double X = 0.7;
    private static final double Y = -0.4;

    /** A function of two numbers with its derivatives by hand. */
    private static void assertDerivatives(String name, double value, double byX, double byY, double byXx, double byXy) {
        Laboratory.Subject subject = Laboratory.subject(OpenCallTest.class, name);
        double[] x = {X, Y};
        assertEquals(value, subject.value(x), 1e-14);
        assertArrayEquals(new double[] {subject.value(x), byX}, subject.jvp(x, new double[] {1, 0}), 1e-13);
        assertArrayEquals(new double[] {subject.value(x), byY}, subject.jvp(x, new double[] {0, 1}), 1e-13);
        assertArrayEquals(new double[] {subject.value(x), byX, byY}, subject.gradient(x), 1e-13);
        assertArrayEquals(new double[] {subject.value(x), byXx, byXy}, subject.hvp(x, new double[] {1, 0}), 1e-13);
    }

    interface Shape {
        double area(double scale);

        default double twice(double scale) {
            return 2 * area(scale);
        }
    }

    record Circle(double radius) implements Shape {
        @Override
        public double area(double scale) {
            return Math.PI * radius * radius * scale * scale;
        }
    }

    record Square(double side) implements Shape {
        @Override
        public double area(double scale) {
            return side * side * scale * scale * scale;
        }
    }

    static final Shape[] SHAPES = {new Circle(2), new Square(3), new Circle(1)};

    static double areas(double[] x) {
        double sum = 0;
        for (Shape shape : SHAPES) {
            sum += shape.area(x[0]) * x[1];
        }
        return sum;
    }

    @Test
    void anInterfaceMethodOfSeveralClasses() {
        assertDerivatives(
                "areas",
                (5 * Math.PI * X * X + 9 * X * X * X) * Y,
                (10 * Math.PI * X + 27 * X * X) * Y,
                5 * Math.PI * X * X + 9 * X * X * X,
                (10 * Math.PI + 54 * X) * Y,
                10 * Math.PI * X + 27 * X * X);
    }

    static double defaults(double[] x) {
        double sum = 0;
        for (Shape shape : List.of(SHAPES)) {
            sum += shape.twice(x[0] * x[1]);
        }
        return sum;
    }

    @Test
    void aDefaultMethodThatCallsAnAbstractOne() {
        double u = X * Y;
        double value = 10 * Math.PI * u * u + 18 * u * u * u;
        double first = 20 * Math.PI * u + 54 * u * u;
        double second = 20 * Math.PI + 108 * u;
        assertDerivatives("defaults", value, first * Y, first * X, second * Y * Y, second * u + first);
    }

    static final List<DoubleUnaryOperator> FUNCTIONS = List.of(z -> Math.sin(z), z -> z * z, OpenCallTest::exponential);

    static double exponential(double z) {
        return Math.exp(z);
    }

    static double composed(double[] x) {
        double z = x[0] * x[1];
        for (DoubleUnaryOperator f : FUNCTIONS) {
            z = f.applyAsDouble(z);
        }
        return z;
    }

    @Test
    void lambdasAndMethodReferences() {
        double u = X * Y;
        double s = Math.sin(u);
        double c = Math.cos(u);
        double value = Math.exp(s * s);
        double first = value * 2 * s * c;
        double second = first * 2 * s * c + value * 2 * (c * c - s * s);
        assertDerivatives("composed", value, first * Y, first * X, second * Y * Y, second * u + first);
    }

    static DoubleBinaryOperator scaled(double factor, Shape shape) {
        return (a, b) -> factor * a * b + shape.area(a);
    }

    static final DoubleBinaryOperator CAPTURING = scaled(3, new Square(2));

    static double capturing(double[] x) {
        return CAPTURING.applyAsDouble(x[0], x[1]);
    }

    @Test
    void aLambdaThatCapturesANumberAndAnObject() {
        assertDerivatives("capturing", 3 * X * Y + 4 * X * X * X, 3 * Y + 12 * X * X, 3 * X, 24 * X, 3);
    }

    static final DoubleUnaryOperator BOUND = new Circle(1.5)::area;

    static double bound(double[] x) {
        return BOUND.applyAsDouble(x[0]) * x[1];
    }

    @Test
    void aMethodReferenceThatIsBoundToItsReceiver() {
        double k = 2.25 * Math.PI;
        assertDerivatives("bound", k * X * X * Y, 2 * k * X * Y, k * X * X, 2 * k * Y, 2 * k * X);
    }

    static final Shape HELD = new Circle(1.5);

    static final DoubleUnaryOperator BOUND_TO_INTERFACE = HELD::area;

    static double boundToInterface(double[] x) {
        return BOUND_TO_INTERFACE.applyAsDouble(x[0]) * x[1];
    }

    @Test
    void aMethodReferenceThatIsBoundToAnInterface() {
        double k = 2.25 * Math.PI;
        assertDerivatives("boundToInterface", k * X * X * Y, 2 * k * X * Y, k * X * X, 2 * k * Y, 2 * k * X);
    }

    interface Rate {
        void of(double[] state, double[] rate);
    }

    static final Rate ROTATION = (state, rate) -> {
        rate[0] = -state[1] * state[0];
        rate[1] = state[0];
    };

    static double written(double[] x) {
        double[] rate = new double[2];
        ROTATION.of(x, rate);
        return rate[0] * rate[1];
    }

    @Test
    void anArrayThatTheCalleeFills() {
        assertDerivatives("written", -X * X * Y, -2 * X * Y, -X * X, -2 * Y, -2 * X);
    }

    interface Step {
        double[] of(double[] state);
    }

    static final Step[] STEPS = {state -> state, state -> new double[] {state[0] * state[1], state[0]}, double[]::clone
    };

    static double returned(double[] x) {
        double[] state = x;
        for (Step step : STEPS) {
            state = step.of(state);
        }
        return state[0] * state[1];
    }

    @Test
    void anArrayThatIsReturnedAnewOrAsItIs() {
        assertDerivatives("returned", X * X * Y, 2 * X * Y, X * X, 2 * Y, 2 * X);
    }
}
