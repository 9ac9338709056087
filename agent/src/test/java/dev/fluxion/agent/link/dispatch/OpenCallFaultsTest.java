package dev.fluxion.agent.link.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.runtime.Refusal;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Open calls to which something foreign or inert passes by another way than their arguments' numbers. */
class OpenCallFaultsTest {
    interface Narrower extends DoubleUnaryOperator {}

    static final Narrower SQUARE = y -> y * y;

    static double narrower(double[] x) {
        return SQUARE.applyAsDouble(x[0]);
    }

    static final Function<double[], Integer> LENGTH = a -> a.length;

    static double counted(double[] x) {
        return LENGTH.apply(x) * x[0] * x[0];
    }

    static final Function<double[], int[]> ORDER = a -> new int[] {a[0] > 0 ? 1 : 0};

    static double ordered(double[] x) {
        return x[ORDER.apply(x)[0]] * x[0];
    }

    @Test
    void anInterfaceOfItsOwnThatIsNotPublicInheritsTheMethod() {
        assertArrayEquals(new double[] {9, 6}, subject("narrower").gradient(new double[] {3}));
    }

    private static void assertRefusedByItsResult(String program) {
        for (Executable call : new Executable[] {
            () -> subject(program).gradient(new double[] {3, 1}),
            () -> subject(program).jvp(new double[] {3, 1}, new double[] {1, 0})
        }) {
            String message = assertThrows(IllegalStateException.class, call).getMessage();
            assertTrue(message.startsWith("Cannot differentiate a call of "), message);
            assertTrue(message.contains("which returns an object that cannot carry a derivative"), message);
        }
    }

    @Test
    void aLambdaThatReturnsABoxOfAnInertNumberIsRefused() {
        assertRefusedByItsResult("counted");
    }

    @Test
    void aLambdaThatReturnsAnArrayOfWholeNumbersForAnObjectIsRefused() {
        assertRefusedByItsResult("ordered");
    }

    private static Subject subject(String name) {
        return Laboratory.subject(OpenCallFaultsTest.class, name);
    }

    static final int[] COUNT = {0};
    static final double[] SUM = {0};

    static final class Link {
        Link next;
        int count;
    }

    interface Linking {
        void link(Link link);
    }

    static final Link SHARED = new Link();
    static final Consumer<int[][]> PUTTING = rows -> rows[0] = COUNT;
    static final Consumer<double[][]> PUTTING_NUMBERS = rows -> rows[0] = SUM;
    static final Linking LINKING = link -> link.next = SHARED;

    static double countsInARow(double[] x) {
        int[][] rows = new int[1][1];
        PUTTING.accept(rows);
        rows[0][0]++;
        return x[0] * x[1];
    }

    static double addsInARow(double[] x) {
        double[][] rows = new double[1][1];
        PUTTING_NUMBERS.accept(rows);
        rows[0][0]++;
        return x[0] * x[1];
    }

    static double countsInALink(double[] x) {
        Link link = new Link();
        LINKING.link(link);
        link.next.count++;
        return x[0] * x[1];
    }

    private static void assertRefusedAsRepeated(ToDoubleFunction<double[]> f) {
        assertThrows(
                Refusal.class,
                () -> Laboratory.theCompiler().function("hessian", f).invoke(new double[] {1, 2}));
    }

    @Test
    void aStoreIntoWhatACallHasPutIntoAnArrayIsNotRepeated() {
        assertRefusedAsRepeated(OpenCallFaultsTest::countsInARow);
        assertEquals(0, COUNT[0]);
    }

    @Test
    void aStoreIntoARowOfNumbersThatACallHasPutIntoAnArrayIsNotRepeated() {
        assertRefusedAsRepeated(OpenCallFaultsTest::addsInARow);
        assertEquals(0, SUM[0]);
    }

    @Test
    void aStoreIntoWhatACallHasPutIntoAnObjectIsNotRepeated() {
        assertRefusedAsRepeated(OpenCallFaultsTest::countsInALink);
        assertEquals(0, SHARED.count);
    }

    static int asked;

    static final CharSequence TEXT = new CharSequence() {
        @Override
        public int length() {
            asked++;
            return 3;
        }

        @Override
        public char charAt(int index) {
            return 'a';
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return this;
        }
    };

    static double measuresAText(double[] x) {
        return TEXT.length() * x[0] * x[1];
    }

    @Test
    void theLengthOfATextOfTheProgramIsNotAskedAgain() {
        assertRefusedAsRepeated(OpenCallFaultsTest::measuresAText);
        assertEquals(0, asked);
    }
}
