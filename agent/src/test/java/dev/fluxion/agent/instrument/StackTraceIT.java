package dev.fluxion.agent.instrument;

import static dev.fluxion.agent.instrument.ForkedJvm.AGENT;
import static dev.fluxion.agent.instrument.ForkedJvm.RULES_JAR;
import static dev.fluxion.agent.instrument.ForkedJvm.path;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stack trace of a program's own exception shows when a derivative throws it; docs/limits.md names the options. */
class StackTraceIT {
    private static final String MAIN = """
            import dev.fluxion.*;
            public class Main {
                static double element(double[] x, int i) {
                    return x[i] * x[i];
                }
                static double loss(double[] x) {
                    double sum = 0;
                    for (int i = 0; i <= x.length; i++) {
                        sum += element(x, i);
                    }
                    return sum;
                }
                @GradientOf("loss") static double[] gradient(double[] x) { return Fluxion.derived(); }

                public static void main(String[] arguments) {
                    try {
                        gradient(new double[2]);
                    } catch (ArrayIndexOutOfBoundsException e) {
                        for (StackTraceElement frame : e.getStackTrace()) {
                            if (frame.getClassName().startsWith("Main")) {
                                System.out.println(frame.getMethodName() + ":" + frame.getLineNumber());
                            }
                        }
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void framesOfDerivativesAreHidden() throws Exception {
        Sources.compile(folder, MAIN);
        assertEquals(
                Outcome.success("gradient:13\nmain:17\n"),
                ForkedJvm.run(AGENT, "-cp", path(folder, RULES_JAR), "Main"));
    }

    @Test
    void framesOfDerivativesAppearWithTheLineThatFailedWhereHiddenFramesAreShown() throws Exception {
        Sources.compile(folder, MAIN);
        Outcome outcome = ForkedJvm.run(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+ShowHiddenFrames",
                AGENT,
                "-cp",
                path(folder, RULES_JAR),
                "Main");
        assertEquals("loss:4\ngradient:13\nmain:17\n", outcome.stdout());
    }
}
