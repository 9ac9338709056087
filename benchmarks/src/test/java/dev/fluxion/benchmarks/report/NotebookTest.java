package dev.fluxion.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fluxion.benchmarks.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {
    private static final List<Measurement> MEASURED = List.of(
            new Measurement("sum 1,000", Measurement.FLUXION, 1_000, 812.5, 1.375, 1.25, 16, 8.25),
            new Measurement("sum 1,000", Measurement.BY_HAND, 1_000, 812.5, 1.25, 1.125, 0, Double.NaN));

    @TempDir
    Path folder;

    @Test
    void aRunThatGoesOnFindsWhatWasMeasured() throws IOException {
        new Notebook(folder, "Some JDK 17.0.1", false).add("sum 1,000", MEASURED);
        Notebook again = new Notebook(folder, "Some JDK 17.0.1", true);
        assertEquals(MEASURED, again.of("sum 1,000"));
        assertNull(again.of("sum 10,000"));
    }

    @Test
    void aNewRunStartsEmpty() throws IOException {
        new Notebook(folder, "17", false).add("sum 1,000", MEASURED);
        assertNull(new Notebook(folder, "17", false).of("sum 1,000"));
    }

    @Test
    void jdksHaveNotebooksOfTheirOwn() throws IOException {
        new Notebook(folder, "17", false).add("sum 1,000", MEASURED);
        assertNull(new Notebook(folder, "25", true).of("sum 1,000"));
    }
}
