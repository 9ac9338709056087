package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;
import dev.fluxion.JvpOf;
import dev.fluxion.agent.link.classfile.ClassBytes;
import dev.fluxion.agent.link.operator.Stub;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StubCheckTest {
    private static final ClassLoader LOADER = StubCheckTest.class.getClassLoader();

    private static final AtomicBoolean INITIALIZED = new AtomicBoolean();

    private static byte[] classFile(ClassLoader loader, String internalName) {
        ClassLoader source = loader == null ? ClassLoader.getPlatformClassLoader() : loader;
        try (InputStream in = source.getResourceAsStream(internalName + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> check(Class<?> type, ClassBytes resources) {
        String name = type.getName().replace('.', '/');
        return new StubCheck(resources).of(LOADER, name, classFile(LOADER, name));
    }

    record Market(double spot) {}

    static final class Fits {
        static {
            INITIALIZED.set(true);
        }

        static double loss(double[] w, Market market) {
            return w[0] * market.spot();
        }

        @GradientOf(value = "loss", wrt = "w")
        static double[] gradient(double[] w, Market market) {
            return Fluxion.derived();
        }

        @JvpOf(value = "loss", wrt = "w")
        static double along(double[] w, Market market, double[] direction) {
            return Fluxion.derived();
        }

        private Fits() {}
    }

    @Test
    void nothingIsSaidOfStubsThatFitAndNothingIsInitialized() {
        assertEquals(List.of(), check(Fits.class, StubCheckTest::classFile));
        assertEquals(false, INITIALIZED.get());
    }

    static final class Wrong {
        static double loss(double[] w) {
            return w[0];
        }

        @GradientOf("loss")
        static float[] gradient(double[] w) {
            return Fluxion.derived();
        }

        @GradientOf("lost")
        static native double[] withoutBody(double[] w);

        @GradientOf("lost")
        static double[] misspelt(double[] w) {
            return Fluxion.derived();
        }

        private Wrong() {}
    }

    private static String messageOfTheCall(String stub, MethodType type) {
        try {
            Stub.find(Laboratory.theCompiler().linker(), Wrong.class, stub, type);
            throw new AssertionError(stub + " fits");
        } catch (IllegalArgumentException mistake) {
            return mistake.getMessage();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void aStubThatFitsNothingIsReportedAsItsCallReportsIt() {
        List<String> expected = List.of(
                messageOfTheCall("gradient", MethodType.methodType(float[].class, double[].class)),
                messageOfTheCall("misspelt", MethodType.methodType(double[].class, double[].class)));

        assertEquals(
                expected,
                check(Wrong.class, StubCheckTest::classFile).stream().sorted().toList());
    }

    @Test
    void whereAClassIsNoResourceTheCallFindsOut() {
        String market = Market.class.getName().replace('.', '/');

        assertEquals(
                List.of(), check(Fits.class, (loader, name) -> name.equals(market) ? null : classFile(loader, name)));
    }
}
