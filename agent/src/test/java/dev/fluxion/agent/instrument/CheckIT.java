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

            public class Model {
                static {
                    System.out.println("Model is initialized");
                }

                @Differentiable
                static double loss(double[] w) {
                    return Helper.loss(w);
                }
            }

            class Helper {
                static {
                    System.out.println("Helper is initialized");
                }

                static double loss(double[] w) {
                    return unknown(w[0]) + (w[0] < 0 ? new Box(w[0]).value : 0);
                }

                static native double unknown(double x);
            }

            class Box {
                double value;

                Box(double value) {
                    this.value = value;
                }
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
                    for (String name : new String[] {"Helper", "Box"}) {
                        var find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
                        find.setAccessible(true);
                        System.out.println(find.invoke(Program.class.getClassLoader(), name));
                    }
                }
            }
            """;

    private static final String WARNING =
            "[fluxion] WARN Cannot differentiate a call of Helper.unknown, a native method, at Helper.loss:20, called by"
                    + " Model.loss:10. Write a rule for it, or declare it inert if no derivative should flow through"
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

        assertEquals("null\nnull\n", outcome.stdout());
        assertEquals(WARNING, firstLine(outcome.stderr()));
        assertEquals(0, outcome.exitCode());
    }

    @Test
    void aClassThatIsInitializedMeanwhileRunsAsWithoutTheCheck() throws Exception {
        assertEquals("Model is initialized\nnull\nnull\n", run("true").stdout());
    }

    private static String firstLine(String text) {
        return text.substring(0, text.indexOf('\n') + 1);
    }
}
