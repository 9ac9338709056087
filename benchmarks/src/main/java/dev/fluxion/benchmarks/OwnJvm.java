package dev.fluxion.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class for one program in a JVM of its own, with the options of this one. */
final class OwnJvm {
    /** The first argument of a main class that is to measure in this JVM. */
    static final String HERE = "--here";

    private OwnJvm() {}

    static int run(Class<?> main, String program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Xms1g", "-XX:+AlwaysPreTouch", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(main.getName(), HERE, program));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
