package dev.fluxion.agent.link.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.StubHandles;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A method is linked once, and so is a lambda of one class whatever it captured. */
class MadeEntriesTest {
    private static ToDoubleFunction<double[]> scaled(double factor) {
        return x -> factor * x[0] * x[0];
    }

    private static double slope(double factor) throws Throwable {
        MethodHandle gradient = Laboratory.theCompiler().function("gradient", scaled(factor));
        double[] out = new double[1];
        double value = (double) gradient.invokeExact(new double[] {3}, out);
        assertEquals(9 * factor, value);
        return out[0];
    }

    private static int made;

    private static MethodHandle counted() {
        made++;
        return MethodHandles.constant(int.class, made);
    }

    private static Method squareMethod() {
        return StubHandles.method(MadeEntriesTest.class, "square");
    }

    static double square(double x) {
        return x * x;
    }

    @Test
    void whatIsAskedForAgainIsNotMadeAgain() throws Throwable {
        MadeEntries entries = new MadeEntries();
        made = 0;
        MethodHandle first = entries.get("gradient", squareMethod(), -1, MadeEntriesTest::counted);
        assertSame(first, entries.get("gradient", squareMethod(), -1, MadeEntriesTest::counted));
        assertEquals(1, made);
        assertNotSame(first, entries.get("jvp", squareMethod(), -1, MadeEntriesTest::counted));
        assertNotSame(first, entries.get("gradient", squareMethod(), 0, MadeEntriesTest::counted));
        assertEquals(3, made);
    }

    @Test
    void whatCouldNotBeMadeIsTriedAgain() throws Throwable {
        MadeEntries entries = new MadeEntries();
        assertThrows(
                IllegalStateException.class,
                () -> entries.get("gradient", squareMethod(), -1, () -> {
                    throw new IllegalStateException();
                }));
        made = 0;
        assertEquals(1, (int) entries.get("gradient", squareMethod(), -1, MadeEntriesTest::counted)
                .invokeExact());
    }

    @Test
    void aMethodHasOneHandle() throws Throwable {
        MethodHandle gradient = Laboratory.theCompiler().method("gradient", squareMethod());
        assertSame(gradient, Laboratory.theCompiler().method("gradient", squareMethod()));
        assertNotSame(gradient, Laboratory.theCompiler().method("gradient:0", squareMethod()));
        assertEquals(6.0, ((Object[]) gradient.invoke(new Object[] {3.0}))[0]);
    }

    private static Class<?> writtenBy;

    static double whoCalls(double[] x) {
        writtenBy = StackWalker.getInstance(
                        Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES))
                .walk(all -> all.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> type.getName().contains("WrittenEntry$Code"))
                        .findFirst()
                        .orElseThrow());
        return 2 * x[0];
    }

    @Test
    void lambdasOfOneClassShareTheirEntryButNotWhatTheyCaptured() throws Throwable {
        for (int factor = 1; factor < 5; factor++) {
            assertEquals(6.0 * factor, slope(factor));
        }
        Set<Class<?>> written = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            ToDoubleFunction<double[]> function = x -> whoCalls(x) + number;
            MethodHandle gradient = Laboratory.theCompiler().function("gradient", function);
            double[] out = new double[1];
            assertEquals(6.0 + i, (double) gradient.invokeExact(new double[] {3}, out));
            assertEquals(2, out[0]);
            written.add(writtenBy);
        }
        assertEquals(1, written.size());
    }

    /** What a loader of its own defines anew. */
    public static final class Loaded {
        private Loaded() {}

        public static ToDoubleFunction<double[]> function(double factor) {
            return x -> factor * x[0];
        }

        public static double twice(double x) {
            return 2 * x;
        }
    }

    /** Its methods run for receivers of loaders that come and go. */
    public interface Known {
        /** Something to differentiate. */
        double at(double x);
    }

    public static final class Unknown implements Known {
        @Override
        public double at(double x) {
            return 5 * x;
        }
    }

    private static WeakReference<ClassLoader> useLoader() throws Throwable {
        URL classes =
                MadeEntriesTest.class.getProtectionDomain().getCodeSource().getLocation();
        List<String> own = List.of(Loaded.class.getName(), Unknown.class.getName());
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, MadeEntriesTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> known = findLoadedClass(name);
                    return known != null
                            ? known
                            : own.contains(name) ? findClass(name) : super.loadClass(name, resolve);
                }
            }
        }) {
            Class<?> loaded = loader.loadClass(Loaded.class.getName());
            Object function = loaded.getMethod("function", double.class).invoke(null, 3.0);
            MethodHandle gradient = Laboratory.theCompiler().function("gradient", function);
            double[] out = new double[1];
            double value = (double) gradient.invokeExact(new double[] {2}, out);
            assertEquals(6, value);
            assertEquals(3, out[0]);
            MethodHandle ofMethod =
                    Laboratory.theCompiler().method("gradient", loaded.getMethod("twice", double.class));
            assertEquals(2.0, ((Object[]) ofMethod.invoke(new Object[] {1.0}))[0]);
            Object unknown =
                    loader.loadClass(Unknown.class.getName()).getConstructor().newInstance();
            MethodHandle ofKnown =
                    Laboratory.theCompiler().method("gradient", Known.class.getMethod("at", double.class));
            assertEquals(5.0, ((Object[]) ofKnown.invoke(new Object[] {unknown, 1.0}))[1]);
            return new WeakReference<>(loader);
        }
    }

    @Test
    void noClassLoaderIsKeptAlive() throws Throwable {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            loaders.add(useLoader());
        }
        long end = System.nanoTime() + 20_000_000_000L;
        while (loaders.get(0).get() != null && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(loaders.get(0).get());
    }
}
