package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.derive.random.JavaCompilation;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Methods with so many parameters that their derivatives come close to the JVM's limit of 255 slots, or go beyond. */
class ManyParametersTest {
    /** With an int beside them, all 255 slots. */
    private static final int MOST = 127;

    private static final double[] X = {0.5, -1, 2};

    private static String each(int count, String separator, String format) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining(separator));
    }

    /**
     * A method {@code squares} of numbers and an int, which returns the sum of the squares, each times the int, and {@code calling},
     * which passes x[i % 3] + i for each number, and 2.
     */
    private static Class<?> squares(int count) throws Exception {
        String name = "Squares" + count;
        return JavaCompilation.compile(name, """
                final class %s {
                    static double squares(%s, int n) {
                        double sum = 0;
                        %s
                        return sum;
                    }

                    static double calling(double[] x) {
                        return squares(%s, 2);
                    }
                }
                """.formatted(
                        name,
                        each(count, ", ", "double p%d"),
                        each(count, " ", "sum += n * p%1$d * p%1$d;"),
                        each(count, ", ", "x[%1$d %% 3] + %1$d")));
    }

    private static Subject calling(int count) throws Exception {
        return Laboratory.subject(squares(count), "calling");
    }

    /** 4 (x + i), summed over the numbers that the input is part of. */
    private static double slope(int count, int input) {
        return IntStream.iterate(input, i -> i < count, i -> i + 3)
                .mapToDouble(i -> 4 * (X[input] + i))
                .sum();
    }

    private static Object[] gradient(int count) throws Throwable {
        Object[] arguments = new Object[count + 1];
        Arrays.setAll(arguments, i -> (double) i);
        arguments[count] = 2;
        MethodHandle gradient =
                Laboratory.theCompiler().method("gradient", StubHandles.method(squares(count), "squares"));
        return (Object[]) gradient.invoke(arguments);
    }

    @Test
    void aGradientWithRespectToAllNumbersThatAMethodTakesButTwoIsComputed() throws Throwable {
        Object[] gradient = gradient(MOST - 2);
        for (int i = 0; i < MOST - 2; i++) {
            assertEquals(4.0 * i, gradient[i]);
        }
    }

    @Test
    void aCallThatPassesAHundredNumbersIsReversed() throws Exception {
        double[] gradient = calling(100).gradient(X);
        for (int i = 0; i < X.length; i++) {
            assertEquals(slope(100, i), gradient[i + 1], 1e-9);
        }
    }

    @Test
    void aCallThatPassesSixtyNumbersIsPossibleInForwardMode() throws Exception {
        assertEquals(slope(60, 1), calling(60).jvp(X, new double[] {0, 1, 0})[1], 1e-9);
    }

    @Test
    void aCallThatFillsAllSlotsIsRefused() throws Exception {
        Subject subject = calling(MOST);
        assertEquals(
                "Cannot differentiate a call of Squares127.squares, whose arguments and their derivatives are more than a method can"
                        + " take, at Squares127.calling:9. Pass some of them in an array.",
                assertThrows(IllegalStateException.class, () -> subject.gradient(X))
                        .getMessage());
    }

    @Test
    void theGradientOfAMethodThatFillsAllSlotsIsRefused() {
        assertEquals(
                "Squares127.squares takes so many arguments that a derivative, with what it takes beside them, would have 256 slots:"
                        + " the JVM allows 253. Pass some of them in an array.",
                assertThrows(IllegalArgumentException.class, () -> gradient(MOST))
                        .getMessage());
    }
}
