package dev.fluxion.agent.instrument;

import static dev.fluxion.agent.instrument.ForkedJvm.AGENT;
import static dev.fluxion.agent.instrument.ForkedJvm.RULES_JAR;
import static dev.fluxion.agent.instrument.ForkedJvm.path;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What classes that are redefined may be to a derivative: its function, a rule, a stub, a subclass. All numbers are exact in binary. */
class RedefinedProgramsIT {
    @TempDir
    Path folder;

    private Path agent;

    @BeforeEach
    void packAgent() throws Exception {
        agent = Redefiner.pack(folder);
    }

    /** Sources of the classes as they are at first, the main class last. */
    private void first(String... sources) throws Exception {
        String[] all = new String[sources.length + 1];
        all[0] = Redefiner.SOURCE;
        System.arraycopy(sources, 0, all, 1, sources.length);
        Sources.compile(Files.createDirectories(folder.resolve("old")), all);
    }

    /** Those that they are redefined to. */
    private void then(String... sources) throws Exception {
        Sources.compile(Files.createDirectory(folder.resolve("new")), sources);
    }

    private void prints(String expected) throws Exception {
        Outcome outcome = ForkedJvm.run(
                "-javaagent:" + agent,
                AGENT,
                "-Dnew=" + folder.resolve("new"),
                "-cp",
                path(folder.resolve("old"), RULES_JAR, agent),
                "Main");
        assertEquals(Outcome.success(expected), outcome);
    }

    @Test
    void aTableKeepsItsNumbersWhenTheClassThatInitializedItIsRedefined() throws Exception {
        String table = """
                import dev.fluxion.*;
                public class Table {
                    private static final double[] FACTORS = {%s, 4};
                    static double f(double x) { return FACTORS[0] * x * x%s + FACTORS[1] * x; }
                    @DerivativeOf("f") static double slope(double x) { return Fluxion.derived(); }
                }
                """;
        then(table.formatted("64", " * x"));
        first(table.formatted("2", ""), """
                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        System.out.println(Table.f(3) + " " + Table.slope(3));
                        Redefiner.redefine("new", Table.class);
                        System.out.println(Table.f(3) + " " + Table.slope(3));
                    }
                }
                """);
        prints("30.0 16.0\n66.0 58.0\n"); // 2 x² + 4 x, then 2 x³ + 4 x: no initializer runs again
    }

    @Test
    void aRuleThatIsRedefinedIsTheOneThatCounts() throws Exception {
        String rules = """
                import dev.fluxion.rules.*;
                @RulesFor(Library.class)
                public class Rules {
                    @Jvp static double f(double x, @Result double y, @Tangent double dx) { return %s * x * dx; }
                }
                """;
        String library = "public class Library { static double f(double x) { return x * x; } }";
        then(library, rules.formatted("32"));
        first(library, rules.formatted("8"), """
                import dev.fluxion.*;
                public class Main {
                    static double g(double x) { return Library.f(x) + x; }
                    @DerivativeOf("g") static double slope(double x) { return Fluxion.derived(); }
                    public static void main(String[] arguments) throws Exception {
                        DerivativeFunction function = Fluxion.derivative(Main::g);
                        System.out.println(slope(3) + " " + function.derivative(3));
                        Redefiner.redefine("new", Rules.class);
                        System.out.println(slope(3) + " " + function.derivative(3));
                    }
                }
                """);
        Path index =
                Files.createDirectories(folder.resolve("old/META-INF/fluxion")).resolve("rules");
        Files.writeString(index, "Rules\n");
        prints("25.0 25.0\n97.0 97.0\n");
    }

