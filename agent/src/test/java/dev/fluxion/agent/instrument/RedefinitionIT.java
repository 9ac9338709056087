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

/** Classes whose code another agent changes while the application runs. All numbers are exact in binary. */
class RedefinitionIT {
    private static final String DEEP = """
            public class Deep {
                static double g(double x) { double product = 1; for (int i = 0; i < %s; i++) { product *= x; } return product; }
            }
            """;

    private static final String CALLEE = """
            public class Callee {
                static double f(double x) { return Deep.g(x) + %s * x; }
            }
            """;

    private static final String MODEL = """
            import dev.fluxion.*;
            public class Model {
                static double square(double x) { return %1$s * x * x; }
                static double loss(double[] x) {
                    double sum = 0;
                    for (int i = 0; i < x.length; i++) { sum += Callee.f(x[i]) + square(x[i]); }
                    return sum;
                }
                static double[] both(double[] x) { return new double[] {loss(x), %1$s * x[0]}; }
                static double one(double x) { return loss(new double[] {x}); }
                @GradientOf("loss") static double[] gradient(double[] x) { return Fluxion.derived(); }
                @DerivativeOf("one") static double slope(double x) { return Fluxion.derived(); }
                @HvpOf("loss") static double[] hvp(double[] x, double[] v) { return Fluxion.derived(); }
                @JacobianOf("both") static double[][] jacobian(double[] x) { return Fluxion.derived(); }
                @HessianOf("loss") static double[][] hessian(double[] x) { return Fluxion.derived(); }
                static double nested(double x) { return slope(x) * x; }
                @DerivativeOf("nested") static double nestedSlope(double x) { return Fluxion.derived(); }
            }
            """;

