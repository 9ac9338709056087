package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shaded agent in JVMs of its own, with exact output. */
class AgentIT {
    private static final String MODEL = """
            import dev.fluxion.Fluxion;
            import dev.fluxion.GradientOf;

            public class Model {
                static double loss(double[] x) {
                    double product = 1;
                    for (int i = 0; i < x.length; i++) {
                        product *= x[i];
                    }
                    return product;
                }

                @GradientOf("loss")
                static double[] lossGradient(double[] x) {
                    return Fluxion.derived();
                }

                @GradientOf("loss")
                static double lossAndGradient(double[] x, double[] gradient) {
                    return Fluxion.derived();
                }

                static double boxed(double[] x) {
                    return java.math.BigDecimal.valueOf(x[0]).doubleValue();
                }

                public static void main(String[] arguments) throws Exception {
                    double[] x = {2, 3, 4};
                    System.out.println(java.util.Arrays.toString(lossGradient(x)));
                    double[] gradient = new double[3];
                    System.out.println(lossAndGradient(x, gradient) + " " + java.util.Arrays.toString(gradient));
                    System.out.println(Fluxion.derivative(t -> t * t * t).derivative(2));
                    System.out.println(java.util.Arrays.toString(
                            Fluxion.hvp(Model::loss).hvp(x, new double[] {1, 0, 0})));
                    Object[] reflective = Fluxion.of(Model.class.getDeclaredMethod("loss", double[].class))
                            .gradient((Object) x);
                    System.out.println(java.util.Arrays.toString((double[]) reflective[0]));
                    try {
                        Fluxion.gradient(Model::boxed).gradient(x);
                    } catch (dev.fluxion.NotDifferentiableException e) {
                        System.out.println(e.getMessage().replaceAll("\\\\.valueOf:\\\\d+", ".valueOf"));
                    }
                }
            }
            """;

    private static final String EXPECTED = """
            [12.0, 8.0, 6.0]
            24.0 [12.0, 8.0, 6.0]
            12.0
            [0.0, 4.0, 3.0]
            [12.0, 8.0, 6.0]
            Cannot differentiate a number that carries a derivative, in another form (bits, a box), passed to \
            java.math.BigDecimal.doubleValue at Model.boxed:%d. Write a rule for the method that takes the number apart, or \
            compute with the number itself.
            """;

    @TempDir
    Path folder;

    private static String expected(String source) {
        int line =
                source.lines().toList().indexOf("        return java.math.BigDecimal.valueOf(x[0]).doubleValue();") + 1;
        return EXPECTED.formatted(line);
    }

    private static void assertPrints(String out, Outcome outcome) {
        assertEquals(Outcome.success(out), outcome);
    }

    @Test
    void anApplicationOnTheClassPathGetsItsDerivatives() throws Exception {
        String source = MODEL;
        Sources.compile(folder, source);
        assertPrints(
                expected(source),
                ForkedJvm.run(ForkedJvm.AGENT, "-cp", ForkedJvm.path(ForkedJvm.RULES_JAR, folder), "Model"));
    }

    @Test
    void aChildFirstLoaderIsServed() throws Exception {
        String source = MODEL;
        Sources.compile(folder, source);
        Path launcher = Files.createDirectories(folder.resolve("launcher"));
        Sources.compile(launcher, """
                public class Launcher {
                    public static void main(String[] paths) throws Exception {
                        java.net.URL[] urls = {new java.io.File(paths[0]).toURI().toURL(), new java.io.File(paths[1]).toURI().toURL()};
                        ClassLoader loader = new java.net.URLClassLoader(urls) {
                            @Override
                            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                                synchronized (getClassLoadingLock(name)) {
                                    Class<?> known = findLoadedClass(name);
                                    if (known != null) {
                                        return known;
                                    }
                                    try {
                                        return name.startsWith("java.") ? super.loadClass(name, resolve) : findClass(name);
                                    } catch (ClassNotFoundException absent) {
                                        return super.loadClass(name, resolve);
                                    }
                                }
                            }
                        };
                        loader.loadClass("Model").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
                    }
                }
                """);
        assertPrints(
                expected(source),
                ForkedJvm.run(
                        ForkedJvm.AGENT,
                        "-cp",
                        ForkedJvm.path(launcher, ForkedJvm.RULES_JAR),
                        "Launcher",
                        folder.toString(),
                        ForkedJvm.RULES_JAR.toString()));
    }

    @Test
    void theApplicationSeesNoneOfTheAgentsLibraries() throws Exception {
        Sources.compile(folder, """
                public class Looks {
                    public static void main(String[] arguments) {
                        for (String name : new String[] {"org.objectweb.asm.ClassReader", "org.slf4j.Logger",
                                "ch.qos.logback.classic.Logger", "dev.fluxion.Fluxion"}) {
                            try {
                                System.out.println(Class.forName(name));
                            } catch (ClassNotFoundException absent) {
                                System.out.println("no " + name);
                            }
                        }
                    }
                }
                """);
        assertPrints("""
                no org.objectweb.asm.ClassReader
                no org.slf4j.Logger
                no ch.qos.logback.classic.Logger
                no dev.fluxion.Fluxion
                """, ForkedJvm.run(ForkedJvm.AGENT, "-cp", folder.toString(), "Looks"));
    }

    @Test
    void anAbstractStubIsOneLineInTheLogAndTheApplicationsLogbackFileIsNotRead() throws Exception {
        Sources.compile(folder, """
                public abstract class Partly {
                    @dev.fluxion.GradientOf("loss")
                    abstract double[] gradient(double[] x);

                    public static void main(String[] arguments) {
                        System.out.println("goes on");
                    }
                }
                """);
        Files.writeString(folder.resolve("logback.xml"), "<configuration><nonsense/></configuration>");
        assertEquals(
                new Outcome(
                        0,
                        "goes on\n",
                        "[fluxion] WARN The stub Partly.gradient does not work and is left as it is: it is abstract. Give it"
                                + " the body 'return Fluxion.derived();'.\n"),
                ForkedJvm.run(ForkedJvm.AGENT, "-cp", ForkedJvm.path(ForkedJvm.RULES_JAR, folder), "Partly"));
    }
}
