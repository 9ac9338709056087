package dev.fluxion.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Main classes run in JVMs of their own. */
public final class OwnJvm {
    private OwnJvm() {}

    /** The home of the JDK that runs this. */
    public static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** The options of this JVM, its agent among them. */
    public static List<String> ownOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /**
     * Runs a main class with the class path of this JVM.
     *
     * @return what it printed, by lines; null if it failed
     */
    public static List<String> run(Path javaHome, List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return process.waitFor() == 0 ? lines : null;
    }
}
