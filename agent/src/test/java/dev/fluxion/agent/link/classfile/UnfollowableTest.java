package dev.fluxion.agent.link.classfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** Why a call is not followed, and what helps: the true reason, and nothing that cannot be done. */
class UnfollowableTest {
    private static final String CHOSEN =
            "What runs depends on the class of the object: call a static, private or final method,"
                    + " write a rule for this one, or declare it inert if no derivative should flow through it.";

    private static void assertRefused(String name, String cause, String remedy) {
        assertRefused(UnfollowableTest.class, name, cause, remedy);
    }

    private static void assertRefused(Class<?> owner, String name, String cause, String remedy) {
        Laboratory.Subject subject = Laboratory.subject(owner, name);
        String message = assertThrows(IllegalStateException.class, () -> subject.gradient(new double[] {3}))
                .getMessage();
        String start = "Cannot differentiate " + cause + " at " + owner.getName() + "." + name;
        assertTrue(message.startsWith(start), message);
        assertEquals(remedy, message.substring(message.indexOf(". ", start.length()) + 2));
    }

    private static final NavigableSet<double[]> SORTED = new TreeSet<>(Comparator.comparingInt(y -> y.length));

    static double throughASuperInterface(double[] x) {
        SORTED.add(x);
        return x[0];
    }

    @Test
    void anAbstractMethodOfASuperInterfaceIsNamedAsThat() {
        assertRefused("throughASuperInterface", "a call of java.util.NavigableSet.add, an abstract method,", CHOSEN);
    }

    static double kept(double[] x) {
        List<double[]> list = new ArrayList<>();
        list.add(x);
        return list.get(0)[0];
    }

    @Test
    void nobodyIsToldToChangeTheJdk() {
        assertRefused("kept", "a call of java.util.List.add, an abstract method,", CHOSEN);
    }

    static final ThreadLocal<double[]> LOCAL = new ThreadLocal<>();

    static double ofAThread(double[] x) {
        LOCAL.set(x);
        return LOCAL.get()[0];
    }

    @Test
    void norToMakeAMethodOfTheJdkFinal() {
        assertRefused("ofAThread", "a call of java.lang.ThreadLocal.set, which a subclass may override,", CHOSEN);
    }

    static final MethodHandle SQUARE = square();

    private static MethodHandle square() {
        try {
            return MethodHandles.lookup()
                    .findStatic(Math.class, "sqrt", MethodType.methodType(double.class, double.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    static double byHandle(double[] x) throws Throwable {
        return (double) SQUARE.invokeExact(x[0]);
    }

    static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(double[].class);

    static double byVariable(double[] x) {
        double[] y = new double[1];
        ELEMENT.set(y, 0, x[0]);
        return y[0];
    }

    @Test
    void handlesStandForWhatIsNotSeen() {
        String remedy = "Call the method, or use the variable, that the handle stands for by its name.";
        assertRefused(
                "byHandle",
                "a call of java.lang.invoke.MethodHandle.invokeExact, which does what the handle stands for,",
                remedy);
        assertRefused(
                "byVariable",
                "a call of java.lang.invoke.VarHandle.set, which does what the handle stands for,",
                remedy);
    }

    /** Compiled without line numbers. */
    static class WithoutLines {
        static double kept;

        static double f(double[] x) {
            kept = x[0];
            return kept;
        }
    }

    @Test
    void thePlaceIsTheMethodWhereThereAreNoLines() throws Exception {
        Class<?> stripped = new ClassLoader(UnfollowableTest.class.getClassLoader()) {
            private final byte[] file = strip();

            private byte[] strip() throws Exception {
                String path = WithoutLines.class.getName().replace('.', '/') + ".class";
                try (var in = UnfollowableTest.class.getClassLoader().getResourceAsStream(path)) {
                    ClassWriter out = new ClassWriter(0);
                    new ClassReader(in.readAllBytes()).accept(out, ClassReader.SKIP_DEBUG);
                    return out.toByteArray();
                }
            }

            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(WithoutLines.class.getName())
                        ? defineClass(name, file, 0, file.length)
                        : super.loadClass(name, resolve);
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                return name.equals(WithoutLines.class.getName().replace('.', '/') + ".class")
                        ? new ByteArrayInputStream(file)
                        : super.getResourceAsStream(name);
            }
        }.loadClass(WithoutLines.class.getName());
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> Laboratory.subject(stripped, "f").gradient(new double[] {3}))
                .getMessage();
        assertTrue(message.contains(" at " + WithoutLines.class.getName() + ".f. "), message);
    }
}
