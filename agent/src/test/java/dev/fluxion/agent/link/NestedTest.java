package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientFunction;
import dev.fluxion.GradientOf;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A derivative on an active path of a function that is differentiated. */
class NestedTest {
    private static final GradientFunction GRADIENT = Fluxion.gradient(NestedTest::square);

    static double square(double[] x) {
        return x[0] * x[0];
    }

    @GradientOf("square")
    static double[] stub(double[] x) {
        return Fluxion.derived();
    }

    static double throughStub(double[] x) {
        return stub(x)[0];
    }

    static double throughFunction(double[] x) {
        return GRADIENT.gradient(x)[0];
    }

    private static String refusal(ToDoubleFunction<double[]> f) {
        return assertThrows(Throwable.class, () -> {
                    double unused = (double) Laboratory.theCompiler()
                            .function("gradient", f)
                            .invokeExact(new double[] {3}, new double[1]);
                })
                .getMessage();
    }

    @Test
    void derivativesOfStubsAndOfFunctionObjectsAreRefusedWithTheOperatorsOfSecondOrder() {
        String stub = refusal(NestedTest::throughStub);
        assertTrue(
                stub.startsWith(
                        "Cannot differentiate a call of dev.fluxion.agent.link.NestedTest.stub, which is a derivative itself, at "),
                stub);
        assertTrue(stub.endsWith(Nested.REMEDY), stub);
        String function = refusal(NestedTest::throughFunction);
        assertTrue(
                function.startsWith("Cannot differentiate a call of dev.fluxion.GradientFunction.gradient, which is a"
                        + " derivative itself, at "),
                function);
    }
}