    @Test
    void aStubOfAnotherClassFollowsThatClassAndItsOwnAnnotation() throws Exception {
        String functions = """
                public class Functions {
                    static double f(double x) { return %1$s * x; }
                    static double g(double x) { return x * x; }
                }
                """;
        String stubs = """
                import dev.fluxion.*;
                public class Stubs {
                    @DerivativeOf(value = "%s", in = Functions.class) static double slope(double x) { return Fluxion.derived(); }
                }
                """;
        then(functions.formatted("32"), stubs.formatted("g"));
        first(functions.formatted("8"), stubs.formatted("f"), """
                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        System.out.println(Stubs.slope(3));
                        Redefiner.redefine("new", Functions.class);
                        System.out.println(Stubs.slope(3));
                        Redefiner.redefine("new", Stubs.class);
                        System.out.println(Stubs.slope(3));
                    }
                }
                """);
        prints("8.0\n32.0\n6.0\n");
    }

    @Test
    void stubsThatWriteToBuffersFollow() throws Exception {
        String part = "public class Part { static double f(double x) { return %s * x * x; } }";
        then(part.formatted("32"));
        first(part.formatted("8"), """
                import dev.fluxion.*;
                import java.util.Arrays;
                public class Main {
                    static double loss(double[] a, double[] b) { return Part.f(a[0]) * b[0]; }
                    static float single(float[] x) { return (float) Part.f(x[0]); }
                    static double numbers(double a, double b) { return Part.f(a) * b; }
                    @GradientOf("loss") static double both(double[] a, double[] b, double[] da, double[] db) { return Fluxion.derived(); }
                    @GradientOf("single") static float single(float[] x, float[] dx) { return Fluxion.derived(); }
                    @GradientOf("numbers") static double numbers(double a, double b, double[] out) { return Fluxion.derived(); }
                    static void print() {
                        double[] da = new double[1];
                        double[] db = new double[1];
                        float[] dx = new float[1];
                        double[] out = new double[2];
                        double[] same = {1};
                        System.out.print(both(new double[] {3}, new double[] {5}, da, db) + " " + da[0] + " " + db[0] + " ");
                        System.out.print(both(same, same, da, db) + " "); // which is not regular
                        System.out.print(single(new float[] {3}, dx) + " " + dx[0] + " ");
                        System.out.println(numbers(3, 5, out) + " " + Arrays.toString(out));
                    }
                    public static void main(String[] arguments) throws Exception {
                        print();
                        Redefiner.redefine("new", Part.class);
                        print();
                    }
                }
                """);
        prints("""
                360.0 240.0 72.0 8.0 72.0 48.0 360.0 [240.0, 72.0]
                1440.0 960.0 288.0 32.0 288.0 192.0 1440.0 [960.0, 288.0]
                """);
    }

    @Test
    void aStubOfAnOverridableMethodFollowsTheClassesOfAllReceivers() throws Exception {
        String base = """
                import dev.fluxion.*;
                public class Base {
                    double f(double x) { return %s * x; }
                    @DerivativeOf("f") double slope(double x) { return Fluxion.derived(); }
                }
                """;
        String heir = "public class Heir extends Base { double f(double x) { return %s * x * x; } }";
        then(base.formatted("16"), heir.formatted("32"));
        first(base.formatted("2"), heir.formatted("4"), "public class Plain extends Base {}", """
                public class Main {
                    static void print() {
                        System.out.println(new Base().slope(3) + " " + new Heir().slope(3) + " " + new Plain().slope(3));
                    }
                    public static void main(String[] arguments) throws Exception {
                        print();
                        Redefiner.redefine("new", Heir.class);
                        print();
                        Redefiner.redefine("new", Base.class);
                        print();
                    }
                }
                """);
        prints("2.0 24.0 2.0\n2.0 192.0 2.0\n16.0 192.0 16.0\n");
    }

