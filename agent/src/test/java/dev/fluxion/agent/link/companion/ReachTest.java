package dev.fluxion.agent.link.companion;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may be followed, asked in a class of the class path. */
class ReachTest {
    private static Method ofTheJdk() throws Exception {
        return Collectors.class.getDeclaredMethod("computeFinalSum", double[].class);
    }

    @SuppressWarnings("UnusedMethod")
    private static double own(double x) {
        return x * x;
    }

    static class Seeded extends Random {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aMethodThatNobodyMadeAccessibleIsFollowedIfEverybodyMayCallIt() throws Exception {
        assertDoesNotThrow(() -> Reach.require(Math.class.getMethod("sin", double.class)));
        assertDoesNotThrow(() -> Reach.require(ReachTest.class.getDeclaredMethod("own", double.class)));
        Method closed = ofTheJdk();
        assertThrows(IllegalArgumentException.class, () -> Reach.require(closed));
        assertThrows(
                IllegalArgumentException.class, () -> Laboratory.theCompiler().method("gradient", closed));
        assertThrows(
                IllegalArgumentException.class, () -> Laboratory.theCompiler().output("vjp", closed, 0));
    }

    @Test
    void aHandleIsTheProofItself() throws Throwable {
        MethodHandle square = MethodHandles.lookup()
                .findStatic(ReachTest.class, "own", MethodType.methodType(double.class, double.class));
        MethodHandle gradient = Laboratory.theCompiler().method("gradient", square);
        assertEquals(6.0, ((Object[]) gradient.invoke(new Object[] {3.0}))[0]);
    }

    static class Base {
        protected double scaled(double x) {
            return 3 * x;
        }
    }

    static class Special extends Base {
        @Override
        protected double scaled(double x) {
            return 7 * x;
        }
    }

    @Test
    void aHandleIsCalledOnReceiversOfItsOwnTypeOnly() throws Throwable {
        MethodHandle scaled = MethodHandles.lookup()
                .findVirtual(Special.class, "scaled", MethodType.methodType(double.class, double.class));
        MethodHandle gradient = Laboratory.theCompiler().method("gradient", scaled);
        assertEquals(7.0, ((Object[]) gradient.invoke(new Object[] {new Special(), 2.0}))[1]);
        assertThrows(
                IllegalArgumentException.class,
                () -> gradient.invoke(new Object[] {new Base(), 2.0}),
                "of the superclass");
    }

    @Test
    void aClassMayCallWhatIsPublicItsOwnAndWhatItInherits() {
        assertTrue(Reach.mayCall(ReachTest.class, Math.class, Math.class, Modifier.PUBLIC));
        assertFalse(Reach.mayCall(ReachTest.class, Math.class, Math.class, Modifier.PRIVATE));
        assertFalse(Reach.mayCall(ReachTest.class, Math.class, Math.class, 0));
        assertTrue(Reach.mayCall(ReachTest.class, Laboratory.class, Laboratory.class, Modifier.PRIVATE));
        assertTrue(Reach.mayCall(Seeded.class, Random.class, Random.class, Modifier.PROTECTED));
        assertFalse(Reach.mayCall(ReachTest.class, Random.class, Random.class, Modifier.PROTECTED));
    }

    @Test
    void aPublicMethodOfAClassThatIsNotIsCalledByTheNameOfASubclassThatIs() throws Exception {
        Class<?> builder = Class.forName("java.lang.AbstractStringBuilder");
        assertTrue(Reach.mayCall(ReachTest.class, StringBuilder.class, builder, Modifier.PUBLIC));
        assertFalse(Reach.mayCall(ReachTest.class, builder, builder, Modifier.PUBLIC));
    }

    interface Narrower extends DoubleUnaryOperator {}

    @Test
    void aPublicMethodIsCalledByTheNameOfATypeOfTheCallersModuleThatIsNotPublic() {
        assertTrue(Reach.mayCall(ReachTest.class, Narrower.class, DoubleUnaryOperator.class, Modifier.PUBLIC));
        assertFalse(Reach.mayCall(ReachTest.class, Narrower.class, DoubleUnaryOperator.class, 0));
    }

    @Test
    void whatAStubNamesHasToBeOpenToItsModule() throws Exception {
        Method closed = ofTheJdk();
        assertEquals(
                "The stub S may not use the method java.util.stream.Collectors.computeFinalSum: module java.base does not"
                        + " open the package java.util.stream to the class path.",
                assertThrows(IllegalArgumentException.class, () -> Reach.require(ReachTest.class, closed, "The stub S"))
                        .getMessage());
        assertDoesNotThrow(() -> Reach.require(Collectors.class, closed, "The stub S"));
        assertDoesNotThrow(
                () -> Reach.require(ReachTest.class, Laboratory.class.getDeclaredMethods()[0], "The stub S"));
    }
}
