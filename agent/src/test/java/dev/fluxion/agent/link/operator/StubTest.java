package dev.fluxion.agent.link.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DerivativeOf;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.HvpOf;
import dev.fluxion.JacobianOf;
import dev.fluxion.JvpOf;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.junit.jupiter.api.Test;

/** Which operator a stub stands for, and what is said of one that stands for none. */
class StubTest {
    private static MethodHandle stub(String name) throws Throwable {
        return StubHandles.of(MethodHandles.lookup(), name);
    }

    private static String complaint(String name) {
        return assertThrows(IllegalArgumentException.class, () -> stub(name)).getMessage();
    }

    static double[] blend(double a, double[] x, double b, double[] y) {
        return new double[] {a * x[0] + b * b * y[0]};
    }

    @JvpOf(
            value = "blend",
            wrt = {"y", "b", "x"})
    static double[] blendAlong(
            double a, double[] x, double b, double[] y, double[] yTangent, double bTangent, double[] xTangent) {
        return Fluxion.derived();
    }

    @Test
    void tangentsAreInTheOrderOfWrt() throws Throwable {
        MethodHandle jvp = stub("blendAlong");
        double[] x = {3};
        double[] y = {7};
        double[] tangent = (double[]) jvp.invoke(2.0, x, 5.0, y, new double[] {1}, 10.0, new double[] {100});
        // b² y' + 2 b y b' + a x'
        assertArrayEquals(new double[] {25 + 2 * 5 * 7 * 10 + 2 * 100}, tangent);
        double[] both = {3};
        double[] general = (double[]) jvp.invoke(2.0, both, 5.0, both, new double[] {1}, 10.0, new double[] {1});
        assertArrayEquals(new double[] {25 + 2 * 5 * 3 * 10 + 2}, general);
    }

    static double sum(double[] x, double[] y) {
        return 2 * x[0] + 3 * y[0];
    }

    @GradientOf(
            value = "sum",
            wrt = {"y", "x"})
    static double sumGradients(double[] x, double[] y, double[] ofY, double[] ofX) {
        return Fluxion.derived();
    }

    @Test
    void buffersAreInTheOrderOfWrt() throws Throwable {
        MethodHandle gradient = stub("sumGradients");
        double[] ofY = new double[1];
        double[] ofX = new double[1];
        double unused = (double) gradient.invoke(new double[1], new double[1], ofY, ofX);
        assertEquals(3, ofY[0]);
        assertEquals(2, ofX[0]);
        double[] both = new double[1];
        unused = (double) gradient.invoke(both, both, ofY, ofX);
        assertEquals(5, ofY[0]);
        assertEquals(5, ofX[0]);
    }

    static double[] pair(double[] x, double[] y) {
        return new double[] {2 * x[0], 3 * y[0]};
    }

    @JacobianOf(
            value = "pair",
            wrt = {"y", "x"})
    static double[] pairJacobians(double[] x, double[] y, double[][] ofY, double[][] ofX) {
        return Fluxion.derived();
    }

    @Test
    void jacobianBuffersAreInTheOrderOfWrt() throws Throwable {
        double[][] ofY = new double[2][1];
        double[][] ofX = new double[2][1];
        double[] unused = (double[]) stub("pairJacobians").invoke(new double[1], new double[1], ofY, ofX);
        assertArrayEquals(new double[][] {{0}, {3}}, ofY);
        assertArrayEquals(new double[][] {{2}, {0}}, ofX);
    }

    static double wide(float t) {
        return t * (double) t;
    }

    @DerivativeOf("wide")
    static float wideDerivative(float t) {
        return Fluxion.derived();
    }

    @Test
    void aDerivativeHasTheTypeOfItsParameter() throws Throwable {
        assertEquals(6f, (float) stub("wideDerivative").invoke(3f));
    }

    static double[] curve(double t) {
        return new double[] {t};
    }

    @DerivativeOf("curve")
    static double[] curveDerivative(double t) {
        return Fluxion.derived();
    }

    @Test
    void aDerivativeOfAnArrayNamesTheStubsThatGiveIt() {
        assertTrue(complaint("curveDerivative")
                .endsWith(".curve returns double[], not one number: use @JvpOf or @JacobianOf."));
    }

    static double single(double[] x) {
        return 5 * x[0];
    }

    @GradientOf("single")
    double[] ofInstance(double[] x) {
        return Fluxion.derived();
    }

