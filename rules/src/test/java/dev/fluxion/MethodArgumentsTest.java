package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
        return new MethodArguments(
                Arrays.stream(MethodArgumentsTest.class.getDeclaredMethods())
                        .filter(method -> method.getName().equals(name))
                        .findFirst()
                        .orElseThrow(),
                -1,
                List.of(names));
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
                "MethodArgumentsTest.loss(double[], double, String) takes 3 arguments, but 1 was passed",
                () -> loss.requireArguments(new Object[] {new double[1]}));
        assertRejected("args is null", () -> loss.requireArguments(null));
    }

    @Test
    void aMatrixTakenForTheListOfArgumentsIsExplained() {
        assertRejected(
                "MethodArgumentsTest.trace(double[][]) takes 1 argument, but 2 were passed" + SPREAD,
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

    private static void assertRejected(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
