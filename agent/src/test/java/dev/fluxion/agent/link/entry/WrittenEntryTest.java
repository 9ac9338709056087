package dev.fluxion.agent.link.entry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.evaluate.AnyArguments;
import dev.fluxion.agent.link.evaluate.HessianCalls;
import dev.fluxion.agent.link.evaluate.JacobianCalls;
import dev.fluxion.agent.link.evaluate.OperatorCalls;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Operator.Kind;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The written entries: what they compute on regular arguments, and which arguments they leave to the general way. */
class WrittenEntryTest {
    /** Thrown by the general way in these tests. */
    private static final class Irregular extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static Operator operator(Kind kind, String method, boolean inPlace, String... wrt) {
        Linker linker = Laboratory.theCompiler().linker();
        Method found = Arrays.stream(WrittenEntryTest.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .findFirst()
                .orElseThrow();
        Target target = Targets.of(linker, found);
        return Operator.of(kind, new TargetFacts(linker, target), Targets.wrt(target, List.of(wrt)), inPlace);
    }

    private static MethodHandle direct(Operator operator) throws Throwable {
        OperatorCalls general = all -> {
            throw new Irregular();
        };
        return WrittenEntry.of(operator, general, null);
    }

    private static boolean isRegular(Operator operator, Object... arguments) throws Throwable {
        try {
            direct(operator).invokeWithArguments(arguments);
            return true;
        } catch (Irregular irregular) {
            return false;
        }
    }

    /** Calls both ways on arguments of their own, and compares all that they return and leave behind. */
    private static void assertAgrees(Operator operator, Object... arguments) throws Throwable {
        Object[] general = copies(arguments);
        Object[] direct = copies(arguments);
        Object expected = general(operator).call(general);
        MethodHandle entry = direct(operator);
        for (int repeat = 0; repeat < 3; repeat++) { // the second call meets the first one's shadows
            direct = copies(arguments);
            Object actual = entry.invokeWithArguments(direct);
            assertTrue(Arrays.deepEquals(new Object[] {expected}, new Object[] {actual}));
            assertTrue(Arrays.deepEquals(general, direct), Arrays.deepToString(direct));
        }
    }

    private static OperatorCalls general(Operator operator) throws Throwable {
        return switch (operator.kind()) {
            case JACOBIAN -> new JacobianCalls(operator);
            case HESSIAN, GRADIENT_AND_HESSIAN -> new HessianCalls(operator);
            default -> new AnyArguments(operator);
        };
    }

    private static Object[] copies(Object[] arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument != null && argument.getClass().isArray() ? Shapes.copy(argument) : argument)
                .toArray();
    }

    private final double[] w = {0.5, -0.25};
    private final double[][] x = {{1, 2}, {3, -1}, {0.5, 4}};
    private final double[] y = {1, -1, 2};

