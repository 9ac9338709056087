package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MethodArgumentsTest {
    private static final String SPREAD =
            ": a double[][] passed here counts as the list itself, so wrap one that is a single argument: new Object[] {array}";

    static double loss(double[] w, double rate, String name) {
        return w[0] * rate * name.length();
    }

    static double trace(double[][] matrix) {
        return matrix[0][0];
    }

    static double[] scaled(double[] x, int n) {
        return new double[] {x[0] * n};
    }

    double scaledByReceiver(double x) {
        return x * hashCode();
    }

    private final MethodArguments loss = of("loss");
    private final MethodArguments trace = of("trace");
    private final MethodArguments scaled = of("scaled");

    private static MethodArguments of(String name, String... names) {
        return new MethodArguments(method(name), -1, List.of(), List.of(names));
    }

    private static Method method(String name) {
        return Arrays.stream(MethodArgumentsTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void argumentsHaveTheNamesThatTheAgentKnows() {
        assertRejected(
                "argument rate of MethodArgumentsTest.loss(double[], double, String) is null",
                () -> of("loss", "w", "rate", "name").requireArguments(new Object[] {new double[1], null, null}));
        assertRejected(
                "argument x of MethodArgumentsTest.scaledByReceiver(double) is null",
                () -> of("scaledByReceiver", "this", "x").requireArguments(new Object[] {this, null}));
    }

    @Test
    void argumentsOfTheRightTypesPass() {
        assertDoesNotThrow(() -> loss.requireArguments(new Object[] {new double[1], 0.5, null}));
        assertDoesNotThrow(() -> trace.requireArguments(new Object[] {new double[1][1]}));
    }

    @Test
    void aWrongNumberOfArgumentsIsExplained() {
        assertRejected(
                "MethodArgumentsTest.loss(double[], double, String) takes 3 arguments, but 1 was passed (double[])",
                () -> loss.requireArguments(new Object[] {new double[1]}));
        assertRejected("args is null", () -> loss.requireArguments(null));
    }

    @Test
    void aMatrixTakenForTheListOfArgumentsIsExplained() {
        assertRejected(
                "MethodArgumentsTest.trace(double[][]) takes 1 argument, but 2 were passed (double[], double[])"
                        + SPREAD,
                () -> trace.requireArguments(new double[2][2]));
        assertRejected(
                "argument #0 of MethodArgumentsTest.trace(double[][]) is of type double[][], but double[] was passed"
                        + SPREAD,
                () -> trace.requireArguments(new double[1][1]));
    }

    @Test
    void anArgumentOfAnotherTypeIsRejected() {
        assertRejected(
                "argument #1 of MethodArgumentsTest.loss(double[], double, String) is of type double, but int was passed",
                () -> loss.requireArguments(new Object[] {new double[1], 1, "a"}));
        assertRejected(
                "argument #0 of MethodArgumentsTest.loss(double[], double, String) is of type double[], but float[] was passed",
                () -> loss.requireArguments(new Object[] {new float[1], 1.0, "a"}));
    }

    @Test
    void aNullWhereANumberAnArrayOrTheReceiverIsNeededIsRejected() {
        assertRejected(
                "argument #1 of MethodArgumentsTest.loss(double[], double, String) is null",
                () -> loss.requireArguments(new Object[] {new double[1], null, "a"}));
        assertRejected(
                "argument #0 of MethodArgumentsTest.loss(double[], double, String) is null",
                () -> loss.requireArguments(new Object[] {null, 1.0, "a"}));
        assertRejected(
                "the receiver of MethodArgumentsTest.scaledByReceiver(double) is null",
                () -> of("scaledByReceiver").requireArguments(new Object[] {null, 1.0}));
    }

    @Test
    void aTangentOfAnotherTypeOrShapeIsRejected() {
        Object[] arguments = {new double[] {1, 2}, 3};
        assertRejected(
                "the tangent of argument #0 has length 1, but its argument has length 2",
                () -> scaled.requireTangents(arguments, new Object[] {new double[1], null}));
        assertRejected(
                "the tangent of argument #0 is of type float[], but its argument is of type double[]",
                () -> scaled.requireTangents(arguments, new Object[] {new float[2], null}));
        assertRejected(
                "the tangent of argument #0[1] is null, but its argument is of type double[]",
                () -> trace.requireTangents(
                        new Object[] {new double[2][2]}, new Object[] {new double[][] {new double[2], null}}));
        assertDoesNotThrow(() -> scaled.requireTangents(arguments, new Object[] {new double[2], null}));
    }

    @Test
    void aWrongNumberOfTangentsIsExplained() {
        assertRejected("tangents is null", () -> scaled.requireTangents(new Object[2], null));
        assertRejected(
                "tangents has length 1, but 2 arguments of MethodArgumentsTest.scaled(double[], int) need one entry each",
                () -> scaled.requireTangents(new Object[] {new double[1], 3}, new Object[] {new double[1]}));
    }

    @Test
    void aCotangentOfAnotherTypeIsRejected() {
        assertRejected(
                "cotangent is of type double, but MethodArgumentsTest.scaled(double[], int) returns double[]",
                () -> scaled.requireCotangent(1.0));
        assertRejected("cotangent is null", () -> loss.requireCotangent(null));
        assertDoesNotThrow(() -> loss.requireCotangent(1.0));
    }

    @Test
    void aMissingReceiverIsExplained() {
        assertRejected(
                "MethodArgumentsTest.scaledByReceiver(double) takes 2 arguments, a MethodArgumentsTest as the receiver"
                        + " first, but 1 was passed (double): the receiver comes first",
                () -> of("scaledByReceiver").requireArguments(new Object[] {1.0}));
        assertRejected(
                "the receiver of MethodArgumentsTest.scaledByReceiver(double) is of type dev.fluxion.MethodArgumentsTest,"
                        + " but double was passed: the receiver comes first",
                () -> of("scaledByReceiver").requireArguments(new Object[] {1.0, this}));
        assertRejected(
                "tangents has length 1, but 2 arguments of MethodArgumentsTest.scaledByReceiver(double) need one entry"
                        + " each, the receiver the first, which is null",
                () -> of("scaledByReceiver").requireTangents(new Object[] {this, 1.0}, new Object[] {1.0}));
    }

    @Test
    void aReceiverOfAStaticMethodIsExplained() {
        assertRejected(
                "MethodArgumentsTest.scaled(double[], int) takes 2 arguments, but 3 were passed (null, double[], int): it"
                        + " is static, so that there is no receiver",
                () -> scaled.requireArguments(new Object[] {null, new double[1], 1}));
    }

    static double total(int n, double... terms) {
        return n * terms[0];
    }

    @Test
    void variableArgumentsAreOneArray() {
        String hint = ": the variable arguments are passed as one array, new double[] {...}";
        assertRejected(
                "MethodArgumentsTest.total(int, double[]) takes 2 arguments, but 3 were passed (int, double, double)"
                        + hint,
                () -> of("total").requireArguments(new Object[] {1, 2.0, 3.0}));
        assertRejected(
                "argument #1 of MethodArgumentsTest.total(int, double[]) is of type double[], but double was passed"
                        + hint,
                () -> of("total").requireArguments(new Object[] {1, 2.0}));
        assertDoesNotThrow(() -> of("total").requireArguments(new Object[] {1, new double[2]}));
    }

    static void fill(double[] x, float[] y) {
        y[0] = (float) x[0];
    }

    static Double boxed(double x) {
        return x;
    }

    @Test
    void aMethodWithoutAResultNamesTheOutputsThatItMayHave() {
        assertRejected(
                "MethodArgumentsTest.fill(double[], float[]) returns void, but a derivative is of a double, a float or an"
                        + " array of those: if it writes its result into an argument, say so by output(0) or output(1)",
                () -> of("fill").requireNumber());
        assertRejected(
                "MethodArgumentsTest.boxed(double) returns java.lang.Double, but a derivative is of a double, a float or"
                        + " an array of those",
                () -> of("boxed").requireResult());
    }

    @Test
    void aGradientIsOfOneNumber() {
        assertRejected(
                "MethodArgumentsTest.scaled(double[], int) returns double[], but a gradient is of one double or float:"
                        + " use vjp or jvp",
                () -> scaled.requireNumber());
        assertDoesNotThrow(() -> scaled.requireResult());
        assertDoesNotThrow(() -> loss.requireNumber());
    }

    static double ofBox(Double x) {
        return x;
    }

    static double ofObject(Object x) {
        return (Double) x;
    }

    static double ofCount(int n) {
        return n;
    }

    static double mixed(double[] w, Double scale, float bias) {
        return w[0] * scale + bias;
    }

    @Test
    void aMethodWithoutAnythingToDifferentiateIsRejected() {
        String declared = ": an argument has to be declared double, float or an array of those, and none is";
        assertRejected(
                "argument #0 of MethodArgumentsTest.ofBox(Double) is of type java.lang.Double, with respect to which there"
                        + " is no derivative yet" + declared,
                () -> of("ofBox").requireDifferentiable(new Object[] {1.0}));
        assertRejected(
                "argument #0 of MethodArgumentsTest.ofObject(Object) is of type java.lang.Object and holds a"
                        + " java.lang.Double, with respect to which there is no derivative yet" + declared,
                () -> of("ofObject").requireDifferentiable(new Object[] {1.0}));
        assertRejected(
                "MethodArgumentsTest.ofCount(int) has nothing to differentiate with respect to" + declared,
                () -> of("ofCount").requireDifferentiable(new Object[] {1}));
        assertRejected(
                "MethodArgumentsTest.ofObject(Object) has nothing to differentiate with respect to" + declared,
                () -> of("ofObject").requireDifferentiable(new Object[] {"a"}));
    }

    @Test
    void anArgumentWithNumbersBesideOthersIsRejectedUnlessTheOthersAreChosen() {
        Object[] arguments = {new double[1], 2.0, 1f};
        assertRejected(
                "argument #1 of MethodArgumentsTest.mixed(double[], Double, float) is of type java.lang.Double, with"
                        + " respect to which there is no derivative yet: an argument has to be declared double, float or"
                        + " an array of those, as argument #0, argument #2 are. To take what remains for constant, write"
                        + " Fluxion.of(method).wrt(0, 2)",
                () -> of("mixed").requireDifferentiable(arguments));
        MethodArguments chosen = new MethodArguments(method("mixed"), -1, List.of(0), List.of());
        assertDoesNotThrow(() -> chosen.requireDifferentiable(arguments));
        assertDoesNotThrow(() -> chosen.requireTangents(arguments, new Object[] {new double[1], null, null}));
        assertRejected(
                "a tangent is given for argument #2 of MethodArgumentsTest.mixed(double[], Double, float), which is not"
                        + " among those that wrt names",
                () -> chosen.requireTangents(arguments, new Object[] {new double[1], null, 1f}));
        assertRejected(
                "a tangent is given for argument #1 of MethodArgumentsTest.mixed(double[], Double, float), but only"
                        + " arguments declared double, float or an array of those have one: pass null",
                () -> of("mixed").requireTangents(arguments, new Object[] {new double[1], 1.0, 1f}));
    }

    @SuppressWarnings("UnusedMethod") // found by reflection
    private static final class Scale {
        private final double factor = 2;

        double of(double x) {
            return factor * x;
        }

        double factor() {
            return factor;
        }
    }

    @Test
    void aReceiverWithNumbersIsConstantBesideArgumentsOnly() throws NoSuchMethodException {
        Method of = Scale.class.getDeclaredMethod("of", double.class);
        Method factor = Scale.class.getDeclaredMethod("factor");
        assertDoesNotThrow(() -> new MethodArguments(of, -1, List.of(), List.of())
                .requireDifferentiable(new Object[] {new Scale(), 1.0}));
        assertRejected(
                "the receiver of Scale.factor() is of type dev.fluxion.MethodArgumentsTest$Scale, with respect to which"
                        + " there is no derivative yet: an argument has to be declared double, float or an array of"
                        + " those, and none is",
                () -> new MethodArguments(factor, -1, List.of(), List.of())
                        .requireDifferentiable(new Object[] {new Scale()}));
    }

    private static void assertRejected(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
