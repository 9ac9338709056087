package dev.fluxion.benchmarks.report;

import dev.fluxion.benchmarks.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run has measured so far on one JDK, in a file, so that a run that was interrupted can go on. */
final class Notebook {
    private final Path file;
    private final Map<String, List<Measurement>> byProgram = new LinkedHashMap<>();

    /**
     * Opens the notebook of a JDK.
     *
     * @param folder where it lies
     * @param keep whether to read what is in it; else it starts empty
     */
    Notebook(Path folder, String jdk, boolean keep) throws IOException {
        Files.createDirectories(folder);
        this.file = folder.resolve(jdk.replaceAll("\\W+", "-") + ".csv");
        if (!keep) {
            Files.deleteIfExists(file);
        }
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                Measurement measurement = Measurement.parse(line);
                byProgram
                        .computeIfAbsent(measurement.program(), name -> new ArrayList<>())
                        .add(measurement);
            }
        }
    }

    /** What was measured of a program; null if nothing was. */
    List<Measurement> of(String program) {
        return byProgram.get(program);
    }

    void add(String program, List<Measurement> measurements) throws IOException {
        byProgram.put(program, measurements);
        Files.write(
                file,
                measurements.stream().map(Measurement::line).toList(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