    @Test
    void classesRedefinedTogetherWithTheirSuperclassAreBothFollowed() throws Exception {
        String above = "public class Above { static double f(double x) { return %s * x; } }";
        String below = "public class Below extends Above { static double g(double x) { return %s * x; } }";
        then(above.formatted("16"), below.formatted("32"));
        first(above.formatted("2"), below.formatted("4"), """
                import dev.fluxion.*;
                public class Main {
                    static double sum(double x) { return Above.f(x) + Below.g(x); }
                    @DerivativeOf("sum") static double slope(double x) { return Fluxion.derived(); }
                    public static void main(String[] arguments) throws Exception {
                        System.out.println(slope(3));
                        Redefiner.redefine("new", Below.class, Above.class);
                        System.out.println(slope(3));
                        Redefiner.redefine("old", Above.class);
                        System.out.println(slope(3));
                        Redefiner.redefine("old", Below.class);
                        System.out.println(slope(3));
                    }
                }
                """);
        Path old = folder.resolve("old");
        Outcome outcome = ForkedJvm.run(
                AGENT,
                "-javaagent:" + agent,
                "-Dnew=" + folder.resolve("new"),
                "-Dold=" + old,
                "-cp",
                path(old, RULES_JAR, agent),
                "Main");
        assertEquals(Outcome.success("6.0\n48.0\n34.0\n6.0\n"), outcome);
    }

    @Test
    void aClassWhoseRedefinitionFailedIsReadAsItRunsThoughItsFileWasReplaced() throws Exception {
        String part = "public class Part { static double f(double x) { return %s * x; } %s }";
        then(part.formatted("32", "static void added() {}"));
        first(part.formatted("8", ""), """
                import dev.fluxion.*;
                import java.nio.file.*;
                public class Main {
                    static double g(double x) { return Part.f(x); }
                    @DerivativeOf("g") static double slope(double x) { return Fluxion.derived(); }
                    public static void main(String[] arguments) throws Exception {
                        System.out.print(Part.f(1) + " ");
                        Path file = Path.of(Part.class.getResource("Part.class").toURI());
                        Files.copy(Path.of(System.getProperty("new"), "Part.class"), file, StandardCopyOption.REPLACE_EXISTING);
                        try {
                            Redefiner.redefine("new", Part.class);
                        } catch (UnsupportedOperationException failed) {
                            System.out.println(slope(3));
                        }
                    }
                }
                """);
        prints("8.0 8.0\n");
    }

    @Test
    void aClassOfTheSameNameInAnotherLoaderIsNotTakenForTheOneThatIsRedefined() throws Exception {
        String part = """
                public class Part implements java.util.function.DoubleUnaryOperator {
                    static double f(double x) { return %s * x; }
                    @Override public double applyAsDouble(double x) {
                        dev.fluxion.DerivativeFunction slope = dev.fluxion.Fluxion.derivative(Part::f);
                        return slope.derivative(x);
                    }
                }
                """;
        Path one = Sources.compile(Files.createDirectory(folder.resolve("one")), part.formatted("2"));
        Path two = Sources.compile(Files.createDirectory(folder.resolve("two")), part.formatted("4"));
        then(part.formatted("32"));
        first("""
                import java.net.*;
                import java.nio.file.*;
                import java.util.function.DoubleUnaryOperator;
                public class Main {
                    static DoubleUnaryOperator load(String folder) throws Exception {
                        URL[] urls = {Path.of(System.getProperty(folder)).toUri().toURL()};
                        ClassLoader loader = new URLClassLoader(urls, Main.class.getClassLoader());
                        return (DoubleUnaryOperator) loader.loadClass("Part").getConstructor().newInstance();
                    }
                    public static void main(String[] arguments) throws Exception {
                        DoubleUnaryOperator one = load("one");
                        DoubleUnaryOperator two = load("two");
                        System.out.println(one.applyAsDouble(3) + " " + two.applyAsDouble(3));
                        Path file = Path.of(System.getProperty("one"), "Part.class");
                        Files.copy(Path.of(System.getProperty("new"), "Part.class"), file, StandardCopyOption.REPLACE_EXISTING);
                        Redefiner.redefine("new", two.getClass());
                        System.out.println(one.applyAsDouble(3) + " " + two.applyAsDouble(3));
                    }
                }
                """);
        Outcome outcome = ForkedJvm.run(
                "-javaagent:" + agent,
                AGENT,
                "-Done=" + one,
                "-Dtwo=" + two,
                "-Dnew=" + folder.resolve("new"),
                "-cp",
                path(folder.resolve("old"), RULES_JAR, agent),
                "Main");
        assertEquals(Outcome.success("2.0 4.0\n2.0 32.0\n"), outcome);
    }

