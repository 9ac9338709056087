package dev.fluxion.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Small programs, compiled and run in JVMs of their own, on the shaded agent jar. */
public final class ForkedJvm {
    static final Path AGENT_JAR = Path.of(System.getProperty("fluxion.agent.jar"));
    public static final Path RULES_JAR = Path.of(System.getProperty("fluxion.rules.jar"));

    /** The option that starts the agent. */
    public static final String AGENT = "-javaagent:" + AGENT_JAR;

    /** What a finished JVM printed. */
    public record Outcome(int exitCode, String stdout, String stderr) {
        public static Outcome success(String stdout) {
            return new Outcome(0, stdout, "");
        }
    }

    private ForkedJvm() {}

    /** A class path or module path. */
    public static String path(Path... entries) {
        return Arrays.stream(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).start();
    }

    public static Outcome run(String... arguments) throws Exception {
        Process process = start(arguments);
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String out = text(process.getInputStream());
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the JVM does not end");
        return new Outcome(process.exitValue(), out, err.get());
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            return e.toString();
        }
    }
}
