package dev.fluxion.agent.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Refusals that differ by their places only have one cause. */
class CauseTest {
    @Test
    void placesCallersAndRemediesAreLeftOut() {
        assertEquals(
                "Cannot differentiate a call of java.util.TreeSet.add, which a subclass may override,",
                Cause.of(
                        "Cannot differentiate a call of java.util.TreeSet.add, which a subclass may override, at"
                                + " org.ejml.A$B.run:17, called by org.ejml.C.<init>:3, called by cern.D.e. Make the method final."));
    }

    @Test
    void classesOfALibraryAreAllTheSame() {
        assertEquals(
                "Cannot differentiate the construction of a * from values that carry a derivative",
                Cause.of("Cannot differentiate the construction of a org.hipparchus.util.Pair from values that carry a"
                        + " derivative at org.hipparchus.util.FastMath.split:5. Objects are not supported yet."));
    }
}
