package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of {@code @Differentiable} as an application sees it. */
class CheckIT {
    private static final String MODEL = """
            import dev.fluxion.Differentiable;
            import dev.fluxion.Fluxion;
            import dev.fluxion.GradientOf;

            public class Model {
                static {
                    System.out.println("Model is initialized");
                }

                @Differentiable
                static double loss(double[] w) {
                    return Helper.loss(w);
                }

                @GradientOf("lost")
                static double[] gradient(double[] w) {
                    return Fluxion.derived();
                }
            }

            class Helper {
                static {
                    System.out.println("Helper is initialized");
                }

                static double loss(double[] w) {
                    return unknown(w[0]) + (w[0] < 0 ? 1 : 0);
                }

                static native double unknown(double x);
            }
            """;

    private static final String PROGRAM = """
            import java.lang.management.ManagementFactory;

            public class Program {
                public static void main(String[] arguments) throws Exception {
                    Class.forName("Model", Boolean.parseBoolean(arguments[0]), Program.class.getClassLoader());
                    while (Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("fluxion-check"))) {
                        Thread.sleep(10);
                    }
                    var find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
                    find.setAccessible(true);
                    System.out.println(find.invoke(Program.class.getClassLoader(), "Helper"));
                }
            }
            """;

    private static final String WARNINGS =
            "[fluxion] WARN The stub Model.gradient names the method Model.lost, but there is no other method of that"
                    + " name.\n[fluxion] WARN Cannot differentiate a call of Helper.unknown, a native method, at Helper.loss:27, called by"
                    + " Model.loss:12. Write a rule for it, or declare it inert if no derivative should flow through"
                    + " it.\n";

    @TempDir
    Path folder;

    @BeforeEach
    void compile() throws Exception {
        Sources.compile(folder, MODEL);
        Sources.compile(folder, PROGRAM);
    }

    private Outcome run(String initialize) throws Exception {
        return ForkedJvm.run(
                ForkedJvm.AGENT,
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                ForkedJvm.path(ForkedJvm.RULES_JAR, folder),
                "Program",
                initialize);
    }

    @Test
    void whatIsMarkedIsCheckedWhenItIsLoadedAndNothingElseIsLoadedForThat() throws Exception {
        Outcome outcome = run("false");

        assertEquals("null\n", outcome.stdout());
        assertEquals(WARNINGS, outcome.stderr());
        assertEquals(0, outcome.exitCode());
    }

    @Test
    void aClassThatIsInitializedMeanwhileRunsAsWithoutTheCheck() throws Exception {
        assertEquals("Model is initialized\nnull\n", run("true").stdout());
    }
}
