package dev.fluxion.agent.link.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Methods that have a rule, asked for directly: what is differentiated is a call of them, not their own code. */
class RuleCallsTest {
    private static Object[] gradient(Class<?> owner, String name, double... arguments) throws Throwable {
        Class<?>[] types = new Class<?>[arguments.length];
        Object[] boxes = new Object[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = double.class;
            boxes[i] = arguments[i];
        }
        Method method = owner.getMethod(name, types);
        return (Object[]) Laboratory.theCompiler().method("gradient", method).invoke(boxes);
    }

    @Test
    void aNativeMethodIsDifferentiatedByItsRule() throws Throwable {
        assertArrayEquals(new Object[] {Math.cos(0.5)}, gradient(StrictMath.class, "sin", 0.5));
        assertArrayEquals(new Object[] {0.5 / Math.sqrt(0.5)}, gradient(StrictMath.class, "sqrt", 0.5));
    }

    @Test
    void aSpecialCaseInTheCodeOfAMethodDoesNotHideAnArgument() throws Throwable {
        // The code of StrictMath.pow takes the square root where the exponent is a half.
        Object[] gradient = gradient(StrictMath.class, "pow", 0.5, 0.5);
        assertEquals(0.5 / Math.sqrt(0.5), (double) gradient[0], 1e-15);
        assertEquals(Math.sqrt(0.5) * Math.log(0.5), (double) gradient[1], 1e-15);
    }

    @Test
    void whatHoldsAtATieIsWhatTheRuleSays() throws Throwable {
        assertArrayEquals(new Object[] {0.5, 0.5}, gradient(Math.class, "max", 2, 2));
        assertArrayEquals(new Object[] {0.5, 0.5}, gradient(StrictMath.class, "max", 2, 2));
    }

    @Test
    void aReferenceToAMethodWithARuleHasADerivativeAndItsOwnValue() throws Throwable {
        DoubleUnaryOperator exponential = StrictMath::exp;
        MethodHandle handle = Laboratory.theCompiler().function("derivative", exponential);
        double[] derivative = new double[1];
        double value = (double) handle.invokeExact(0.7, derivative);
        assertEquals(StrictMath.exp(0.7), value);
        assertEquals(Math.exp(0.7), derivative[0], 1e-15);
    }

    @Test
    void messagesNameTheMethodItself() throws Throwable {
        Target target = Targets.of(Laboratory.theCompiler().linker(), Math.class.getMethod("abs", double.class));
        assertEquals("java.lang.Math.abs", target.display());
    }

    @SuppressWarnings("unused") // only looked at
    private static double closed(double x) {
        return x;
    }

    @Test
    void aMethodThatOtherClassesMayNotCallIsExplained() {
        Method method = StubHandles.method(RuleCallsTest.class, "closed");
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> RuleCalls.of(method, List.of(double.class)));
        assertTrue(
                e.getMessage()
                        .endsWith(".closed is differentiated by a rule, but it is not public: pass a method or a"
                                + " lambda that calls it."),
                e.getMessage());
    }
}
