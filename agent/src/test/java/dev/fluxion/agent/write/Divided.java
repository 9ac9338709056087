package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.write.parts.Parts.Limits;

/** Derivatives divided into far smaller parts than they would be, against the same in one piece. */
public final class Divided {
    private Divided() {}

    public static void assertSameBits(Subject whole, Limits limits, double[] point, double[] direction) {
        Subject divided = whole.divided(limits);
        assertArrayEquals(whole.jvp(point, direction), divided.jvp(point, direction), "jvp");
        assertArrayEquals(whole.chunk(point, direction), divided.chunk(point, direction), "chunk");
        assertArrayEquals(whole.gradient(point), divided.gradient(point), "gradient");
        assertArrayEquals(whole.hvp(point, direction), divided.hvp(point, direction), "hvp");
    }
}
