package dev.fluxion.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class TapeTest {
    private final Tape tape = Tape.within();

    @Test
    void aBufferThatIsLongEnoughStays() {
        double[] buffer = Tape.ensureDoubles(Tape.doubles(tape), tape, 0, 100, 1);
        assertSame(buffer, Tape.ensureDoubles(buffer, tape, buffer.length - 6, 2, 3));
    }

    @Test
    void whatIsOnTheTapeStaysWhenItGrows() {
        int[] buffer = Tape.ensureInts(Tape.ints(tape), tape, 0, 3, 1);
        buffer[2] = 7;
        int[] longer = Tape.ensureInts(buffer, tape, 3, buffer.length, 1);
        assertTrue(longer.length >= buffer.length + 3);
        assertEquals(7, longer[2]);
        assertSame(longer, Tape.ints(tape));
    }

    @Test
    void aBufferGrowsToTwiceItsLength() {
        double[] buffer = Tape.ensureDoubles(Tape.doubles(tape), tape, 0, 1_000, 1);
        assertEquals(2_000, Tape.ensureDoubles(buffer, tape, 1_000, 1, 1).length);
    }

    @Test
    void moreThanAnArrayCanHoldIsRefused() {
        Refusal refusal =
                assertThrows(Refusal.class, () -> Tape.ensureDoubles(Tape.doubles(tape), tape, 0, 1_500_000_000, 2));
        assertEquals(
                "Cannot differentiate a loop or recursion that leaves 3000000000 entries to be kept for the reverse sweep,"
                        + " more than a Java array can hold. Use forward mode, or differentiate a shorter stretch at a time,"
                        + " starting each from values kept by the program.",
                refusal.getMessage());
    }

    @Test
    void aCursorPastTwoBillionIsRefused() {
        assertThrows(
                Refusal.class, () -> Tape.ensureInts(Tape.ints(tape), tape, Integer.MAX_VALUE, Integer.MAX_VALUE, 8));
    }

    @Test
    void moreThanTheHeapCanHoldIsRefused() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 8L * 2_000_000_000);
        Refusal refusal =
                assertThrows(Refusal.class, () -> Tape.ensureDoubles(Tape.doubles(tape), tape, 0, 1_000_000_000, 2));
        assertEquals(
                "Cannot differentiate a loop or recursion that leaves 2000000000 entries to be kept for the reverse sweep,"
                        + " for which the heap has no 15258 MB left. Use forward mode, differentiate a shorter stretch at a time,"
                        + " starting each from values kept by the program, or give the JVM more memory by -Xmx.",
                refusal.getMessage());
        assertTrue(refusal.getCause() instanceof OutOfMemoryError);
    }

    @Test
    void aTapeThatCouldNotGrowIsAsItWas() {
        double[] buffer = Tape.ensureDoubles(Tape.doubles(tape), tape, 0, 2, 1);
        buffer[1] = 5;
        assertThrows(Refusal.class, () -> Tape.ensureDoubles(buffer, tape, 2, Integer.MAX_VALUE, 1));
        assertSame(buffer, Tape.doubles(tape));
        assertArrayEquals(new double[] {0, 5}, new double[] {buffer[0], buffer[1]});
    }

    @Test
    void theNumberOfTripsDoesNotWrapAround() {
        assertEquals(Integer.MAX_VALUE, Tape.next(Integer.MAX_VALUE - 1));
        assertThrows(Refusal.class, () -> Tape.next(Integer.MAX_VALUE));
    }

    @Test
    void theDistanceIsThatOfAWholeLoop() {
        assertEquals(0, Tape.distance(5, 5));
        assertEquals(0, Tape.distance(5, Integer.MIN_VALUE));
        assertEquals(Integer.MAX_VALUE, Tape.distance(Integer.MIN_VALUE, -1));
        assertThrows(Refusal.class, () -> Tape.distance(Integer.MIN_VALUE, 0));
    }
}
