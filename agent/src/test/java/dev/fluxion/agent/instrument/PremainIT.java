package dev.fluxion.agent.instrument;

import static dev.fluxion.agent.instrument.ForkedJvm.AGENT;
import static dev.fluxion.agent.instrument.ForkedJvm.AGENT_JAR;
import static dev.fluxion.agent.instrument.ForkedJvm.RULES_JAR;
import static dev.fluxion.agent.instrument.ForkedJvm.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications started with the agent. All their numbers are exact in binary. */
class PremainIT {
    private static final String AGENT_MISSING = "Fluxion's agent is not running: start the JVM with "
            + "-javaagent:fluxion-agent.jar, or attach it with java -jar fluxion-agent.jar attach <pid>.\n";

    private static final String MODEL = """
            import dev.fluxion.*;
            public class Model {
                static double cubic(double x) { return x * x * x - 4 * x; }
                @DerivativeOf("cubic") static double slope(double x) { return Fluxion.derived(); }

                static double sumOfSquares(double[] x) {
                    double sum = 0;
                    for (double element : x) {
                        sum += element * element;
                    }
                    return sum;
                }
                @GradientOf("sumOfSquares") static double[] gradient(double[] x) { return Fluxion.derived(); }
            }
            """;

    private static final String PRINT_SLOPE = """
            public class Main {
                public static void main(String[] arguments) {
                    try {
                        System.out.println(Model.slope(3));
                    } catch (IllegalStateException failure) {
                        System.out.println(failure.getMessage());
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void stubsOnTheClassPathReturnDerivatives() throws Exception {
        Sources.compile(folder, MODEL, """
                public class Main {
                    public static void main(String[] arguments) {
                        System.out.println(Model.slope(3));
                        System.out.println(java.util.Arrays.toString(Model.gradient(new double[] {1, -2, 0.5})));
                    }
                }
                """);
        assertEquals(
                Outcome.success("23.0\n[2.0, -4.0, 1.0]\n"),
                ForkedJvm.run("-Xverify:all", AGENT, "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void methodsBesideAStubMayNameAnyType() throws Exception {
        Sources.compile(folder, """
                import dev.fluxion.*;
                public class Main implements Comparable<Main> {
                    static double square(double x) { return x * x; }
                    @DerivativeOf("square") static double slope(double x) { return Fluxion.derived(); }
                    java.util.List<String> names(Object key, Runnable task) { return null; }
                    public int compareTo(Main other) { return 0; }
                    public static void main(String[] arguments) {
                        System.out.println(slope(3));
                    }
                }
                """);
        assertEquals(Outcome.success("6.0\n"), ForkedJvm.run(AGENT, "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void instanceStubsAndStubsOfInterfacesReturnDerivatives() throws Exception {
        Sources.compile(folder, """
                import dev.fluxion.*;
                public class Spring {
                    private final double stiffness;
                    Spring(double stiffness) { this.stiffness = stiffness; }
                    private double energy(double x) { return stiffness * x * x / 2; }
                    @DerivativeOf("energy") double force(double x) { return Fluxion.derived(); }
                }
                """, """
                import dev.fluxion.*;
                interface Shape {
                    static double area(double side) { return side * side; }
                    @DerivativeOf("area") static double growth(double side) { return Fluxion.derived(); }
                }
                """, """
                public class Main {
                    public static void main(String[] arguments) {
                        System.out.println(new Spring(3).force(5));
                        System.out.println(Shape.growth(4));
                    }
                }
                """);
        assertEquals(
                Outcome.success("15.0\n8.0\n"),
                ForkedJvm.run("-Xverify:all", AGENT, "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void functionsReturnDerivatives() throws Exception {
        Sources.compile(folder, MODEL, """
                import dev.fluxion.*;
                public class Main {
                    public static void main(String[] arguments) {
                        double scale = 2;
                        System.out.println(Fluxion.derivative(Model::cubic).derivative(3));
                        System.out.println(Fluxion.derivative(x -> scale * x * x).derivative(3));
                        double[] gradient = new double[2];
                        System.out.println(
                                Fluxion.gradient(Model::sumOfSquares).valueAndGradient(new double[] {1, 2}, gradient));
                        System.out.println(java.util.Arrays.toString(gradient));
                    }
                }
                """);
        assertEquals(
                Outcome.success("23.0\n12.0\n5.0\n[2.0, 4.0]\n"),
                ForkedJvm.run("-Xverify:all", AGENT, "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void stubsInANamedModuleReturnDerivatives() throws Exception {
        Sources.compile(folder, "module app { requires dev.fluxion; }", """
                package app;
                import dev.fluxion.*;
                public class Main {
                    static double sumOfSquares(double[] x) {
                        double sum = 0;
                        for (double element : x) {
                            sum += element * element;
                        }
                        return sum;
                    }
                    @GradientOf("sumOfSquares") static double[] gradient(double[] x) { return Fluxion.derived(); }

