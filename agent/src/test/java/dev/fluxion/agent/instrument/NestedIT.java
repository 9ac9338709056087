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

                static void compare(ToDoubleFunction<double[]> function, double... x) {
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

    private static final String MATRICES = """
            import dev.fluxion.*;
            import java.util.Arrays;
            import java.util.function.ToDoubleFunction;

            public class Matrices {
                static double[] curves(double[] x) {
                    double[] result = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        double next = x[(i + 1) % x.length];
                        result[i] = Math.sin(x[i] * next) / (3 + next * next) + Math.exp(x[i] / 3) * next;
                    }
                    return result;
                }

                static double[] means(double[] x) {
                    double[] result = new double[2];
                    for (double element : x) {
                        result[0] += Math.sin(element) * element / (2 + result[0] * result[0]);
                        result[1] += Math.cos(element * result[0]) / 7;
                    }
                    return result;
                }

                @JacobianOf("curves")
                static double[][] jacobian(double[] x) {
                    return Fluxion.derived();
                }

                @JacobianOf(value = "curves", mode = Mode.REVERSE)
                static double[] curvesAndJacobian(double[] x, double[][] jacobian) {
                    return Fluxion.derived();
                }

                @JacobianOf("means")
                static double[][] meansJacobian(double[] x) {
                    return Fluxion.derived();
                }

                @HessianOf(value = "energy", in = Inner.class)
                static double[][] hessian(double[] x) {
                    return Fluxion.derived();
                }

                static double weigh(double[][] matrix) {
                    double sum = 0;
                    for (int i = 0; i < matrix.length; i++) {
                        for (int j = 0; j < matrix[i].length; j++) {
                            sum += matrix[i][j] * matrix[i][j] / (1 + i + 3 * j);
                        }
                    }
                    return sum;
                }

                static double columns(double[] x) {
                    return weigh(jacobian(x));
                }

                static double rows(double[] x) {
                    double[][] jacobian = new double[x.length][x.length];
                    double[] value = curvesAndJacobian(x, jacobian);
                    return weigh(jacobian) * value[0];
                }

                static double fewRows(double[] x) {
                    return weigh(meansJacobian(x)) + weigh(Fluxion.jacobian(Matrices::means).jacobian(x));
                }

                static double second(double[] x) {
                    return weigh(hessian(x));
                }

                static double forward(double[] x) {
                    double[] gradient = new double[x.length];
                    double value = Fluxion.gradient(Inner::energy, Mode.FORWARD).valueAndGradient(x, gradient);
                    double[] along = new double[x.length];
                    double[] curves = Fluxion.jvp(Matrices::curves).valueAndJvp(x, gradient.clone(), along);
                    return value + weigh(new double[][] {gradient, along, curves});
                }

                static double[] moving(double[] x) {
                    double[] moved = new double[x.length];
                    System.arraycopy(x, 1, moved, 0, x.length - 1);
                    Arrays.fill(moved, 1, 2, Math.sin(x[0]));
                    double[] copy = moved.clone();
                    copy[0] *= x[0] / 3;
                    return Arrays.copyOf(copy, x.length + 1);
                }

                static double bulk(double[] x) {
                    return weigh(Fluxion.jacobian(Matrices::moving, Mode.FORWARD).jacobian(x));
                }

                // A method that takes a derivative by reverse mode lets one direction at a time pass.
                static double[] forces(double[] x) {
                    double[] force = Inner.force(x);
                    force[0] *= force[1];
                    return force;
                }

                static double ofForces(double[] x) {
                    return weigh(Fluxion.jacobian(Matrices::forces).jacobian(x)) + second(x);
                }

                public static void main(String[] arguments) {
                    double[] few = {0.3, 1.1, -0.6};
                    double[] many = new double[20];
                    Arrays.setAll(many, i -> Math.cos(7 * i));
                    double[] most = new double[140];
                    Arrays.setAll(most, i -> Math.cos(7 * i));
                    for (double[] x : new double[][] {few, many}) {
                        Outer.compare(Matrices::columns, x);
                        Outer.compare(Matrices::rows, x);
                        Outer.compare(Matrices::fewRows, x);
                        Outer.compare(Matrices::second, x);
                        Outer.compare(Matrices::ofForces, x);
                        Outer.compare(Matrices::forward, x);
                        Outer.compare(Matrices::bulk, x);
                    }
                    Outer.compare(Matrices::columns, most);
                    double[] product = new double[3];
                    Fluxion.hvp(Matrices::columns).valueGradientAndHvp(few, new double[] {1, 0, 2}, new double[3], product);
                    double[] along = Fluxion.hessian(Matrices::columns).hessian(few)[1];
                    System.out.println(Math.abs(product[1] - along[0] - 2 * along[2]) < 1e-12);
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

    @Test
    void theValueThroughDerivativesOfSeveralPassesIsThatOfThePlainCallToTheBit() throws Exception {
        Sources.compile(folder, SOURCE, OUTER, MATRICES);
        assertEquals(
                Outcome.success("true true\n".repeat(15) + "true\n"),
                ForkedJvm.run(ForkedJvm.AGENT, "-cp", ForkedJvm.path(ForkedJvm.RULES_JAR, folder), "Matrices"));
    }
}
