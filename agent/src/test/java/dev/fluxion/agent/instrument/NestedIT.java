package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Derivatives within derivatives under the shaded agent: the value is that of the plain call, which evaluates the inner ones. */
class NestedIT {
    private static final String SOURCE = """
            import dev.fluxion.*;

            public class Inner {
                static double energy(double[] x) {
                    double sum = 0;
                    for (int i = 0; i < x.length; i++) {
                        sum += Math.sin(x[i]) / (3 + x[(i + 1) % x.length] * x[i]);
                    }
                    return sum;
                }

                @GradientOf("energy")
                static double[] force(double[] x) {
                    return Fluxion.derived();
                }

                static double curve(double t, double a) {
                    return t * t * t - a * t;
                }

                @DerivativeOf(value = "curve", wrt = "t")
                static double slope(double t, double a) {
                    return Fluxion.derived();
                }
            }
            """;

    private static final String OUTER = """
            import dev.fluxion.*;
            import java.util.function.ToDoubleFunction;

            public class Outer {
                static double squares(double[] x) {
                    double sum = 0;
                    for (double f : Inner.force(x)) {
                        sum += f * f;
                    }
                    return sum;
                }

                @GradientOf("squares")
                static double[] squaresGradient(double[] x) {
                    return Fluxion.derived();
                }

                static double third(double[] x) {
                    double[] g = squaresGradient(x);
                    return g[0] * g[1] + g[2];
                }

                static double newton(double[] a) {
                    double t = 2;
                    for (int i = 0; i < 20; i++) {
                        t -= Inner.curve(t, a[0]) / Inner.slope(t, a[0]);
                    }
                    return t;
                }

                static double captured(double[] x) {
                    return x[0] * Fluxion.derivative(y -> Math.sin(x[0] * y) + y * x[1]).derivative(x[2]);
                }

                private static final GradientFunction FORCE = Fluxion.gradient(Inner::energy);

                static double constant(double[] x) {
                    double inert = Fluxion.gradient(Inner::energy).gradient(new double[] {0.1, 0.2})[1];
                    return FORCE.gradient(x)[1] * x[0] * inert + Inner.force(new double[] {1, 2})[0] * x[1];
                }

                private static void compare(ToDoubleFunction<double[]> function, double... x) {
                    double[] reverse = new double[x.length];
                    double value = Fluxion.gradient(function, Mode.REVERSE).valueAndGradient(x, reverse);
                    double[] forward = Fluxion.gradient(function, Mode.FORWARD).gradient(x);
                    double distance = 0;
                    for (int i = 0; i < x.length; i++) {
                        distance = Math.max(distance, Math.abs(reverse[i] - forward[i]) / (1 + Math.abs(forward[i])));
                    }
                    System.out.println((value == function.applyAsDouble(x)) + " " + (distance < 1e-13));
                }

                public static void main(String[] arguments) {
                    compare(Outer::squares, 0.3, 1.1, -0.6);
                    compare(Outer::third, 0.3, 1.1, -0.6);
                    compare(Outer::captured, 0.3, 1.1, -0.6);
                    compare(Outer::constant, 0.3, 1.1, -0.6);
                    compare(Outer::newton, 9);
                    System.out.printf("%.12f%n", Fluxion.gradient(Outer::newton).gradient(new double[] {9})[0]);
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void theValueIsThatOfThePlainCallAndBothModesAgreeAtThreeLevels() throws Exception {
        Sources.compile(folder, SOURCE, OUTER);
        // The root of t^3 = a t is sqrt(a), its derivative at 9 is 1/6.
        assertEquals(
                Outcome.success("true true\ntrue true\ntrue true\ntrue true\ntrue true\n0.166666666667\n"),
                ForkedJvm.run(ForkedJvm.AGENT, "-cp", ForkedJvm.path(ForkedJvm.RULES_JAR, folder), "Outer"));
    }
}
