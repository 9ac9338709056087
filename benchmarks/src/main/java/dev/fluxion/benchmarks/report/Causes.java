package dev.fluxion.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Why figures fall short, as far as it is known: a text of one line per figure, {@code figure: cause}. */
final class Causes {
    private final Map<String, String> causes = new TreeMap<>();

    Causes() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Causes.class.getResourceAsStream("causes.txt"), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
                String[] parts = line.split(": ", 2);
                causes.put(parts[0], parts[1]);
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String of(String figure) {
        return causes.getOrDefault(figure, "The cause is not known yet.");
    }
}
