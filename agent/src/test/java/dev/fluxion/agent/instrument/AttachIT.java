package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import dev.fluxion.agent.instrument.attach.AttachCommand;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attaching to a running JVM. */
@Timeout(120)
class AttachIT {
    private static final String SERVER = """
            import dev.fluxion.Fluxion;
            import dev.fluxion.GradientFunction;
            import dev.fluxion.GradientOf;

            public class Server {
                static double loss(double[] x) {
                    return x[0] * x[0] * x[0];
                }

                @GradientOf("loss")
                static double[] gradient(double[] x) {
                    return Fluxion.derived();
                }

                public static void main(String[] arguments) throws Exception {
                    GradientFunction function = Fluxion.gradient(Server::loss);
                    double[] x = {2};
                    long failures = 0;
                    long withoutBody = 0;
                    while (true) {
                        try {
                            double sum = gradient(x)[0] + function.gradient(x)[0];
                            System.out.println(sum);
                            System.out.println(withoutBody);
                            System.in.read();
                            return;
                        } catch (IllegalStateException notYet) {
                            withoutBody += notYet.getMessage().contains("not been given a body") ? 1 : 0;
                            if (++failures == 30_000) {
                                System.out.println("waiting");
                            }
                        }
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private Process server;

    @BeforeEach
    void compile() throws Exception {
        Sources.compile(folder, SERVER);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    private BufferedReader start(String option) throws Exception {
        server = ForkedJvm.start(option, "-cp", ForkedJvm.path(ForkedJvm.RULES_JAR, folder), "Server");
        return new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Outcome attach(String pid) throws Exception {
        return ForkedJvm.run("-jar", ForkedJvm.AGENT_JAR.toString(), "attach", pid);
    }

    @Test
    void stubsAndFunctionsOfARunningProgramStartWorkingAfterTheyWereCompiledAndFailing() throws Exception {
        BufferedReader out = start("-XX:+EnableDynamicAgentLoading");
        assertEquals("waiting", out.readLine());
        Outcome attached = Outcome.success("Fluxion is attached to JVM " + server.pid() + ".\n");
        assertEquals(attached, attach(Long.toString(server.pid())));
        assertEquals("24.0", out.readLine());
        // A call that had begun may see the agent come; no later one finds an agent and no body.
        assertTrue(Long.parseLong(out.readLine()) <= 1);
        assertEquals(attached, attach(Long.toString(server.pid())));
        server.getOutputStream().close();
        assertEquals(0, server.waitFor());
        assertEquals("", new String(server.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void aJvmThatRefusesAgentsIsOneSentence() throws Exception {
        BufferedReader out = start("-XX:-EnableDynamicAgentLoading");
        assertEquals("waiting", out.readLine());
        String pid = Long.toString(server.pid());
        assertEquals(
                new Outcome(
                        1,
                        "",
                        "JVM " + pid
                                + " does not let agents be attached: start it with -XX:+EnableDynamicAgentLoading, or"
                                + " with -javaagent:fluxion-agent.jar.\n"),
                attach(pid));
    }

    @Test
    void aJvmWithTheAttachMechanismOffIsOneSentence() throws Exception {
        BufferedReader out = start("-XX:+DisableAttachMechanism");
        assertEquals("waiting", out.readLine());
        Outcome outcome = attach(Long.toString(server.pid()));
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.stderr().contains("-XX:+DisableAttachMechanism"), outcome.stderr());
        assertEquals(1, outcome.stderr().lines().count());
    }

    @Test
    void aProcessThatIsNotThereIsOneSentence() throws Exception {
        assertEquals(new Outcome(1, "", "There is no process 999999999.\n"), attach("999999999"));
    }

    @Test
    void wrongUsageIsExplained() throws Exception {
        assertEquals(
                new Outcome(
                        1,
                        "",
                        "Usage: java -jar fluxion-agent.jar attach <pid> [options], or --help for what the options are.\n"),
                ForkedJvm.run("-jar", ForkedJvm.AGENT_JAR.toString(), "detach"));
    }

    @Test
    void whoAsksForHelpGetsItOnStdout() throws Exception {
        assertEquals(
                Outcome.success(AttachCommand.help()), ForkedJvm.run("-jar", ForkedJvm.AGENT_JAR.toString(), "--help"));
    }
}
