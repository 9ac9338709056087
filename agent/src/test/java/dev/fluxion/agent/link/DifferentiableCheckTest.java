package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DerivativeOf;
import dev.fluxion.Differentiable;
import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.agent.link.classfile.ClassBytes;
import dev.fluxion.runtime.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class DifferentiableCheckTest {
    private static final ClassLoader LOADER = DifferentiableCheckTest.class.getClassLoader();

    private static byte[] classFile(ClassLoader loader, String internalName) {
        ClassLoader source = loader == null ? ClassLoader.getPlatformClassLoader() : loader;
        try (InputStream in = source.getResourceAsStream(internalName + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Boolean> check(Class<?> type) {
        return check(type.getName(), DifferentiableCheckTest::classFile);
    }

    private static Map<String, Boolean> check(String name, ClassBytes bytes) {
        return new DifferentiableCheck(bytes).of(LOADER, classFile(LOADER, name.replace('.', '/')));
    }

    static final class Fine {
        @Differentiable
        static double loss(double[] w) {
            double sum = 0;
            for (double x : w) {
                sum += Math.exp(square(x));
            }
            return sum;
        }

        static double square(double x) {
            return x * x;
        }

        private Fine() {}
    }

    @Test
    void nothingIsSaidOfWhatCanBeDifferentiated() {
        assertEquals(Map.of(), check(Fine.class));
    }

    static final class Native {
        @Differentiable
        static double loss(double[] w) {
            return w[0] > 0 ? Deeper.middle(w[0]) : 0;
        }

        private Native() {}
    }

    static final class Deeper {
        static double middle(double x) {
            return 2 * unknown(x);
        }

        static native double unknown(double x);

        private Deeper() {}
    }

    @Differentiable
    static final class NativeItself {
        @Differentiable
        static native double unknown(double x);

        private NativeItself() {}
    }

    @Test
    void ofANativeMethodOneThingIsSaid() {
        Map<String, Boolean> findings = check(NativeItself.class);
        assertEquals(1, findings.size(), findings.toString());
        assertTrue(findings.containsValue(true), findings.toString());
    }

    @Test
    void whatIsRefusedWheneverItIsReachedIsSaidInTheWordsOfTheRefusal() throws Throwable {
        ToDoubleFunction<double[]> loss = Native::loss;
        MethodHandle gradient = Laboratory.theCompiler().function("gradient", loss);
        String refusal = assertThrows(Refusal.class, () -> gradient.invoke(new double[] {1}, new double[1]))
                .getMessage();

        assertTrue(refusal.contains("Deeper.middle:"), refusal);
        assertEquals(Map.of(refusal, true), check(Native.class));
    }

    @Differentiable
    static final class Whole {
        static double loss(double[] w) {
            return Deeper.unknown(w[0]);
        }

        static String text(double[] w) {
            return "" + Deeper.unknown(1);
        }

        static int count(int[] w) {
            return w.length;
        }

        @GradientOf("loss")
        static double[] gradient(double[] w) {
            return Fluxion.derived();
        }

        private Whole() {}
    }

    @Test
    void ofAClassOnlyMethodsWithSomethingToDifferentiateAreLookedAt() {
        Map<String, Boolean> findings = check(Whole.class);

        assertEquals(List.of(true), List.copyOf(findings.values()), findings::toString);
        assertTrue(findings.keySet().iterator().next().contains("Whole.loss:"), findings::toString);
    }

    static final class Pointless {
        @Differentiable
        static int count(double[] w, int n) {
            return n;
        }

        @Differentiable
        static String text(double x) {
            return "" + x;
        }

        private Pointless() {}
    }

    @Test
    void aMarkedMethodThatNoNumberGoesThroughIsCertain() {
        Map<String, Boolean> findings = check(Pointless.class);

        assertEquals(1, findings.size(), findings::toString);
        assertEquals(
                "Cannot differentiate a method without a number or an array of numbers that goes in, and one that comes"
                        + " out, at dev.fluxion.agent.link.DifferentiableCheckTest$Pointless.text. Remove"
                        + " @Differentiable, or pass and return double, float or arrays of those.",
                findings.keySet().iterator().next());
    }

    static final class Catches {
        @Differentiable
        static double loss(double[] w) {
            try {
                return Thrower.run(w);
            } catch (ArithmeticException thrown) {
                return w[0];
            }
        }

        private Catches() {}
    }

    static final class Thrower {
        static double run(double[] w) {
            if (w[0] < 0) {
                throw new ArithmeticException();
            }
            return w[0] * w[0];
        }

        private Thrower() {}
    }

    @Test
    void whatReverseModeAloneRefusesDependsOnWhatIsMet() {
        Map<String, Boolean> findings = check(Catches.class);

        assertEquals(List.of(false), List.copyOf(findings.values()), findings::toString);
    }

    static final class Refers {
        @Differentiable
        static double loss(double[] w) {
            return Deeper.middle(w[0]);
        }

        private Refers() {}
    }

    @Test
    void aClassWhoseFileIsNoResourceMayTurnUpLater() {
        String hidden = Deeper.class.getName().replace('.', '/');
        Map<String, Boolean> findings =
                check(Refers.class.getName(), (loader, name) -> name.equals(hidden) ? null : classFile(loader, name));

        assertEquals(List.of(false), List.copyOf(findings.values()), findings::toString);
    }

    static final class Nests {
        @Differentiable
        static double loss(double[] w) {
            return slope(w[0]);
        }

        @Differentiable
        static double captures(double[] w) {
            return Fluxion.derivative(y -> y * w[0]).derivative(1);
        }

        static double cube(double x) {
            return x * x * x;
        }

        @DerivativeOf("cube")
        static double slope(double x) {
            return Fluxion.derived();
        }

        private Nests() {}
    }

    @Test
    void derivativesWithinAMethodAreNotCalledWrongBeforeTheyRun() {
        Map<String, Boolean> findings = check(Nests.class);

        assertFalse(findings.containsValue(true), findings::toString);
    }
}
