package dev.fluxion.agent.derive.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.link.Laboratory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions of many directions at once. */
class LaneFormTest {
    /** The compiler holds them weakly. */
    private final List<ClassLoader> held = new ArrayList<>();

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
        return chunk(LaneFormTest.class.getClassLoader(), name);
    }

    private static Function chunk(ClassLoader loader, String name) throws NoSuchMethodException {
        Variant plain = Laboratory.variant(LaneFormTest.class.getDeclaredMethod(name, double[].class));
        return Laboratory.function(loader, plain.then(Variant.Kind.CHUNK, new Activity(List.of(true), List.of(true))));
    }

    @Test
    void theTangentsOfAnArrayAreRowsWhereverItIsReturned() throws Exception {
        assertEquals(
                List.of(Type.ofDescriptor("[D"), Type.ofDescriptor("[[D")),
                chunk("choose").resultTypes());
    }

    static double[] chosenOneByOne(double[] x) {
        double a = x[0] * x[1];
        double b = x[1] * x[2];
        double c = x[2] * x[3];
        double d = x[3] * x[4];
        double e = x[4] * x[0];
        if (x[0] > 0) {
            a = Math.sin(x[0]);
        }
        if (x[1] > 0) {
            b = Math.sin(x[1]);
        }
        if (x[2] > 0) {
            c = Math.sin(x[2]);
        }
        if (x[3] > 0) {
            d = Math.sin(x[3]);
        }
        if (x[4] > 0) {
            e = Math.sin(x[4]);
        }
        return new double[] {a * b * c * d * e};
    }

    @Test
    void rowsAreMadeInTheSameOrderEveryTime() throws Exception {
        String text = chunk("chosenOneByOne").toString();
        for (int again = 0; again < 10; again++) {
            ClassLoader knowsNothingYet = new ClassLoader(LaneFormTest.class.getClassLoader()) {};
            held.add(knowsNothingYet);
            assertEquals(text, chunk(knowsNothingYet, "chosenOneByOne").toString());
        }
    }
}
