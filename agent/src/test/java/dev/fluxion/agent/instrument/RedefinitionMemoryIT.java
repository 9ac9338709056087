package dev.fluxion.agent.instrument;

import static dev.fluxion.agent.instrument.ForkedJvm.AGENT;
import static dev.fluxion.agent.instrument.ForkedJvm.RULES_JAR;
import static dev.fluxion.agent.instrument.ForkedJvm.path;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What derivatives that follow redefined classes must not keep alive. */
class RedefinitionMemoryIT {
    private static final String GONE = """
            import java.lang.ref.*;
            public class Gone {
                static boolean soon(Reference<?> reference) throws Exception {
                    for (int i = 0; i < 50 && !reference.refersTo(null); i++) {
                        System.gc();
                        Thread.sleep(20);
                    }
                    return reference.refersTo(null);
                }
            }
            """;

    private static final String PLUGIN = """
            import dev.fluxion.*;
            public class Plugin implements Runnable {
                static double f(double[] x) { return %s * x[0] * x[0]; }
                @GradientOf("f") static double[] gradient(double[] x) { return Fluxion.derived(); }
                @DerivativeOf(value = "g", in = Shape.class) static double slope(Shape shape, double x) { return Fluxion.derived(); }
                final GradientFunction function = Fluxion.gradient(Plugin::f);
                @Override public void run() {
                    double[] x = {3};
                    System.out.println(gradient(x)[0] + " " + function.gradient(x)[0] + " " + slope(new Shape(), 3)
                            + " " + slope(new Square(), 3));
                }
            }
            """;

    @TempDir
    Path folder;

    private Path agent;

    @BeforeEach
    void packAgent() throws Exception {
        agent = Redefiner.pack(folder);
    }

    private Outcome run() throws Exception {
        return ForkedJvm.run(
                "-javaagent:" + agent,
                AGENT,
                "-Dplugin=" + folder.resolve("plugin"),
                "-Dnew=" + folder.resolve("new"),
                "-Dold=" + folder.resolve("old"),
                "-cp",
                path(folder.resolve("old"), RULES_JAR, agent),
                "Main");
    }

    @Test
    void theLoaderOfARedefinedClassIsCollected() throws Exception {
        Path old = Sources.compile(
                Files.createDirectory(folder.resolve("old")),
                Redefiner.SOURCE,
                GONE,
                """
                public class Shape { double g(double x) { return 8 * x; } }
                """,
                """
                public class Square extends Shape { double g(double x) { return 16 * x; } }
                """,
                PLUGIN.formatted("2"),
                """
                import java.lang.ref.*;
                import java.net.*;
                import java.nio.file.*;
                public class Main {
                    static Reference<?> use(boolean redefined) throws Exception {
                        URL[] urls = {Path.of(System.getProperty("plugin")).toUri().toURL()};
                        URLClassLoader loader = new URLClassLoader(urls, Main.class.getClassLoader());
                        Runnable plugin = (Runnable) loader.loadClass("Plugin").getConstructor().newInstance();
                        plugin.run();
                        if (redefined) {
                            Redefiner.redefine("new", plugin.getClass());
                            plugin.run();
                        }
                        loader.close();
                        return new WeakReference<>(loader);
                    }
                    public static void main(String[] arguments) throws Exception {
                        System.out.println(Gone.soon(use(false)));
                        System.out.println(Gone.soon(use(true)));
                    }
                }
                """);
        Files.createDirectory(folder.resolve("plugin"));
        Files.move(old.resolve("Plugin.class"), folder.resolve("plugin/Plugin.class"));
        Files.copy(
                old.resolve("Shape.class"),
                Files.createDirectory(folder.resolve("new")).resolve("Shape.class"));
        Files.copy(old.resolve("Square.class"), folder.resolve("new/Square.class"));
        Sources.compile(
                folder.resolve("new"),
                PLUGIN.formatted("32"),
                "public class Shape { double g(double x) { return 8 * x; } }",
                "public class Square extends Shape {}");
        assertEquals(Outcome.success("""
                12.0 12.0 8.0 16.0
                true
                12.0 12.0 8.0 16.0
                192.0 192.0 8.0 16.0
                true
                """), run());
    }

    @Test
    void whatALambdaCapturedIsNotKeptByTheEntryOfItsMethod() throws Exception {
        Sources.compile(Files.createDirectory(folder.resolve("old")), Redefiner.SOURCE, GONE, """
                import dev.fluxion.*;
                import java.lang.ref.*;
                public class Main {
                    static Reference<?> use() {
                        double[] data = {2, 4};
                        GradientFunction function = Fluxion.gradient(x -> data[0] * x[0] * x[0]);
                        System.out.println(function.gradient(new double[] {3})[0]);
                        return new WeakReference<>(data);
                    }
                    public static void main(String[] arguments) throws Exception {
                        System.out.println(Gone.soon(use()));
                    }
                }
                """);
        assertEquals(Outcome.success("12.0\ntrue\n"), run());
    }

    @Test
    void derivativesOfEarlierCodeAreCollected() throws Exception {
        String part = "public class Part { static double f(double x) { return %s * x * x; } }";
        Sources.compile(Files.createDirectory(folder.resolve("new")), part.formatted("32"));
        Sources.compile(Files.createDirectory(folder.resolve("old")), Redefiner.SOURCE, GONE, part.formatted("8"), """
                import dev.fluxion.*;
                public class Main {
                    static double f(double[] x) {
                        double sum = 0;
                        for (int i = 0; i < x.length; i++) { sum += Part.f(x[i]); }
                        return sum;
                    }
                    @GradientOf("f") static double[] gradient(double[] x) { return Fluxion.derived(); }
                    static int made() {
                        int count = 0;
                        for (Class<?> type : Redefiner.instrumentation.getAllLoadedClasses()) {
                            count += type.isHidden() ? 1 : 0;
                        }
                        return count;
                    }
                    static void use(int times) throws Exception {
                        for (int i = 0; i < times; i++) {
                            Redefiner.redefine(i % 2 == 0 ? "new" : "old", Part.class);
                            double wanted = i % 2 == 0 ? 192 : 48;
                            double[] x = {3};
                            if (gradient(x)[0] != wanted || function.gradient(x)[0] != wanted
                                    || ((double[]) method.gradient((Object) x)[0])[0] != wanted) {
                                System.out.println("wrong");
                            }
                        }
                    }
                    static GradientFunction function = Fluxion.gradient(Main::f);
                    static Derivative method;
                    public static void main(String[] arguments) throws Exception {
                        method = Fluxion.of(Main.class.getDeclaredMethod("f", double[].class));
                        use(4);
                        int before = made();
                        use(20);
                        int after = made();
                        for (int i = 0; i < 20 && after > before; i++) {
                            System.gc();
                            Thread.sleep(20);
                            use(2); // who asks for class values forgets those that are gone
                            after = made();
                        }
                        System.out.println(after <= before ? "collected" : "kept " + (after - before));
                    }
                }
                """);
        assertEquals(Outcome.success("collected\n"), run());
    }
}