                    public static void main(String[] arguments) {
                        System.out.println(Main.class.getModule());
                        System.out.println(java.util.Arrays.toString(gradient(new double[] {1, -2})));
                        System.out.println(
                                java.util.Arrays.toString(
                                        Fluxion.gradient(Main::sumOfSquares).gradient(new double[] {4})));
                    }
                }
                """);
        assertEquals(
                Outcome.success("module app\n[2.0, -4.0]\n[8.0]\n"),
                ForkedJvm.run("-Xverify:all", AGENT, "-p", path(folder, RULES_JAR), "-m", "app/app.Main"));
    }

    @Test
    void aChildFirstLoaderGetsTheDerivativesOfItsOwnClasses() throws Exception {
        String model = """
                import dev.fluxion.*;
                public class Model implements java.util.function.DoubleUnaryOperator {
                    static double power(double x) { return POWER; }
                    @DerivativeOf("power") static double slope(double x) { return Fluxion.derived(); }
                    @Override public double applyAsDouble(double x) { return slope(x); }
                }
                """;
        Path parent = Sources.compile(folder.resolve("parent"), model.replace("POWER", "x * x"), """
                import java.net.*;
                import java.nio.file.Path;
                import java.util.function.DoubleUnaryOperator;
                public class Main {
                    static class ChildFirst extends URLClassLoader {
                        ChildFirst(URL[] urls) { super(urls); }
                        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                            if (findLoadedClass(name) == null && findResource(name.replace('.', '/') + ".class") != null) {
                                return findClass(name);
                            }
                            return super.loadClass(name, resolve);
                        }
                    }
                    public static void main(String[] arguments) throws Exception {
                        URL[] urls = {Path.of(arguments[0]).toUri().toURL(), Path.of(arguments[1]).toUri().toURL()};
                        try (ChildFirst loader = new ChildFirst(urls)) {
                            for (Class<?> model : new Class<?>[] {Model.class, loader.loadClass("Model")}) {
                                var slope = (DoubleUnaryOperator) model.getConstructor().newInstance();
                                System.out.println(slope.applyAsDouble(4));
                            }
                        }
                    }
                }
                """);
        Path child = Sources.compile(folder.resolve("child"), model.replace("POWER", "x * x * x"));
        assertEquals(
                Outcome.success("8.0\n48.0\n"),
                ForkedJvm.run(
                        AGENT, "-cp", path(parent, RULES_JAR), "Main", child.toString() + "/", RULES_JAR.toString()));
    }

    @Test
    void anUnknownOptionLeavesTheAgentOffWithOneLine() throws Exception {
        Sources.compile(folder, MODEL, PRINT_SLOPE);
        assertEquals(
                new Outcome(
                        0,
                        AGENT_MISSING,
                        "Fluxion's agent stays off: unknown option 'lag=debug'; options are log=off|error|warn|info|debug, dump=DIR, dump.match=PATTERN.\n"),
                ForkedJvm.run(AGENT + "=lag=debug", "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void aDeveloperSeesWhatWasMadeOfAMethodAndWhy() throws Exception {
        Sources.compile(folder, MODEL, PRINT_SLOPE);
        Path dump = folder.resolve("dump");
        Outcome outcome = ForkedJvm.run(
                AGENT + "=dump=" + dump + ",dump.match=Model.cubic,log=debug", "-cp", path(folder, RULES_JAR), "Main");
        assertEquals("23.0\n", outcome.stdout());
        assertEquals(0, outcome.exitCode());
        assertTrue(
                outcome.stderr()
                        .matches(
                                "(?s).*\\[fluxion] DEBUG Linked Model\\.cubic\\(D\\)D\\S+: \\d+ IR ops, \\d+ bytes of bytecode,"
                                        + " \\d+\\.\\d ms, needed by DERIVATIVE of Model\\.cubic\\.\n.*"),
                outcome.stderr());
        Path ofCubic = dump.resolve("Model/cubic(double)");
        assertTrue(Files.readString(ofCubic.resolve("1-read.txt")).contains("function Model.cubic -> [D]"));
        assertTrue(Files.exists(ofCubic.resolve("3-finished.txt")));
        try (var files = Files.list(ofCubic)) {
            Path companion = files.filter(file -> file.toString().endsWith(".class"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(new String(Files.readAllBytes(companion), StandardCharsets.ISO_8859_1).contains("cubic"));
        }
        try (var classes = Files.list(dump)) {
            assertEquals(1, classes.count());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneLineAndDerivativesAreMade() throws Exception {
        Sources.compile(folder, MODEL, PRINT_SLOPE);
        Outcome outcome =
                ForkedJvm.run(AGENT + "=dump=" + folder.resolve("Model.class"), "-cp", path(folder, RULES_JAR), "Main");
        assertEquals("23.0\n", outcome.stdout());
        assertEquals(1, outcome.stderr().lines().count(), outcome.stderr());
        assertTrue(
                outcome.stderr()
                        .startsWith("[fluxion] WARN Nothing more is written to " + folder.resolve("Model.class")
                                + " (option dump): "),
                outcome.stderr());
    }

    @Test
    void theAgentTwiceIsTheSameAsOnce() throws Exception {
        Sources.compile(folder, MODEL, PRINT_SLOPE);
        assertEquals(Outcome.success("23.0\n"), ForkedJvm.run(AGENT, AGENT, "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void withoutTheAgentOneSentenceSaysWhichFlagToAdd() throws Exception {
        Sources.compile(folder, MODEL, PRINT_SLOPE);
        assertEquals(Outcome.success(AGENT_MISSING), ForkedJvm.run("-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void theAgentJarOnTheClassPathIsHarmless() throws Exception {
        Sources.compile(folder, MODEL, PRINT_SLOPE);
        assertEquals(
                Outcome.success("23.0\n"), ForkedJvm.run(AGENT, "-cp", path(AGENT_JAR, folder, RULES_JAR), "Main"));
    }

    @Test
    void stubsThatCannotBeGivenABodyStayAsTheyAreWithOneLineEach() throws Exception {
        Sources.compile(folder, """
                import dev.fluxion.*;
                public abstract class Main {
                    static double square(double x) { return x * x; }
                    @DerivativeOf("square") abstract double unimplemented(double x);
                    @DerivativeOf("square") static native double foreign(double x);
                    @DerivativeOf("square") static double slope(double x) { return Fluxion.derived(); }

                    public static void main(String[] arguments) {
                        System.out.println(slope(3));
                    }
                }
                """);
        assertEquals(new Outcome(0, "6.0\n", """
                        [fluxion] WARN The stub Main.unimplemented does not work and is left as it is: it is abstract. Give it the body 'return Fluxion.derived();'.
                        [fluxion] WARN The stub Main.foreign does not work and is left as it is: it is native. Give it the body 'return Fluxion.derived();'.
                        """), ForkedJvm.run(AGENT, "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void aStubInAClassFileBeforeJava7StaysAsItIsWithOneLine() throws Exception {
        Sources.compile(folder, MODEL, PRINT_SLOPE);
        ClassFiles.change(folder.resolve("Model.class"), ClassFiles::withVersion49);
        assertEquals(
                new Outcome(
                        0,
                        "Model.slope calls Fluxion.derived(), but has not been given a body by Fluxion's agent: annotate it with"
                                + " @GradientOf, @DerivativeOf, @JacobianOf, @HessianOf, @JvpOf, @VjpOf or @HvpOf, and see"
                                + " the agent's log. If the agent was attached this moment, call again.\n",
                        """
                        [fluxion] WARN The stub Model.slope does not work and is left as it is: version 49 of the class file format lacks invokedynamic. Compile the class for Java 7 or later.
                        [fluxion] WARN The stub Model.gradient does not work and is left as it is: version 49 of the class file format lacks invokedynamic. Compile the class for Java 7 or later.
                        """),
                ForkedJvm.run(AGENT, "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void aClassThatCannotBeRewrittenRunsAsItIsWithOneLine() throws Exception {
        Sources.compile(folder, MODEL, PRINT_SLOPE);
        ClassFiles.change(folder.resolve("Model.class"), ClassFiles::withFullConstantPool);
        Outcome outcome = ForkedJvm.run(AGENT, "-cp", path(folder, RULES_JAR), "Main");
        assertEquals(
                "Model.slope calls Fluxion.derived(), but", outcome.stdout().substring(0, 40));
        assertEquals(
                "[fluxion] WARN Model is left as it is, so its stubs do not work: the rewritten class has too many"
                        + " constants. Move its stubs into a smaller class.\n",
                outcome.stderr());
    }

    @Test
    void anApplicationWithoutTheRulesJarIsNotTouched() throws Exception {
        Sources.compile(
                folder, "public class Main { public static void main(String[] a) { System.out.println(\"hello\"); } }");
        assertEquals(
                Outcome.success("hello\n"), ForkedJvm.run("-Xverify:all", AGENT, "-cp", folder.toString(), "Main"));
    }

    @Test
    void nothingThirdPartyIsLoadedBeforeTheFirstStub() throws Exception {
        Sources.compile(
                folder, "public class Main { public static void main(String[] a) { System.out.println(\"hello\"); } }");
        Path loaded = folder.resolve("loaded.txt");
        assertEquals(
                Outcome.success("hello\n"),
                ForkedJvm.run("-Xlog:class+load:file=" + loaded, AGENT, "-cp", folder.toString(), "Main"));
        assertEquals(
                "",
                Files.readString(loaded)
                        .lines()
                        .filter(line -> line.contains("dev.fluxion.agent.shaded")
                                || line.contains("dev.fluxion.agent.link.FluxionCompiler"))
                        .reduce("", String::concat));
    }
}
