package dev.fluxion.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    /** A line on the processor, the memory, the system, and how busy all of it is at the moment. */
    static String describe() throws IOException {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %.0f GB of memory, %s %s; load average at the start %.1f",
                processor(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize() / 1e9,
                system.getName(),
                system.getVersion(),
                system.getSystemLoadAverage());
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return System.getProperty("os.arch");
        }
        List<String> lines = Files.readAllLines(file);
        return value(lines, "model name") + " (family " + value(lines, "cpu family") + ", model "
                + value(lines, "model") + ")";
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.split(":", 2)[0].trim().equals(name))
                .map(line -> line.split(":", 2)[1].trim())
                .findFirst()
                .orElse("?");
    }

    /** The version of a JDK, and who built it. */
    static String jdk(Path home) throws IOException {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        }
        return (release.getProperty("IMPLEMENTOR", "OpenJDK") + " " + release.getProperty("JAVA_VERSION"))
                .replace("\"", "");
    }
}
