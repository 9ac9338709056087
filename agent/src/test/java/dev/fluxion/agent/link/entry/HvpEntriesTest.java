package dev.fluxion.agent.link.entry;

import static dev.fluxion.agent.link.entry.EntryPrograms.X;
import static dev.fluxion.agent.link.entry.EntryPrograms.energy;
import static dev.fluxion.agent.link.entry.EntryPrograms.energyGradient;
import static dev.fluxion.agent.link.entry.EntryPrograms.stub;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Hessian-vector products, against those worked out by hand. */
class HvpEntriesTest {
    @Test
    void anHvpGivesValueGradientAndProduct() throws Throwable {
        ToDoubleFunction<double[]> f = EntryPrograms::energy;
        double[] gradient = new double[3];
        double[] product = new double[3];
        MethodHandle hvp = Laboratory.theCompiler().function("hvp", f);
        assertEquals(energy(X), (double) hvp.invokeExact(X, new double[] {1, 0, 2}, gradient, product));
        assertArrayEquals(energyGradient(), gradient, 1e-15);
        double[] expected = {2 * Math.cos(0.3) - 0.3 * Math.sin(0.3), 0, 2 * (2 * Math.cos(-0.4) + 0.4 * Math.sin(-0.4))
        };
        assertArrayEquals(expected, product, 1e-14);
    }

    @Test
    void aStubGivesTheProductWithADirection() throws Throwable {
        double[] product = (double[]) stub("energyHvp").invoke(X, new double[] {1, 0, 0});
        assertEquals(2 * Math.cos(0.3) - 0.3 * Math.sin(0.3), product[0], 1e-14);
    }
}
