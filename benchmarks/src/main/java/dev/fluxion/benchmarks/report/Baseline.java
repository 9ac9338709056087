package dev.fluxion.benchmarks.report;

import dev.fluxion.benchmarks.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ratios of Fluxion that later ones are compared with, in a file of the repository. */
final class Baseline {
    /** Seen from the folder of this module. */
    static final Path FILE = Path.of("ratios.csv");

    private static final String HEADER = "program;method;inputs;value ns;ratio;low;bytes/call;tape bytes/iteration";

    private Baseline() {}

    static void write(List<Measurement> measurements) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        measurements.stream()
                .filter(measurement -> measurement.method().equals(Measurement.FLUXION))
                .map(Measurement::line)
                .forEach(lines::add);
        Files.write(FILE, lines);
    }

    /** By program. */
    static Map<String, Measurement> read() throws IOException {
        Map<String, Measurement> byProgram = new TreeMap<>();
        List<String> lines = Files.readAllLines(FILE);
        for (String line : lines.subList(1, lines.size())) {
            Measurement measurement = Measurement.parse(line);
            byProgram.put(measurement.program(), measurement);
        }
        return byProgram;
    }
}