    @Test
    void aRetransformationThatChangesNoCodeLeavesDerivativesAsTheyAre() throws Exception {
        String model = """
                import dev.fluxion.*;
                public class Model {
                    static double f(double x) { return %s * x * Math.sin(x) / (x > 0 ? x : 1); }
                    static Runnable lambda() { return () -> System.out.println("a " + f(1)); }
                    @Deprecated @DerivativeOf("f") static double slope(double x) { return Fluxion.derived(); }
                }
                """;
        then(model.formatted("32"));
        first(model.formatted("8"), """
                public class Main {
                    static int made() {
                        int count = 0;
                        for (Class<?> type : Redefiner.instrumentation.getAllLoadedClasses()) {
                            count += type.getName().contains("$$Fluxion") ? 1 : 0;
                        }
                        return count;
                    }
                    public static void main(String[] arguments) throws Exception {
                        System.out.println(Model.slope(0));
                        int made = made();
                        Redefiner.instrumentation.retransformClasses(Model.class, Main.class);
                        System.out.println(Model.slope(0) + " " + (made() == made));
                        Redefiner.redefine("new", Model.class);
                        System.out.println(Model.slope(0) + " " + (made() == made));
                    }
                }
                """);
        prints("0.0\n0.0 true\n0.0 false\n");
    }

    @Test
    void untilTheNewCodeIsInForceDerivativesAreOfTheOld() throws Exception {
        String part = "public class Part { static double f(double x) { return %s * x; } }";
        then(part.formatted("32"));
        first(part.formatted("8"), """
                import dev.fluxion.*;
                import java.lang.instrument.*;
                import java.security.ProtectionDomain;
                public class Main {
                    static double g(double x) { return Part.f(x); }
                    @DerivativeOf("g") static double slope(double x) { return Fluxion.derived(); }
                    static void print() { System.out.println(slope(3)); }
                    public static void main(String[] arguments) throws Exception {
                        boolean isFirst = arguments.length > 0;
                        Part.f(1); // which loads it
                        if (!isFirst) { print(); }
                        Redefiner.instrumentation.addTransformer(new ClassFileTransformer() {
                            private boolean isIn;
                            @Override
                            public byte[] transform(ClassLoader loader, String name, Class<?> redefined,
                                    ProtectionDomain domain, byte[] file) {
                                if (redefined == Part.class && !isIn) {
                                    isIn = true; // a derivative may have the class shown once more
                                    print();
                                    if (!isFirst) {
                                        Thread other = new Thread(Main::print);
                                        other.start();
                                        try { other.join(); } catch (InterruptedException e) { throw new Error(e); }
                                    }
                                    isIn = false;
                                }
                                return null;
                            }
                        }, true);
                        Redefiner.redefine("new", Part.class);
                        print();
                    }
                }
                """);
        assertEquals(Outcome.success("8.0\n8.0\n8.0\n32.0\n"), whileRedefining());
        assertEquals(Outcome.success("8.0\n32.0\n"), whileRedefining("first"));
    }

    /** The other agent starts last, so that its transformers run when Fluxion's have seen the new code. */
    private Outcome whileRedefining(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                AGENT,
                "-javaagent:" + agent,
                "-Dnew=" + folder.resolve("new"),
                "-cp",
                path(folder.resolve("old"), RULES_JAR, agent),
                "Main"));
        all.addAll(List.of(arguments));
        return ForkedJvm.run(all.toArray(String[]::new));
    }
}
