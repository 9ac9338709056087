package dev.fluxion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FileNamesTest {
    private final FileNames names = new FileNames();

    @Test
    void aPlainNameIsTheNameOfTheFile() {
        assertEquals("loss(double[],int)", names.of("Model/", "loss(double[],int)", 1));
    }

    @Test
    void theSameThingHasTheSameNameAgain() {
        assertEquals("loss", names.of("", "loss", 1));
        assertEquals("loss~2", names.of("", "loss", 2));
        assertEquals("loss~3", names.of("", "loss", 3));
        assertEquals("loss", names.of("", "loss", 1));
        assertEquals("loss~2", names.of("", "loss", 2));
    }

    @Test
    void namesThatDifferByCaseAloneDoNotMeetOnAFileSystemThatDoesNotTellThemApart() {
        assertEquals("loss", names.of("", "loss", 1));
        assertEquals("Loss~2", names.of("", "Loss", 2));
    }

    @Test
    void anotherFolderHasNamesOfItsOwn() {
        assertEquals("loss", names.of("One/", "loss", 1));
        assertEquals("loss", names.of("Two/", "loss", 2));
    }

    @Test
    void whatFileSystemsDoNotTakeIsReplacedAndToldApart() {
        String first = names.of("", "<a/b|c>", 1);
        String second = names.of("", "<a:b|c>", 2);
        assertTrue(first.matches("_a_b_c_~[0-9a-f]+"), first);
        assertTrue(second.matches("_a_b_c_~[0-9a-f]+"), second);
        assertNotEquals(first, second);
        assertTrue(names.of("", "verlust\u00fcber", 3).matches("verlust_ber~[0-9a-f]+"));
    }

    @Test
    void longNamesAreShortenedAndStillDiffer() {
        String first = names.of("", "x".repeat(5_000) + "1", 1);
        String second = names.of("", "x".repeat(5_000) + "2", 2);
        assertEquals(FileNames.LONGEST, first.length());
        assertEquals(FileNames.LONGEST, second.length());
        assertNotEquals(first, second);
        assertEquals("y".repeat(FileNames.LONGEST), names.of("", "y".repeat(FileNames.LONGEST), 3));
    }
}
