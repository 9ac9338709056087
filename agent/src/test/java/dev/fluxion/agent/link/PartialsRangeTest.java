package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.entry.OperatorEntry;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Operator.Kind;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Gradients with respect to few numbers combine partials before these meet a tangent, which may be what keeps them in range. */
class PartialsRangeTest {
    /** The tangent of e is huge where it enters the quotient, whose slope underflows. */
    static double logOfShare(double x, double y) {
        double e = Math.exp(-x);
        double b = 1;
        if (e > 1) {
            b = 1 + e;
        }
        return Math.log(y / b);
    }

    static double logOfShareInALoop(double x, double y) {
        double e = 1;
        for (int i = 0; i < 4; i++) {
            e = e * Math.exp(-x);
        }
        double b = 1;
        for (int i = 0; i < 2; i++) {
            b = y / b / e;
        }
        return Math.log(b / e);
    }

    static float floatLogOfShare(float x, float y) {
        float e = (float) Math.exp(-x);
        float b = 1;
        if (e > 1) {
            b = 1 + e;
        }
        return (float) Math.log(y / b);
    }

    @Test
    void anUnderflowingCoefficientMeetsAHugeTangent() throws Throwable {
        for (double x : new double[] {-3, -52, -373, -650}) {
            double[] found = new double[2];
            double value =
                    (double) OperatorEntry.of(gradient("logOfShare"), null).invokeExact(x, 3.0, found);
            assertEquals(logOfShare(x, 3), value);
            assertEquals(1 / (1 + Math.exp(x)), found[0], 1e-14);
            assertEquals(1 / 3.0, found[1], 1e-15);
        }
    }

    @Test
    void soItDoesInALoop() throws Throwable {
        for (double x : new double[] {-1, -40, -100, 20, 100}) {
            double[] found = new double[2];
            double value = (double)
                    OperatorEntry.of(gradient("logOfShareInALoop"), null).invokeExact(x, 3.0, found);
            assertEquals(logOfShareInALoop(x, 3), value);
            assertEquals(4, found[0], 1e-12);
            assertEquals(0, found[1], 1e-14);
        }
    }

    @Test
    void soItDoesInFloats() throws Throwable {
        for (float x : new float[] {-3, -40, -52, -80}) {
            double[] found = new double[2];
            float value =
                    (float) OperatorEntry.of(gradient("floatLogOfShare"), null).invokeExact(x, 3f, found);
            assertEquals(floatLogOfShare(x, 3), value);
            assertEquals(1 / (1 + Math.exp(x)), found[0], 1e-6);
            assertEquals(1 / 3f, found[1], 1e-6f);
        }
    }

    private static Operator gradient(String name) throws Throwable {
        Linker linker = Laboratory.theCompiler().linker();
        Target target = Targets.of(linker, StubHandles.method(PartialsRangeTest.class, name));
        Operator gradient =
                Operator.of(Kind.GRADIENT, new TargetFacts(linker, target), Collections.nCopies(2, true), true);
        assertTrue(gradient.isByPartials());
        return gradient;
    }
}