    @Test
    void anInstanceStubOfAStaticMethodIsExplained() {
        MethodType type = MethodType.methodType(double[].class, StubTest.class, double[].class);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Laboratory.theCompiler().stub(MethodHandles.lookup(), "ofInstance", type));
        assertTrue(e.getMessage().endsWith(".single, which is static: make the stub static too."), e.getMessage());
    }

    double lengthOf(double[] x) {
        return x.length * x[0];
    }

    @GradientOf("lengthOf")
    static double[] withoutReceiver(double[] x) {
        return Fluxion.derived();
    }

    @GradientOf(value = "of", in = Energy.class)
    static double[] elsewhere(double[] w) {
        return Fluxion.derived();
    }

    @Test
    void aStaticStubOfAnInstanceMethodIsExplained() {
        assertEquals(
                "The stub StubTest.withoutReceiver names the method " + StubTest.class.getName()
                        + ".lengthOf, which is an instance method, whose receiver is missing: make the stub an instance"
                        + " method too, or let its first parameter be of type StubTest.",
                complaint("withoutReceiver"));
        assertEquals(
                "The stub StubTest.elsewhere names the method " + Energy.class.getName()
                        + ".of, which is an instance method, whose receiver is missing: let its first parameter be of"
                        + " type Energy.",
                complaint("elsewhere"));
    }

    static class Base {
        static double quintic(double x) {
            return x * x * x * x * x;
        }

        final double cube(double x) {
            return x * x * x;
        }

        double open(double x) {
            return 2 * x;
        }
    }

    static class Heir extends Base {
        @DerivativeOf("quintic")
        static double withoutIn(double x) {
            return Fluxion.derived();
        }

        @DerivativeOf("cube")
        double alsoWithoutIn(double x) {
            return Fluxion.derived();
        }

        @DerivativeOf(value = "quintic", in = Base.class)
        static double quinticSlope(double x) {
            return Fluxion.derived();
        }

        @DerivativeOf(value = "cube", in = Base.class)
        final double cubeSlope(double x) {
            return Fluxion.derived();
        }

        @DerivativeOf(value = "open", in = Base.class)
        double openSlope(double x) {
            return Fluxion.derived();
        }

        double sumOfSlopes(double x) {
            return cubeSlope(x) * x;
        }

        @DerivativeOf("sumOfSlopes")
        double curvature(double x) {
            return Fluxion.derived();
        }
    }

    static final class Late extends Heir {
        @Override
        double open(double x) {
            return x * x;
        }
    }

    private static MethodHandle heir(String name) throws Throwable {
        return StubHandles.of(MethodHandles.privateLookupIn(Heir.class, MethodHandles.lookup()), name);
    }

    @Test
    void aStubOfAnInheritedMethodIsToldWhereItIs() {
        for (String[] stub : new String[][] {{"withoutIn", "quintic"}, {"alsoWithoutIn", "cube"}}) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> heir(stub[0]));
            assertEquals(
                    "The stub Heir." + stub[0] + " names the method " + Heir.class.getName() + "." + stub[1]
                            + ", which Heir inherits: write in = Base.class.",
                    e.getMessage());
        }
    }

    @Test
    void aStubOfAnInheritedMethodWorksWithTheClassThatDeclaresIt() throws Throwable {
        assertEquals(80, (double) heir("quinticSlope").invokeExact(2.0));
        assertEquals(12, (double) heir("cubeSlope").invokeExact(new Heir(), 2.0));
        assertEquals(2, (double) heir("openSlope").invokeExact(new Heir(), 3.0));
        assertEquals(6, (double) heir("openSlope").invokeExact((Heir) new Late(), 3.0));
        assertEquals(36, (double) heir("curvature").invokeExact(new Heir(), 2.0)); // of 3 x^3
    }

    @GradientOf("missing")
    static double[] missing(double[] x) {
        return Fluxion.derived();
    }

    @Test
    void aStubIsNotTheMethodThatItNames() {
        String complaint = complaint("missing");
        assertTrue(complaint.endsWith(".missing, but there is no other method of that name."), complaint);
    }

    @GradientOf("sum")
    static double[] returning(double[] x, double[] y) {
        return Fluxion.derived();
    }

    @Test
    void theFormThatReturnsIsRefusedForSeveralArrays() {
        String complaint = complaint("returning");
        assertTrue(
                complaint.endsWith("(double[],double[],double[],double[])double, but is (double[],double[])double[]."
                        + " With respect to several arrays, or arrays and scalars, there is only the form that writes"
                        + " to buffers."),
                complaint);
    }

    @GradientOf("single")
    static double[] oneForm(double[] x, double[] y) {
        return Fluxion.derived();
    }

    @Test
    void theFirstFormIsNamedWhereBothExist() {
        String complaint = complaint("oneForm");
        assertTrue(
                complaint.endsWith("would have to be (double[])double[], but is (double[],double[])double[]."),
                complaint);
    }

    @GradientOf("single")
    @HvpOf("single")
    static double[] both(double[] x) {
        return Fluxion.derived();
    }

    @Test
    void twoAnnotationsOnOneStubAreRefused() {
        assertEquals(
                "The stub StubTest.both has more than one of Fluxion's annotations, @GradientOf and @HvpOf: write a"
                        + " stub for each.",
                complaint("both"));
    }

    static double corners(double[][] x) {
        return x[0][0] * x[0][0] + 3 * x[1][0];
    }

    @GradientOf("corners")
    static double cornersGradient(double[][] x, double[][] gradient) {
        return Fluxion.derived();
    }

    @Test
    void aRowCannotReceiveTheDerivativesOfTwo() throws Throwable {
        MethodHandle gradient = stub("cornersGradient");
        double[] row = {7};
        double[][] buffer = {row, row};
        double[][] x = {{2}, {5}};
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> gradient.invoke(x, buffer));
        assertTrue(e.getMessage().contains("has one row at two places"), e.getMessage());
        double[] same = {2};
        double[][] rows = {{9}, {9}};
        double unused = (double) gradient.invoke(new double[][] {same, same}, rows);
        assertArrayEquals(new double[] {7}, rows[0]);
        assertArrayEquals(new double[] {7}, rows[1]);
    }

    static class Energy {
        double of(double[] w) {
            return w[0] * w[0];
        }

        @GradientOf("of")
        double gradient(double[] w, double[] out) {
            return Fluxion.derived();
        }
    }

    static class Other extends Energy {
        @Override
        double of(double[] weights) {
            return 5 * weights[1] * weights[1];
        }
    }

    abstract static class Model {
        abstract double loss(double[] w);

        @GradientOf(value = "loss", wrt = "#0")
        double[] lossGradient(double[] w) {
            return Fluxion.derived();
        }
    }

    static class Cubic extends Model {
        @Override
        double loss(double[] w) {
            return w[0] * w[0] * w[0];
        }
    }

    @Test
    void aReceiverMayOverrideWhatItsStubNames() throws Throwable {
        MethodHandle gradient =
                StubHandles.of(MethodHandles.privateLookupIn(Energy.class, MethodHandles.lookup()), "gradient");
        double[] w = {2, 3};
        double[] out = new double[2];
        assertEquals(4, (double) gradient.invoke(new Energy(), w, out));
        assertArrayEquals(new double[] {4, 0}, out);
        assertEquals(45, (double) gradient.invoke((Energy) new Other(), w, out));
        assertArrayEquals(new double[] {0, 30}, out);
    }

    @Test
    void theMethodThatAStubNamesMayBeAbstract() throws Throwable {
        MethodHandle gradient =
                StubHandles.of(MethodHandles.privateLookupIn(Model.class, MethodHandles.lookup()), "lossGradient");
        double[] slope = (double[]) gradient.invoke((Model) new Cubic(), new double[] {2});
        assertArrayEquals(new double[] {12}, slope);
    }

    static final class Weighted {
        final double[] data = {1, 2};
        final double[][] rows = {{1}, {2}};

        double sum(double[] x) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += data[i] * x[i] * x[i];
            }
            return sum;
        }

        @GradientOf("sum")
        double sumGradient(double[] x, double[] gradient) {
            return Fluxion.derived();
        }

        double rowSum(double[][] x) {
            double[] first = x[0];
            x[0] = x[1];
            x[1] = first;
            return rows[0][0] * x[0][0] * x[0][0] + rows[1][0] * x[1][0];
        }

        @GradientOf("rowSum")
        double rowGradient(double[][] x, double[][] gradient) {
            return Fluxion.derived();
        }
    }

    private static MethodHandle weighted(String name) throws Throwable {
        return StubHandles.of(MethodHandles.privateLookupIn(Weighted.class, MethodHandles.lookup()), name);
    }

    @Test
    void aGradientBufferThatAFieldOfTheObjectiveRefersToIsNotClearedBeforeItIsRead() throws Throwable {
        Weighted receiver = new Weighted();
        double[] x = {3, 4};
        for (double[] buffer : new double[][] {new double[2], receiver.data}) {
            assertEquals(41, (double) weighted("sumGradient").invoke(receiver, x, buffer));
            assertArrayEquals(new double[] {6, 16}, buffer);
        }
    }

    @Test
    void theSameHoldsForABufferOfRowsThatTheMethodMovesAbout() throws Throwable {
        Weighted receiver = new Weighted();
        for (double[][] buffer : new double[][][] {{{9}, {9}}, receiver.rows}) {
            double[][] x = {{3}, {5}};
            assertEquals(25 + 6, (double) weighted("rowGradient").invoke(receiver, x, buffer));
            assertArrayEquals(new double[] {2}, buffer[0]);
            assertArrayEquals(new double[] {10}, buffer[1]);
        }
    }
}
