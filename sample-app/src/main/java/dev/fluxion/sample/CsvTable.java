package dev.fluxion.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads comma-separated resources that lie beside this class. */
final class CsvTable {
    private CsvTable() {}

    /**
     * Returns the cells, line by line.
     *
     * @param resource the file name; one that ends in {@code .gz} is unpacked
     * @throws IllegalArgumentException if there is no such resource
     */
    static List<List<String>> read(String resource) {
        try (InputStream packed = CsvTable.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            InputStream bytes = resource.endsWith(".gz") ? new GZIPInputStream(packed) : packed;
            return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
                    .lines()
                    .map(line -> List.of(line.split(",", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
