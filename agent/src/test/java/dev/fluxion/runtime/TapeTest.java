package dev.fluxion.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TapeTest {
    private final Tape tape = new TapePool().acquire();

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

    @Test
    void tapesWithinAnEvaluationAreUsedAgainByTheNext() {
        Tape first = Tape.within(tape);
        Tape second = Tape.within(tape);
        assertNotSame(first, second);
        tape.release();
        assertSame(first, Tape.within(tape));
        assertSame(second, Tape.within(tape));
    }

    @Test
    void aTapeWithinThatIsUsedAgainHoldsNothing() {
        Tape within = Tape.within(tape);
        Tape.ensureDoubles(Tape.doubles(within), within, 0, 10, 1);
        Tape.ensureObjects(Tape.objects(within), within, 0, 10, 1)[3] = this;
        Tape.tangents(within, 1)[5] = 2;
        Tape.objectShadows(within, 1)[3] = this;
        Tape.tangents(Tape.within(within), 2);
        within.doubleCursor = 4;
        tape.release();
        assertSame(within, Tape.within(tape));
        assertEquals(0, within.doubleCursor);
        assertEquals(0, Tape.tangents(within, 1)[5]);
        assertNull(Tape.objects(within)[3]);
        assertNull(Tape.objectShadows(within, 1)[3]);
    }

    @Test
    void hundredsOfTapesWithinAreSeparate() {
        Set<Tape> tapes = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 1_000; i++) {
            tapes.add(Tape.within(tape));
        }
        assertEquals(1_000, tapes.size());
    }

    @Test
    void resultsOfATapeWithinAreForgottenWithTheOuterOne() {
        Tape within = Tape.within(tape);
        within.objectResults[200] = this;
        Tape.objectResults(within, 201);
        tape.release();
        assertNull(tape.objectResults[200]);
    }
}
