package dev.fluxion.agent.write.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
    private static final int POSITIONS = 60;

    private static Ranges of(int... bounds) {
        Ranges ranges = new Ranges();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.append(bounds[i], bounds[i + 1]);
        }
        return ranges;
    }

    private static Ranges of(BitSet positions) {
        Ranges ranges = new Ranges();
        for (int start = positions.nextSetBit(0); start >= 0; ) {
            int end = positions.nextClearBit(start);
            ranges.append(start, end);
            start = positions.nextSetBit(end);
        }
        return ranges;
    }

    private static BitSet random(Random random, int parts) {
        BitSet positions = new BitSet();
        for (int i = 0; i < POSITIONS; i++) {
            positions.set(i, random.nextInt(parts) == 0);
        }
        return positions;
    }

    @Test
    void anEndIsNotWithin() {
        assertFalse(of(1, 4).overlaps(of(4, 6)));
        assertFalse(of(4, 6).overlaps(of(1, 4, 6, 7)));
        assertTrue(of(1, 5).overlaps(of(0, 1, 4, 6)));
    }

    @Test
    void whatTouchesBecomesOne() {
        Ranges ranges = of(0, 2, 4, 6);
        ranges.add(of(2, 4));
        assertEquals(1, ranges.count());
        ranges.add(of(8, 9));
        assertEquals(2, ranges.count());
    }

    @Test
    void theyAreSetsOfPositions() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            BitSet first = random(random, 2 + round % 9);
            BitSet second = random(random, 2 + round / 9 % 9);
            assertEquals(first.intersects(second), of(first).overlaps(of(second)));
            second.andNot(first);
            Ranges sum = of(first);
            sum.add(of(second));
            first.or(second);
            assertEquals(of(first).count(), sum.count());
            for (int position = 0; position < POSITIONS; position++) {
                assertEquals(first.get(position), sum.overlaps(of(position, position + 1)));
            }
        }
    }
}
