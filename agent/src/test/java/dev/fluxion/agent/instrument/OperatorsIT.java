package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operator of the API under the shaded agent, in a JVM of its own. */
class OperatorsIT {
    private static final String SOURCE = """
            import dev.fluxion.*;
            import java.lang.invoke.*;
            import java.util.Arrays;

            public class Operators {
                static double[] curve(double[] x) {
                    return new double[] {x[0] * x[1], x[1] * x[1]};
                }

                static void into(double[] x, double[] out) {
                    out[0] = x[0] * x[1];
                }

                static double energy(double[] x, double scale) {
                    return scale * x[0] * x[0] * x[1];
                }

                @JacobianOf("curve")
                static double[][] curveJacobian(double[] x) {
                    return Fluxion.derived();
                }

                @HessianOf(value = "energy", wrt = "x")
                static double energyAndHessian(double[] x, double scale, double[][] hessian) {
                    return Fluxion.derived();
                }

                private static int runs;

                static double[] counted(double[] x) {
                    runs++;
                    return x;
                }

                public static void main(String[] arguments) throws Throwable {
                    double[] x = {2, 3};
                    double[] y = {1, 10};
                    System.out.println(Arrays.deepToString(curveJacobian(x)));
                    double[][] hessian = new double[2][2];
                    System.out.println(energyAndHessian(x, 0.5, hessian) + " " + Arrays.deepToString(hessian));
                    System.out.println(Arrays.deepToString(Fluxion.jacobian(Operators::curve).jacobian(x)));
                    double[][] jacobian = new double[2][2];
                    System.out.println(Arrays.toString(Fluxion.jacobian(Operators::curve).valueAndJacobian(x, jacobian))
                            + " " + Arrays.deepToString(jacobian));
                    System.out.println(Arrays.deepToString(Fluxion.hessian(v -> energy(v, 1)).hessian(x)));
                    double[] out = new double[2];
                    System.out.println(
                            Fluxion.hessian((double[] v) -> energy(v, 1)).valueGradientAndHessian(x, out, hessian)
                                    + " " + Arrays.toString(out));
                    System.out.println(Arrays.toString(Fluxion.jvp(Operators::curve).jvp(x, y)));
                    System.out.println(Arrays.toString(Fluxion.jvp(Operators::curve).valueAndJvp(x, x, out))
                            + " " + Arrays.toString(out));
                    System.out.println(Arrays.toString(Fluxion.vjp(Operators::curve).vjp(x, y)));
                    System.out.println(Arrays.toString(Fluxion.vjp(Operators::curve).valueAndVjp(x, y, out))
                            + " " + Arrays.toString(out));
                    MethodHandle handle = MethodHandles.lookup()
                            .findStatic(Operators.class, "into", MethodType.methodType(void.class, double[].class, double[].class));
                    Object[] both = Fluxion.of(handle).output(1)
                            .jvp(new Object[] {x, new double[1]}, new Object[] {y, null});
                    System.out.println(Arrays.toString((double[]) both[0]) + " " + Arrays.toString((double[]) both[1]));
                    try {
                        Fluxion.jvp(Operators::curve).valueAndJvp(x, y, new double[3]);
                    } catch (IllegalArgumentException e) {
                        System.out.println(e.getMessage());
                    }
                    try {
                        System.out.println(Fluxion.jacobian(Operators::counted).jacobian(new double[129]).length + " " + runs);
                        Fluxion.jacobian(Operators::counted, Mode.FORWARD).jacobian(new double[129]);
                    } catch (NotDifferentiableException e) {
                        System.out.println(e.getMessage().replaceAll(":\\\\d+", "") + " " + runs);
                    }
                }
            }
            """;

    private static final String EXPECTED = """
            [[3.0, 2.0], [0.0, 6.0]]
            6.0 [[3.0, 2.0], [2.0, 0.0]]
            [[3.0, 2.0], [0.0, 6.0]]
            [6.0, 9.0] [[3.0, 2.0], [0.0, 6.0]]
            [[6.0, 4.0], [4.0, 0.0]]
            12.0 [12.0, 4.0]
            [23.0, 60.0]
            [6.0, 9.0] [12.0, 18.0]
            [3.0, 62.0]
            [6.0, 9.0] [3.0, 62.0]
            [6.0] [23.0]
            jvpOut has length 3, but the value has length 2
            129 1
            Cannot differentiate a store into the field runs in several passes, as a Jacobian or a Hessian takes them, at \
            Operators.counted. Each pass would do it again: take it out of the method, or use gradient, jvp, vjp or \
            hvp, which run the method once. 1
            """;

    @TempDir
    Path folder;

    @Test
    void everyOperatorGivesItsDerivative() throws Exception {
        Sources.compile(folder, SOURCE);
        assertEquals(
                Outcome.success(EXPECTED),
                ForkedJvm.run(ForkedJvm.AGENT, "-cp", ForkedJvm.path(ForkedJvm.RULES_JAR, folder), "Operators"));
    }
}