    /** All ways to a derivative. Objects are made once, and used before and after. */
    private static final String WAYS = """
            import dev.fluxion.*;
            import java.util.*;
            class Ways {
                final double[] x = {3, 5};
                final GradientFunction gradient = Fluxion.gradient(Model::loss);
                final GradientFunction lambda = Fluxion.gradient(y -> Model.loss(y));
                final DerivativeFunction slope = Fluxion.derivative(Model::one);
                final HvpFunction hvp = Fluxion.hvp(Model::loss);
                final JacobianFunction jacobian = Fluxion.jacobian(Model::both);
                final HessianFunction hessian = Fluxion.hessian(Model::loss);
                final Derivative method;
                Ways() throws Exception { method = Fluxion.of(Model.class.getDeclaredMethod("loss", double[].class)); }

                String all() {
                    String g = Arrays.toString(Model.gradient(x));
                    for (double[] other : new double[][] {gradient.gradient(x), lambda.gradient(x),
                            (double[]) method.gradient((Object) x)[0], (double[]) method.vjp(new Object[] {x}, 1.0)[0],
                            jacobian.jacobian(x)[0], Model.jacobian(x)[0]}) {
                        g += Arrays.toString(other).equals(Arrays.toString(Model.gradient(x))) ? "" : Arrays.toString(other);
                    }
                    String h = Arrays.toString(Model.hvp(x, new double[] {1, 0}));
                    for (double[] other : new double[][] {hvp.hvp(x, new double[] {1, 0}), hessian.hessian(x)[0], Model.hessian(x)[0]}) {
                        h += Arrays.toString(other).equals(Arrays.toString(Model.hvp(x, new double[] {1, 0}))) ? "" : Arrays.toString(other);
                    }
                    return g + h + Arrays.toString(Model.jacobian(x)[1]) + Model.slope(3) + " " + slope.derivative(3)
                            + " " + Model.nestedSlope(3);
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

    private Path version(String name, String... sources) throws Exception {
        return Sources.compile(Files.createDirectory(folder.resolve(name)), sources);
    }

    private void program(String main) throws Exception {
        // Each number stands for one class, so that a value tells which code it is of.
        version("old", Redefiner.SOURCE, DEEP.formatted(2), CALLEE.formatted(4), MODEL.formatted(8), WAYS, main);
        version("new", DEEP.formatted(3), CALLEE.formatted(16), MODEL.formatted(32));
    }

    /** @param first whether the other agent starts first */
    private Outcome run(boolean first) throws Exception {
        String other = "-javaagent:" + agent;
        String[] fixed = {
            first ? other : AGENT,
            first ? AGENT : other,
            "-Dnew=" + folder.resolve("new"),
            "-Dwrong=" + folder.resolve("wrong"),
            "-Dold=" + folder.resolve("old"),
            "-cp",
            path(folder.resolve("old"), RULES_JAR, agent),
            "Main"
        };
        return ForkedJvm.run(fixed);
    }

    private static String all(int deep, int callee, int model) {
        // loss'(x) = g' + callee + 2 model x, and so on, at 3 and 5.
        double[] slope = new double[2];
        double[] points = {3, 5};
        double[] second = new double[2];
        for (int i = 0; i < 2; i++) {
            slope[i] = deep * Math.pow(points[i], deep - 1) + callee + 2 * model * points[i];
            second[i] = deep * (deep - 1) * Math.pow(points[i], deep - 2) + 2 * model;
        }
        return "[" + slope[0] + ", " + slope[1] + "][" + second[0] + ", 0.0][" + (double) model + ", 0.0]" + slope[0]
                + " " + slope[0] + " " + (second[0] * 3 + slope[0]) + "\n";
    }

    private void allWaysFollow(boolean first, String change) throws Exception {
        program("""
                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        Ways ways = new Ways();
                        System.out.println(ways.all());
                        for (Class<?> type : new Class<?>[] {Deep.class, Callee.class, Model.class}) {
                            Redefiner.%s("new", type);
                            System.out.println(ways.all());
                        }
                    }
                }
                """.formatted(change));
        assertEquals(Outcome.success(all(2, 4, 8) + all(3, 4, 8) + all(3, 16, 8) + all(3, 16, 32)), run(first));
    }

    @Test
    void everyWayToADerivativeFollowsARedefinitionByAnAgentStartedBefore() throws Exception {
        allWaysFollow(true, "redefine");
    }

    @Test
    void everyWayToADerivativeFollowsARedefinitionByAnAgentStartedAfter() throws Exception {
        allWaysFollow(false, "redefine");
    }

    @Test
    void everyWayToADerivativeFollowsARetransformationByAnAgentStartedBefore() throws Exception {
        allWaysFollow(true, "retransform");
    }

    @Test
    void whatAnAgentStartedAfterMakesOfAClassIsNotSeen() throws Exception {
        program("""
                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        Ways ways = new Ways();
                        System.out.println(ways.all());
                        for (Class<?> type : new Class<?>[] {Deep.class, Callee.class}) {
                            Redefiner.retransform("new", type); // not one with stubs, whose bodies this would take away
                            System.out.println(ways.all());
                        }
                    }
                }
                """);
        assertEquals(Outcome.success(all(2, 4, 8) + all(2, 4, 8) + all(2, 4, 8)), run(false));
    }

    @Test
    void theFirstDerivativeIsThatOfTheCodeThatRuns() throws Exception {
        program("""
                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        Redefiner.redefine("new", Deep.class, Model.class);
                        Redefiner.retransform("new", Callee.class);
                        System.out.println(new Ways().all());
                    }
                }
                """);
        assertEquals(Outcome.success(all(3, 16, 32)), run(true));
    }

    @Test
    void aRedefinitionThatFailsOrChangesNothingLeavesDerivativesAsTheyAre() throws Exception {
        program("""
                public class Main {
                    static int made() throws Exception {
                        int count = 0;
                        for (Class<?> type : Redefiner.instrumentation.getAllLoadedClasses()) {
                            count += type.getName().contains("$$Fluxion") ? 1 : 0;
                        }
                        return count;
                    }
                    public static void main(String[] arguments) throws Exception {
                        Ways ways = new Ways();
                        System.out.println(ways.all());
                        int made = made();
                        Redefiner.redefine("old", Deep.class, Callee.class, Model.class);
                        System.out.println(ways.all());
                        System.out.println(made() == made);
                        try {
                            Redefiner.redefine("wrong", Callee.class);
                        } catch (UnsupportedOperationException failed) {
                            System.out.println("failed");
                        }
                        System.out.println(ways.all());
                        System.out.println(made() == made);
                        Redefiner.redefine("new", Deep.class);
                        System.out.println(ways.all());
                    }
                }
                """);
        version("wrong", DEEP.formatted(3), """
                public class Callee {
                    static double f(double x) { return 1024 * x; }
                    static double added(double x) { return x; }
                }
                """);
        String old = all(2, 4, 8);
        assertEquals(Outcome.success(old + old + "true\nfailed\n" + old + "true\n" + all(3, 4, 8)), run(true));
    }

    @Test
    void anEvaluationWithinWhichCodeIsRedefinedIsRefusedInEveryMode() throws Exception {
        version("new", """
                public class Part { static double step(double x) { return x * x * x; } }
                """);
        version("old", Redefiner.SOURCE, """
                public class Part { static double step(double x) { return x * x; } }
                """, """
                import dev.fluxion.*;
                import java.util.*;
                import java.util.function.Supplier;
                public class Main {
                    static int armed;
                    static boolean isNew;
                    static void turn() {
                        if (armed > 0 && --armed == 0) {
                            try {
                                isNew = !isNew;
                                Redefiner.redefine(isNew ? "new" : "old", Part.class);
                            } catch (Exception e) {
                                throw new RuntimeException(e);
                            }
                        }
                    }
                    static double f(double[] x) {
                        double sum = 0;
                        for (int i = 0; i < x.length; i++) { sum += Part.step(x[i]); turn(); }
                        return sum;
                    }
                    @GradientOf("f") static double[] gradient(double[] x) { return Fluxion.derived(); }
                    @HvpOf("f") static double[] hvp(double[] x, double[] v) { return Fluxion.derived(); }
                    static void print(Supplier<double[]> derivative) {
                        try {
                            System.out.println(Arrays.toString(derivative.get()));
                        } catch (NotDifferentiableException refused) {
                            System.out.println(refused.getMessage().contains(" was redefined while ")
                                    && refused.getMessage().endsWith("Compute it again."));
                        }
                    }
                    public static void main(String[] arguments) throws Exception {
                        double[] x = {1, 2, 3};
                        double[] ones = {1, 1, 1};
                        Derivative method = Fluxion.of(Main.class.getDeclaredMethod("f", double[].class));
                        JacobianFunction jacobian = Fluxion.jacobian((double[] y) -> new double[] {f(y), 1});
                        GradientFunction function = Fluxion.gradient(Main::f);
                        List<Supplier<double[]>> ways = List.of(
                                () -> gradient(x),
                                () -> function.gradient(x),
                                () -> hvp(x, ones),
                                () -> (double[]) method.gradient((Object) x)[0],
                                () -> jacobian.jacobian(x)[0]);
                        for (int i = 0; i < ways.size(); i++) {
                            armed = 2; // the second time it is called, which is in the forward sweep
                            print(ways.get(i));
                            print(ways.get(i));
                        }
                    }
                }
                """);
        assertEquals(Outcome.success("""
                true
                [3.0, 12.0, 27.0]
                true
                [2.0, 4.0, 6.0]
                true
                [6.0, 12.0, 18.0]
                true
                [2.0, 4.0, 6.0]
                true
                [3.0, 12.0, 27.0]
                """), run(true));
    }

    @Test
    void whileAnotherThreadRedefinesCodeEachResultIsOfOneStateOrRefused() throws Exception {
        version("new", """
                public class Part { static double step(double x) { return x * x * x; } }
                """, """
                public class Inert { static int count() { return 2; } }
                """);
        version("old", Redefiner.SOURCE, """
                public class Part { static double step(double x) { return x * x; } }
                """, """
                public class Inert { static int count() { return 1; } }
                """, """
                import dev.fluxion.*;
                import java.util.*;
                public class Main {
                    static volatile boolean ends;
                    static double f(double[] x) {
                        double sum = 0;
                        for (int i = 0; i < x.length; i++) { sum += Part.step(x[i]) + Inert.count(); }
                        return sum;
                    }
                    @GradientOf("f") static double gradient(double[] x, double[] gradient) { return Fluxion.derived(); }
                    public static void main(String[] arguments) throws Exception {
                        Thread redefiner = new Thread(() -> {
                            try {
                                for (int i = 0; !ends; i++) {
                                    Redefiner.redefine(i % 2 == 0 ? "new" : "old", Part.class, Inert.class);
                                    Thread.sleep(i % 3 == 0 ? 1 : 300);
                                }
                            } catch (Throwable failure) {
                                failure.printStackTrace();
                            }
                        });
                        redefiner.start();
                        double[] x = new double[20_000];
                        double squares = 0;
                        double cubes = 0;
                        for (int i = 0; i < x.length; i++) {
                            x[i] = 1 + i % 4;
                            squares += x[i] * x[i] + 1;
                            cubes += x[i] * x[i] * x[i] + 2;
                        }
                        GradientFunction function = Fluxion.gradient(Main::f);
                        long until = System.nanoTime() + 8_000_000_000L;
                        for (int n = 0; System.nanoTime() < until; n++) {
                            double[] g = new double[x.length];
                            double value;
                            try {
                                value = n % 2 == 0 ? gradient(x, g) : function.valueAndGradient(x, g);
                            } catch (NotDifferentiableException refused) {
                                if (!refused.getMessage().contains(" was redefined while ")) {
                                    System.out.println(refused.getMessage());
                                }
                                continue;
                            }
                            boolean isOld = value == squares;
                            boolean isNew = value == cubes;
                            for (int i = 0; i < x.length; i++) {
                                isOld &= g[i] == 2 * x[i];
                                isNew &= g[i] == 3 * x[i] * x[i];
                            }
                            if (!isOld && !isNew) {
                                System.out.println("neither: " + value + " " + g[0] + " " + g[1]);
                            }
                        }
                        ends = true;
                        redefiner.join();
                        Redefiner.redefine("new", Part.class, Inert.class);
                        System.out.println(gradient(x, new double[x.length]) == cubes);
                    }
                }
                """);
        assertEquals(Outcome.success("true\n"), run(true));
    }

    @Test
    void aStubThatCouldNotBeDifferentiatedWorksOnceItsMethodCan() throws Exception {
        version("new", """
                import dev.fluxion.*;
                public class Model {
                    static double f(double a, double b) { return a * b; }
                    @GradientOf("f") static double[] gradient(double a, double b) { return Fluxion.derived(); }
                }
                """);
        version("old", Redefiner.SOURCE, """
                import dev.fluxion.*;
                public class Model {
                    static double f(double a, double b) { return java.math.BigDecimal.valueOf(a).doubleValue() * b; }
                    @GradientOf("f") static double[] gradient(double a, double b) { return Fluxion.derived(); }
                }
                """, """
                import dev.fluxion.*;
                public class Main {
                    public static void main(String[] arguments) throws Exception {
                        for (int i = 0; i < 3; i++) {
                            try {
                                System.out.println(java.util.Arrays.toString(Model.gradient(2, 3)));
                            } catch (NotDifferentiableException refused) {
                                System.out.println("refused");
                            }
                            if (i == 1) {
                                Redefiner.redefine("new", Model.class);
                            }
                        }
                    }
                }
                """);
        assertEquals(Outcome.success("refused\nrefused\n[3.0, 2.0]\n"), run(true));
    }
}
