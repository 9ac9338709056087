package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTableTest {
    @Test
    void aPlainResourceIsReadCellByCell() {
        List<List<String>> lines = CsvTable.read("breast_cancer.csv");

        assertEquals(570, lines.size());
        assertEquals(List.of("569", "30", "malignant", "benign"), lines.get(0));
    }

    @Test
    void aPackedResourceIsUnpacked() {
        List<List<String>> lines = CsvTable.read("digits.csv.gz");

        assertEquals(1_797, lines.size());
        assertEquals(65, lines.get(0).size());
    }

    @Test
    void aMissingResourceIsNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> CsvTable.read("absent.csv"));

        assertEquals("no resource absent.csv", e.getMessage());
    }
}
