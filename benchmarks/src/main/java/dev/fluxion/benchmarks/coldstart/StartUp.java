package dev.fluxion.benchmarks.coldstart;

import dev.fluxion.benchmarks.OwnJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The CPU time of a JVM that runs a program without derivatives and ends: without an agent, with one that does nothing, and with
 * Fluxion's. They take turns; the kernel adds up the time of each process (Linux only).
 */
public final class StartUp {
    private static final int ROUNDS = 25;
    private static final String AGENT_OPTION = "-javaagent:";

    private StartUp() {}

    /** Prints the means. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        measure(OwnJvm.javaHome())
                .forEach((agent, time) -> System.out.printf(Locale.ROOT, "%-18s %6.1f ms%n", agent, time));
    }

    /** Mean CPU time in milliseconds by agent. */
    public static Map<String, Double> measure(Path javaHome) throws IOException, InterruptedException {
        Path jar = Files.createTempFile("empty-agent", ".jar");
        EmptyAgent.writeJar(jar);
        Map<String, List<String>> options = new LinkedHashMap<>();
        options.put("no agent", List.of());
        options.put("an empty agent", List.of(AGENT_OPTION + jar));
        options.put(
                "Fluxion's agent",
                OwnJvm.ownOptions().stream()
                        .filter(option -> option.startsWith(AGENT_OPTION))
                        .toList());
        Map<String, Double> means = new LinkedHashMap<>();
        try {
            for (int round = 0; round <= ROUNDS; round++) {
                for (Map.Entry<String, List<String>> agent : options.entrySet()) {
                    double before = childrenMilliseconds();
                    if (OwnJvm.run(javaHome, agent.getValue(), Nothing.class) == null) {
                        throw new IllegalStateException("A JVM with " + agent.getKey() + " failed");
                    }
                    double used = childrenMilliseconds() - before;
                    if (round > 0) { // the first fills the file cache
                        means.merge(agent.getKey(), used / ROUNDS, Double::sum);
                    }
                }
            }
        } finally {
            Files.delete(jar);
        }
        return means;
    }

    /** User and system time of the processes that this one has started and that have ended. */
    private static double childrenMilliseconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        // After the name in parentheses: state is field 3, the children's times are 16 and 17, in hundredths of a
        // second.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return 10.0 * (Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
    }
}
