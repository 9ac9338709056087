package dev.fluxion.agent.link.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArrayIdentitiesTest {
    @Test
    void aCallAfterOneWithManyRowsTouchesOnlyItsOwn() {
        double[][] many = new double[20_000][1];
        ArrayIdentities identities = ArrayIdentities.acquire();
        identities.add(many);
        assertEquals(20_001, identities.clear());
        identities.add(new double[2][3]);
        assertEquals(3, identities.clear());
        assertTrue(identities.release());
    }

    @Test
    void nothingIsLeftOfTheArraysOfACallBefore() {
        double[][] many = new double[1_000][1];
        for (int round = 0; round < 3; round++) {
            ArrayIdentities identities = ArrayIdentities.acquire();
            identities.add(many);
            assertTrue(identities.release());
        }
        ArrayIdentities identities = ArrayIdentities.acquire();
        identities.add(many[7]);
        identities.compare(many[8]);
        assertTrue(identities.release());
    }

    @Test
    void oneArrayTwiceIsFoundAmongMany() {
        double[][] many = new double[1_000][1];
        many[999] = many[3];
        ArrayIdentities identities = ArrayIdentities.acquire();
        identities.add(many);
        assertFalse(identities.release());
        double[][] others = new double[1_000][1];
        identities = ArrayIdentities.acquire();
        identities.add(others);
        identities.compare(new double[][] {{1}, others[500]});
        assertFalse(identities.release());
    }
}
