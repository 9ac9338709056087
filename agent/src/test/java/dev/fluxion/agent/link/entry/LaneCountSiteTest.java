package dev.fluxion.agent.link.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.Fluxion;
import dev.fluxion.JacobianOf;
import dev.fluxion.Mode;
import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneCountSiteTest {
    private static final MethodType TYPE = MethodType.methodType(String.class, Object.class, int.class);

    private final List<Integer> linked = new ArrayList<>();

    @SuppressWarnings("UnusedMethod") // by name
    private static String said(int count, Object argument, int lanes) {
        return count + " of " + lanes + " by " + argument;
    }

    private MethodHandle link(int count) {
        linked.add(count);
        try {
            MethodHandle said = MethodHandles.lookup()
                    .findStatic(
                            LaneCountSiteTest.class,
                            "said",
                            MethodType.methodType(String.class, int.class, Object.class, int.class));
            return MethodHandles.insertArguments(said, 0, count);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("said", e);
        }
    }

    private String call(MethodHandle site, int lanes) throws Throwable {
        return (String) site.invokeExact((Object) "x", lanes);
    }

    @Test
    void nothingIsLinkedBeforeItIsCalled() {
        LaneCountSite.of(TYPE, this::link);
        assertEquals(List.of(), linked);
    }

    @Test
    void theFirstSmallNumberHasCodeOfItsOwnAndAllOthersShareTheirs() throws Throwable {
        MethodHandle site = LaneCountSite.of(TYPE, this::link);
        assertEquals("6 of 6 by x", call(site, 6));
        assertEquals("6 of 6 by x", call(site, 6));
        assertEquals(List.of(6), linked);
        assertEquals("0 of 3 by x", call(site, 3));
        assertEquals("0 of 128 by x", call(site, 128));
        assertEquals("6 of 6 by x", call(site, 6));
        assertEquals(List.of(6, 0), linked);
    }

    @Test
    void afterALargeNumberNoneHasCodeOfItsOwn() throws Throwable {
        MethodHandle site = LaneCountSite.of(TYPE, this::link);
        assertEquals("0 of 128 by x", call(site, 128));
        assertEquals("0 of 2 by x", call(site, 2));
        assertEquals(List.of(0), linked);
    }

    /** Uses the first three only. A product of slopes underflows, one factor is infinite. */
    static double[] first(double[] x) {
        double[] y = new double[4];
        for (int i = 0; i < y.length; i++) {
            y[i] = part(x, i);
        }
        return y;
    }

    private static double part(double[] x, int i) {
        double[] powers = {x[0] * 1e-200, x[1] * x[2], Math.sqrt(x[2] - 0.5)};
        for (int k = 0; k < 3; k++) {
            powers[k] = Math.exp(powers[k] * powers[(k + 1) % 3]) / (1 + i * x[k] * x[k]);
        }
        return powers[0] * powers[1] - powers[2] / x[0] + Math.atan2(x[1], x[0] * i);
    }

    @JacobianOf(value = "first", mode = Mode.FORWARD)
    static double[] jacobian(double[] x, double[][] jacobian) {
        return Fluxion.derived();
    }

    @Test
    void aJacobianByCodeOfItsOwnIsToTheBitThatByCodeForAnyNumber() throws Throwable {
        MethodType type = MethodType.methodType(double[].class, double[].class, double[][].class);
        for (double last : new double[] {0.5, 0.75, 1e160, Double.NaN}) {
            MethodHandle stub = Laboratory.theCompiler().stub(MethodHandles.lookup(), "jacobian", type);
            double[] few = {0.3, -1.2, last};
            double[][] own = new double[4][3];
            double[] value = (double[]) stub.invokeExact(few, own);
            double[][] any = new double[4][5];
            double[] valueOfMore = (double[]) stub.invokeExact(Arrays.copyOf(few, 5), any);
            assertArrayEquals(value, valueOfMore);
            assertArrayEquals(first(few), value);
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(Arrays.copyOf(any[i], 3), own[i], "row " + i + " at " + last);
            }
        }
    }
}
