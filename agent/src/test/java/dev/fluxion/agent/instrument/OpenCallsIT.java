package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls by the class of the receiver under the shaded agent: functions of the JDK's own, and classes that come and go. */
class OpenCallsIT {
    private static final String FUNCTIONS = """
            import dev.fluxion.*;
            import java.util.function.*;

            public class Functions {
                static final DoubleUnaryOperator[] ALL = {
                        Math::sin,
                        DoubleUnaryOperator.identity().andThen(y -> y * y).compose(Math::exp),
                        y -> 3 * y};
                static final DoubleUnaryOperator SLOPE =
                        y -> Fluxion.derivative(z -> z * z * z * y).derivative(2 * y);
                static final UnaryOperator<double[]> CLONING = double[]::clone;
                static final IntToDoubleFunction ROOT = Math::sqrt;

                static double f(double[] x) {
                    double y = x[0];
                    for (DoubleUnaryOperator each : ALL) {
                        y = each.applyAsDouble(y * x[1]);
                    }
                    return y + CLONING.apply(x)[1] * ROOT.applyAsDouble(4) + SLOPE.applyAsDouble(x[0]);
                }

                /** The same without functions. */
                static double g(double[] x) {
                    double e = Math.exp(Math.sin(x[0] * x[1]) * x[1]);
                    return 3 * (e * e * x[1]) + x[1] * 2 + 12 * x[0] * x[0] * x[0];
                }

                static boolean agree(double[] a, double[] b) {
                    double distance = 0;
                    for (int i = 0; i < a.length; i++) {
                        distance = Math.max(distance, Math.abs(a[i] - b[i]) / (1 + Math.abs(b[i])));
                    }
                    return distance < 1e-13;
                }

                public static void main(String[] arguments) {
                    double[] x = {0.4, -0.9};
                    for (Mode mode : new Mode[] {Mode.FORWARD, Mode.REVERSE}) {
                        System.out.println(agree(
                                Fluxion.gradient(Functions::f, mode).gradient(x),
                                Fluxion.gradient(Functions::g, mode).gradient(x)));
                    }
                    double[][] hessian = Fluxion.hessian(Functions::f).hessian(x);
                    double[][] expected = Fluxion.hessian(Functions::g).hessian(x);
                    System.out.println(agree(hessian[0], expected[0]) && agree(hessian[1], expected[1]));
                }
            }
            """;

    private static final String LOADED = """
            import dev.fluxion.*;
            import java.io.InputStream;
            import java.lang.ref.WeakReference;
            import java.util.function.DoubleUnaryOperator;

            public class Loaded {
                public static class Square implements DoubleUnaryOperator {
                    public double applyAsDouble(double y) {
                        return y * y;
                    }
                }

                static DoubleUnaryOperator function;

                static double f(double[] x) {
                    return function.applyAsDouble(x[0]);
                }

                static class Once extends ClassLoader {
                    Once() {
                        super(Loaded.class.getClassLoader());
                    }

                    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        if (!name.startsWith("Loaded$Square")) {
                            return super.loadClass(name, resolve);
                        }
                        try (InputStream in = getResourceAsStream(name + ".class")) {
                            byte[] file = in.readAllBytes();
                            return defineClass(name, file, 0, file.length);
                        } catch (java.io.IOException e) {
                            throw new ClassNotFoundException(name, e);
                        }
                    }
                }

                static WeakReference<ClassLoader> evaluate(GradientFunction gradient) throws Exception {
                    ClassLoader loader = new Once();
                    function = (DoubleUnaryOperator)
                            loader.loadClass("Loaded$Square").getConstructor().newInstance();
                    System.out.println(gradient.gradient(new double[] {3})[0] + " " + (function.getClass() != Square.class));
                    function = y -> y;
                    return new WeakReference<>(loader);
                }

                public static void main(String[] arguments) throws Exception {
                    GradientFunction gradient = Fluxion.gradient(Loaded::f);
                    function = y -> 5 * y;
                    System.out.println(gradient.gradient(new double[] {3})[0]);
                    WeakReference<ClassLoader> loader = evaluate(gradient);
                    for (int i = 0; i < 50 && loader.get() != null; i++) {
                        System.gc();
                        Thread.sleep(100);
                    }
                    System.out.println(loader.get() == null);
                    function = new Square();
                    System.out.println(gradient.gradient(new double[] {4})[0]);
                }
            }
            """;

    @TempDir
    Path folder;

    private Outcome run(String main) throws Exception {
        return ForkedJvm.run(ForkedJvm.AGENT, "-cp", ForkedJvm.path(ForkedJvm.RULES_JAR, folder), main);
    }

    @Test
    void functionsOfTheJdkAreFollowed() throws Exception {
        Sources.compile(folder, FUNCTIONS);
        assertEquals(Outcome.success("true\ntrue\ntrue\n"), run("Functions"));
    }

    @Test
    void aClassThatIsLoadedLaterIsMetAndIsNotKeptAlive() throws Exception {
        Sources.compile(folder, LOADED);
        assertEquals(Outcome.success("5.0\n6.0 true\ntrue\n8.0\n"), run("Loaded"));
    }
}