    static double loss(double[] w, double[][] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.tanh(w[0] * x[i][0] + w[1] * x[i][1]) * y[i];
        }
        return sum;
    }

    @Test
    void gradientsAgreeWithTheGeneralWay() throws Throwable {
        assertAgrees(operator(Kind.GRADIENT, "loss", true, "w"), w, x, y, new double[] {7, 7});
        assertAgrees(operator(Kind.GRADIENT, "loss", false, "w"), w, x, y);
        assertAgrees(operator(Kind.GRADIENT, "loss", false, "x"), w, x, y);
        assertAgrees(
                operator(Kind.GRADIENT, "loss", true),
                w,
                x,
                y,
                new double[2],
                new double[][] {{7, 7}, {7, 7}, {7, 7}},
                new double[3]);
    }

    @Test
    void tangentsAndProductsAgreeWithTheGeneralWay() throws Throwable {
        double[] direction = {1, -3};
        double[][] rows = {{1, 0}, {0, 2}, {3, 3}};
        assertAgrees(operator(Kind.JVP, "loss", false, "w", "x"), w, x, y, direction, rows);
        assertAgrees(operator(Kind.HVP, "loss", false, "w"), w, x, y, direction);
        assertAgrees(operator(Kind.HVP, "loss", true, "x"), w, x, y, rows, new double[3][2]);
        assertAgrees(
                operator(Kind.GRADIENT_AND_HVP, "loss", true, "w"), w, x, y, direction, new double[2], new double[2]);
    }

    static float mixed(float a, double b, float[] c, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a * c[i] * (float) b;
        }
        return sum;
    }

    @Test
    void floatsAndScalarsAgreeWithTheGeneralWay() throws Throwable {
        float[] c = {1.5f, -2.25f};
        assertAgrees(operator(Kind.GRADIENT, "mixed", true), 3f, 0.1, c, 2, new float[2], new double[2]);
        assertAgrees(operator(Kind.GRADIENT, "mixed", false, "a", "b"), 3f, 0.1, c, 2);
        assertAgrees(operator(Kind.DERIVATIVE, "mixed", false, "b"), 3f, 0.1, c, 2);
        assertAgrees(operator(Kind.DERIVATIVE, "mixed", false, "a"), 3f, 0.1, c, 2);
        assertAgrees(operator(Kind.DERIVATIVE, "mixed", true, "a"), 3f, 0.1, c, 2, new double[1]);
        assertAgrees(operator(Kind.JVP, "mixed", false), 3f, 0.1, c, 2, 1f, 2.0, new float[] {1, 2});
        assertAgrees(operator(Kind.VJP, "mixed", false, "c"), 3f, 0.1, c, 2, 2.5f);
    }

    /** Swaps rows and stores into the first, as a decomposition with pivoting does. */
    static double[] pivoted(double[][] a, double[] work) {
        double[] row = a[0];
        a[0] = a[1];
        a[1] = row;
        for (int j = 0; j < work.length; j++) {
            work[j] = a[0][j] * row[j];
            row[j] = work[j] * 2;
        }
        return work;
    }

    @Test
    void methodsThatMoveRowsAndReturnArgumentsAgreeWithTheGeneralWay() throws Throwable {
        double[][] a = {{1, 2}, {3, 5}};
        double[] work = new double[2];
        double[] cotangent = {1, 10};
        assertAgrees(operator(Kind.VJP, "pivoted", true, "a"), a, work, cotangent, new double[2][2]);
        assertAgrees(operator(Kind.VJP, "pivoted", false, "a"), a, work, cotangent);
        assertAgrees(operator(Kind.JVP, "pivoted", false, "a"), a, work, new double[][] {{1, 0}, {0, 1}});
    }

    @Test
    void aTangentThatTheMethodReturnsIsACopy() throws Throwable {
        double[] tangent = {1, 2};
        double[] returned =
                (double[]) direct(operator(Kind.JVP, "same", false, "v")).invoke(w, tangent);
        assertArrayEquals(tangent, returned);
        returned[0] = 9;
        assertEquals(1, tangent[0]);
    }

    static double[] same(double[] v) {
        return v;
    }

    static double fails(double[] v, double[] work) {
        work[0] = v[0];
        return work[v.length];
    }

    @Test
    void whatTheMethodThrowsPassesAndTheNextCallIsRight() throws Throwable {
        MethodHandle entry = direct(operator(Kind.GRADIENT, "fails", false, "v"));
        assertThrows(ArrayIndexOutOfBoundsException.class, () -> entry.invoke(w, new double[2]));
        assertArrayEquals(new double[] {0}, (double[]) entry.invoke(new double[] {3}, new double[] {0, 5}));
        assertArrayEquals(new double[] {1}, (double[])
                direct(operator(Kind.GRADIENT, "first", false, "v")).invoke(new double[] {3}, new double[1]));
    }

    static double first(double[] v, double[] work) {
        work[0] = v[0];
        return work[0];
    }

    @Test
    void arraysThatTheMethodOnlyReadsMayBeOneArray() throws Throwable {
        double[][] sharesRows = {y, y, y};
        assertTrue(isRegular(operator(Kind.GRADIENT, "loss", false, "w"), w, sharesRows, y));
    }

    @Test
    void anInertArgumentThatIsOrHoldsTheActiveArrayIsIrregular() throws Throwable {
        Operator gradient = operator(Kind.GRADIENT, "loss", true, "w");
        double[] buffer = new double[2];
        assertTrue(isRegular(gradient, w, x, y, buffer));
        assertFalse(isRegular(gradient, w, x, w, buffer));
        assertFalse(isRegular(gradient, w, new double[][] {{1, 2}, w}, y, buffer));
    }

    @Test
    void anInertRowThatIsAnActiveRowIsIrregular() throws Throwable {
        Operator gradient = operator(Kind.GRADIENT, "distance", false, "a");
        double[][] b = {{1, 2}, {3, 4}};
        assertTrue(isRegular(gradient, x, b));
        assertFalse(isRegular(gradient, x, new double[][] {{1, 2}, x[1]}));
        assertFalse(isRegular(gradient, x, x));
    }

    static double distance(double[][] a, double[][] b) {
        return a[0][0] * b[0][0] + a[1][1] * b[1][1];
    }

    @Test
    void anActiveArrayThatHoldsARowTwiceIsIrregular() throws Throwable {
        double[] row = {1, 2};
        assertFalse(isRegular(operator(Kind.GRADIENT, "loss", false, "x"), w, new double[][] {row, {3, 4}, row}, y));
    }

    @Test
    void aBufferThatIsAnInputOrABufferIsIrregular() throws Throwable {
        Operator one = operator(Kind.GRADIENT, "loss", true, "w");
        assertFalse(isRegular(one, w, x, y, w));
        assertFalse(isRegular(one, w, x, y, x[2]));
        Operator two = operator(Kind.GRADIENT, "dot", true);
        assertFalse(isRegular(two, w, new double[2], new double[2], w));
        double[] buffer = new double[2];
        assertFalse(isRegular(two, w, new double[2], buffer, buffer));
    }

    static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1];
    }

    @Test
    void aWorkspaceThatIsAnotherArgumentIsIrregular() throws Throwable {
        Operator gradient = operator(Kind.GRADIENT, "first", false, "v");
        assertFalse(isRegular(gradient, w, w));
        assertFalse(isRegular(gradient, w, null));
    }

    @Test
    void nullAndOtherLengthsAreIrregular() throws Throwable {
        Operator gradient = operator(Kind.GRADIENT, "loss", true, "w");
        assertFalse(isRegular(gradient, null, x, y, new double[2]));
        assertFalse(isRegular(gradient, w, x, y, null));
        assertFalse(isRegular(gradient, w, x, y, new double[3]));
        Operator rows = operator(Kind.GRADIENT, "loss", true, "x");
        assertFalse(isRegular(rows, w, x, y, new double[][] {{0, 0}, {0}, {0, 0}}));
        assertFalse(isRegular(rows, w, x, y, new double[2][2]));
        Operator scalars = operator(Kind.GRADIENT, "mixed", true, "a", "b");
        assertFalse(isRegular(scalars, 3f, 0.1, new float[2], 2, new double[1]));
    }

    static int written(int[] from, int[] to, double[] v) {
        to[0] = from[0] + 1;
        return from[0];
    }

    static double indexed(int[] from, int[] to, double[] v) {
        double sum = v[from[0]];
        written(from, to, v);
        return sum * v[from[0]];
    }

    @Test
    void anArrayOfIntegersThatIsWrittenUnderAnotherNameIsIrregular() throws Throwable {
        Operator gradient = operator(Kind.GRADIENT, "indexed", false, "v");
        int[] index = {0};
        assertTrue(isRegular(gradient, index, new int[1], w));
        assertFalse(isRegular(gradient, index, index, w));
    }

    static double opaque(Object data, double[] v) {
        return data instanceof double[] array ? v[0] * array[0] : v[0];
    }

    @Test
    void anObjectThatIsAnArrayAfterAllIsIrregular() throws Throwable {
        Operator gradient = operator(Kind.GRADIENT, "opaque", false, "v");
        assertTrue(isRegular(gradient, "text", w));
        assertTrue(isRegular(gradient, null, w));
        assertFalse(isRegular(gradient, new double[1], w));
    }

    /** Several numbers of each argument, in an order of its own. */
    static double[] outputs(double[] v, double scale, double[] scratch) {
        scratch[0] = v[0] * scale;
        double[] out = new double[scratch.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = scratch[0] * Math.sin(v[i % v.length] + i);
            scratch[0] += v[(3 * i) % v.length];
        }
        return out;
    }

    private static double[] numbers(int count) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, i -> Math.cos(2.3 * i));
        return numbers;
    }

    @ParameterizedTest
    @EnumSource(Operator.Mode.class)
    void jacobiansAgreeWithTheGeneralWay(Operator.Mode mode) throws Throwable {
        Operator inPlace =
                operator(Kind.JACOBIAN, "outputs", true, "v", "scale").in(mode);
        Operator returned = operator(Kind.JACOBIAN, "outputs", false, "v").in(mode);
        for (int rows : new int[] {0, 1, 3, 20}) {
            for (int inputs : new int[] {1, 7, 11, 40, 300}) {
                double[] v = numbers(inputs);
                double[] scratch = numbers(Math.max(1, rows));
                int count = scratch.length;
                assertAgrees(inPlace, v, 0.7, scratch, new double[count][inputs], new double[count][1]);
                assertAgrees(returned, v, 0.7, scratch);
            }
        }
    }

    static float[] narrow(float[] v, float a, double b) {
        return new float[] {v[0] * a, v[1] * (float) b, a * a};
    }

    @ParameterizedTest
    @EnumSource(Operator.Mode.class)
    void jacobiansOfFloatsAgreeWithTheGeneralWay(Operator.Mode mode) throws Throwable {
        float[] v = {1.1f, -0.3f};
        assertAgrees(
                operator(Kind.JACOBIAN, "narrow", true).in(mode), v, 2.1f, 0.3, new double[3][2], new double[3][2]);
        assertAgrees(operator(Kind.JACOBIAN, "narrow", false, "v").in(mode), v, 2.1f, 0.3);
        assertAgrees(operator(Kind.JACOBIAN, "narrow", false, "a", "b").in(mode), v, 2.1f, 0.3);
    }

    static double[] constant(double[] v) {
        return new double[] {1, v.length};
    }

    @Test
    void theJacobianOfWhatDependsOnNothingIsZero() throws Throwable {
        assertAgrees(operator(Kind.JACOBIAN, "constant", false), w);
        assertAgrees(operator(Kind.JACOBIAN, "constant", true), w, new double[][] {{7, 7}, {7, 7}});
    }

    @Test
    void theJacobianOfAMethodThatReturnsItsArgumentIsTheIdentity() throws Throwable {
        for (Operator.Mode mode : Operator.Mode.values()) {
            Operator jacobian = operator(Kind.JACOBIAN, "same", false).in(mode);
            assertAgrees(jacobian, w);
            assertArrayEquals(
                    new double[] {1, 0}, ((double[][]) direct(jacobian).invoke(w))[0]);
        }
    }

    static double wavy(double[] v, double[] scratch) {
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            scratch[0] += v[i];
            sum += Math.sin(v[i] * scratch[0]);
        }
        return sum;
    }

    @Test
    void hessiansAgreeWithTheGeneralWay() throws Throwable {
        for (int inputs : new int[] {0, 1, 5}) {
            double[] v = numbers(inputs);
            double[] scratch = {0.2};
            assertAgrees(operator(Kind.HESSIAN, "wavy", false, "v"), v, scratch);
            assertAgrees(operator(Kind.HESSIAN, "wavy", true, "v"), v, scratch, new double[inputs][inputs]);
            assertAgrees(
                    operator(Kind.GRADIENT_AND_HESSIAN, "wavy", true, "v"),
                    v,
                    scratch,
                    new double[inputs],
                    new double[inputs][inputs]);
        }
        assertAgrees(operator(Kind.HESSIAN, "product", false), 2.0, 3f);
        assertAgrees(operator(Kind.HESSIAN, "product", true), 2.0, 3f, new double[2][2]);
    }

    static double product(double a, float b) {
        return a * a * b * b * b;
    }

    @Test
    void gradientsByForwardModeAgreeWithTheGeneralWay() throws Throwable {
        Operator inPlace = operator(Kind.GRADIENT, "wavy", true, "v").in(Operator.Mode.FORWARD);
        Operator returned = operator(Kind.GRADIENT, "wavy", false, "v").in(Operator.Mode.FORWARD);
        for (int inputs : new int[] {0, 1, 5, 200}) {
            assertAgrees(inPlace, numbers(inputs), new double[] {0.2}, new double[inputs]);
            assertAgrees(returned, numbers(inputs), new double[] {0.2});
        }
    }

    @Test
    void aMatrixThatHoldsARowTwiceIsIrregular() throws Throwable {
        Operator jacobian = operator(Kind.JACOBIAN, "outputs", true, "v");
        for (int rows : new int[] {2, 9, 100}) {
            double[][] matrix = new double[rows][2];
            assertTrue(isRegular(jacobian, w, 1.0, new double[rows], matrix));
            matrix[rows - 1] = matrix[rows / 2 - 1];
            assertFalse(isRegular(jacobian, w, 1.0, new double[rows], matrix));
        }
    }

    @Test
    void aMatrixThatHoldsAnArgumentIsNullOrOfAnotherWidthIsIrregular() throws Throwable {
        Operator jacobian = operator(Kind.JACOBIAN, "outputs", true, "v");
        double[] scratch = new double[2];
        assertFalse(isRegular(jacobian, w, 1.0, scratch, new double[][] {new double[2], w}));
        assertFalse(isRegular(jacobian, w, 1.0, scratch, new double[][] {scratch, new double[2]}));
        assertFalse(isRegular(jacobian, w, 1.0, scratch, null));
        assertFalse(isRegular(jacobian, w, 1.0, scratch, new double[][] {new double[2], null}));
        assertFalse(isRegular(jacobian, w, 1.0, scratch, new double[2][3]));
        assertFalse(isRegular(jacobian, null, 1.0, scratch, new double[2][2]));
    }

    @Test
    void anotherNumberOfRowsIsSaidOnceTheValueIsKnown() throws Throwable {
        MethodHandle jacobian = direct(operator(Kind.JACOBIAN, "outputs", true, "v"));
        IllegalArgumentException mistake = assertThrows(
                IllegalArgumentException.class, () -> jacobian.invoke(w, 1.0, new double[2], new double[3][2]));
        assertEquals("The Jacobian buffer of v has 3 rows, but the value has length 2.", mistake.getMessage());
    }
}
