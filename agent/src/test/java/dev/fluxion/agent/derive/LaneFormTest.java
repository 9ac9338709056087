package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Activity;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Variant;
import dev.fluxion.agent.link.Laboratory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions of many directions at once. */
class LaneFormTest {
    static double[] choose(double[] x) {
        if (x[0] > 1) {
            return new double[] {Math.sin(x[1])};
        }
        if (x[0] > 0.5) {
            return new double[] {Math.cos(x[1]), x[0] * x[1]};
        }
        return x;
    }

    private static Function chunk(String name) throws NoSuchMethodException {
        Variant plain = Laboratory.variant(LaneFormTest.class.getDeclaredMethod(name, double[].class));
        return Laboratory.function(
                LaneFormTest.class.getClassLoader(),
                plain.then(Variant.Kind.CHUNK, new Activity(List.of(true), List.of(true))));
    }

    @Test
    void theTangentsOfAnArrayAreRowsWhereverItIsReturned() throws Exception {
        assertEquals(
                List.of(Type.ofDescriptor("[D"), Type.ofDescriptor("[[D")),
                chunk("choose").resultTypes());
    }
}
