package dev.fluxion.agent.link.classfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.MethodReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What references resolve to, as class files tell; {@link SelectionTest} compares it with the JVM. */
class MethodLookupTest {
    private static final MethodLookup LOOKUP = new MethodLookup(MethodLookupTest::read);

    private static byte[] read(String internalName) {
        try (InputStream in = MethodLookupTest.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
            return in == null || internalName.endsWith("Missing") ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private static MethodLookup.Found find(Class<?> owner, String name, String descriptor) {
        return LOOKUP.find(new MethodReference(name(owner), name, descriptor, owner.isInterface()));
    }

    interface Constants {
        double C = 1;
    }

    static class Base {
        double C = 2;
        double own = 3;
    }

    static class Derived extends Base implements Constants {}

    @Test
    void aFieldOfASuperinterfaceComesBeforeThatOfASuperclass() {
        FieldReference both = new FieldReference(name(Derived.class), "C", "D");
        assertEquals(name(Constants.class), LOOKUP.find(both).owner().name);
        FieldReference one = new FieldReference(name(Derived.class), "own", "D");
        assertEquals(name(Base.class), LOOKUP.find(one).owner().name);
        assertNull(LOOKUP.find(new FieldReference(name(Derived.class), "none", "D")));
    }

    @Test
    void anAbstractMethodIsFoundInASuperInterface() {
        MethodLookup.Found apply = find(UnaryOperator.class, "apply", "(Ljava/lang/Object;)Ljava/lang/Object;");
        assertEquals("java/util/function/Function", apply.owner().name);
    }

    @Test
    void anInterfaceHasThePublicMethodsOfObjectAndNoOthers() {
        assertEquals("java/lang/Object", find(Runnable.class, "hashCode", "()I").owner().name);
        assertNull(find(Runnable.class, "clone", "()Ljava/lang/Object;"));
    }

    @Test
    void aSignaturePolymorphicMethodHasWhateverDescriptorTheCallHas() {
        assertTrue(find(MethodHandle.class, "invokeExact", "(DLjava/lang/String;)F") != null);
        assertNull(find(MethodHandle.class, "bindTo", "(D)D"));
    }

    interface Missing {
        default double z(double x) {
            return x;
        }
    }

    interface There {
        default double z(double x) {
            return -x;
        }
    }

    static class Both implements There, Missing {
        @Override
        public double z(double x) {
            return There.super.z(x);
        }
    }

    abstract static class Unsure extends Both {}

    static class Half implements There, Runnable {
        @Override
        public void run() {}
    }

    @Test
    void nothingIsSaidWhereAClassFileThatWouldDecideIsMissing() {
        assertEquals(name(Both.class), find(Unsure.class, "z", "(D)D").owner().name);
        assertNull(find(Unsure.class, "absent", "(D)D"));
        assertEquals(name(Missing.class), LOOKUP.missingAbove(LOOKUP.classNode(name(Unsure.class))));
        assertEquals(name(There.class), find(Half.class, "z", "(D)D").owner().name);
        assertNull(LOOKUP.missingAbove(LOOKUP.classNode(name(Half.class))));
    }

    abstract static class Shape<T> {
        abstract T of(double x);
    }

    static class Circle extends Shape<Double> {
        @Override
        Double of(double x) {
            return x;
        }
    }

    @Test
    void aBridgeIsSelectedByItsOwnDescriptor() {
        MethodLookup.Found declared = find(Shape.class, "of", "(D)Ljava/lang/Object;");
        MethodLookup.Found selected = LOOKUP.select(LOOKUP.classNode(name(Circle.class)), declared);
        assertEquals(
                name(Circle.class) + ".of(D)Ljava/lang/Object;",
                selected.reference().toString());
    }
}
