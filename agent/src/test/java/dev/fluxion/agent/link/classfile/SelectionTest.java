package dev.fluxion.agent.link.classfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.SmallHierarchies;
import dev.fluxion.agent.link.SmallHierarchies.Call;
import dev.fluxion.agent.link.SmallHierarchies.Declared;
import dev.fluxion.agent.link.SmallHierarchies.Form;
import dev.fluxion.runtime.Refusal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives are of the method that the JVM runs, whatever a hierarchy looks like; where it throws there is none. */
class SelectionTest {
    private static final double X = 1.25;

    /** The value, or the error of linkage that the JVM throws. */
    private static Object plain(Class<?> caller) throws Throwable {
        try {
            return caller.getDeclaredMethod("f", double[].class).invoke(null, new double[] {X});
        } catch (InvocationTargetException thrown) {
            return (LinkageError) thrown.getCause();
        }
    }

    /** The number of the type whose polynomial has the value. */
    private static int chosen(double value) {
        return IntStream.range(0, 100)
                .filter(type -> SmallHierarchies.polynomial(type, X)[0] == value)
                .findFirst()
                .orElseThrow();
    }

    /** -1 if the plain call throws. */
    private static int compare(SmallHierarchies hierarchy) throws Throwable {
        Class<?> caller = Class.forName("p.Caller", false, hierarchy.load());
        Object plain = plain(caller);
        if (plain instanceof LinkageError error) {
            if (!(error instanceof IllegalAccessError) || hierarchy.isCalledByPublicName()) {
                assertFails(hierarchy, caller);
            }
            return -1;
        }
        int chosen = chosen((double) plain);
        double[] expected = SmallHierarchies.polynomial(chosen, X);
        double[] x = {X};
        double[] one = {1};
        try {
            Laboratory.Subject subject = Laboratory.subject(caller, "f");
            assertArrayEquals(new double[] {expected[0], expected[1]}, subject.jvp(x, one), hierarchy.toString());
            assertArrayEquals(new double[] {expected[0], expected[1]}, subject.gradient(x), hierarchy.toString());
            assertArrayEquals(new double[] {expected[0], expected[2]}, subject.hvp(x, one), hierarchy.toString());
        } catch (IllegalStateException refused) {
            fail(hierarchy.toString(), refused);
        }
        return chosen;
    }

    private static void assertFails(SmallHierarchies hierarchy, Class<?> caller) {
        try {
            double[] answer = Laboratory.subject(caller, "f").jvp(new double[] {X}, new double[] {1});
            fail(hierarchy + " has the derivative " + answer[1] + ", but the plain call throws");
        } catch (LinkageError | IllegalStateException failure) {
            boolean isExpected = failure instanceof LinkageError || failure.getCause() instanceof Refusal;
            assertTrue(isExpected, () -> hierarchy + ": " + failure);
        }
    }

    @Test
    void whatRunsIsWhatTheJvmRunsInHierarchiesOfAllShapes() throws Throwable {
        Random random = new Random(12);
        int[] answered = new int[Call.values().length];
        for (int i = 0; i < 300; i++) {
            SmallHierarchies hierarchy = SmallHierarchies.random(random);
            if (compare(hierarchy) >= 0) {
                answered[hierarchy.call().ordinal()]++;
            }
        }
        assertTrue(IntStream.of(answered).allMatch(count -> count > 10), () -> Arrays.toString(answered));
    }

    @Test
    void aMethodGivenByReflectionIsTheOneThatItsReceiverRuns() throws Throwable {
        Random random = new Random(5);
        int answered = 0;
        for (int i = 0; i < 300; i++) {
            SmallHierarchies hierarchy = SmallHierarchies.random(random);
            ClassLoader loader = hierarchy.load();
            Object receiver;
            try {
                receiver = Class.forName(hierarchy.receiver().replace('/', '.'), true, loader)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (LinkageError malformed) {
                continue;
            }
            for (Declared type : hierarchy.types()) {
                if (type.form() != Form.NONE && type.form() != Form.STATIC) {
                    answered += compare(hierarchy, loader.loadClass(type.name().replace('/', '.')), receiver) ? 1 : 0;
                }
            }
        }
        assertTrue(answered > 100, "answered " + answered);
    }

    private static boolean compare(SmallHierarchies hierarchy, Class<?> type, Object receiver) throws Throwable {
        Method method = type.getDeclaredMethod("z", double.class);
        if (!type.isInstance(receiver)) {
            return false;
        }
        method.setAccessible(true);
        Object[] arguments = {receiver, X};
        double plain;
        try {
            plain = (double) method.invoke(receiver, X);
        } catch (InvocationTargetException | IllegalArgumentException | LinkageError thrown) {
            try {
                Object[] gradient = (Object[])
                        Laboratory.theCompiler().method("gradient", method).invoke(arguments);
                throw new AssertionError(hierarchy + " " + method + " has the gradient " + gradient[1], thrown);
            } catch (LinkageError | Refusal expected) {
                return false;
            }
        }
        Object[] gradient;
        try {
            gradient = (Object[])
                    Laboratory.theCompiler().method("gradient", method).invoke(arguments);
        } catch (LinkageError | Refusal failure) {
            throw new AssertionError(hierarchy + " " + method, failure);
        }
        double expected = SmallHierarchies.polynomial(chosen(plain), X)[1];
        assertTrue(expected == (double) gradient[1], () -> hierarchy + " " + method + " " + gradient[1]);
        return !Modifier.isPrivate(method.getModifiers());
    }

    static Stream<Arguments> hierarchies() {
        Declared a0 = type("p/A0", Form.PUBLIC);
        Declared a1 = type("p/A1", Form.PUBLIC, 0);
        Declared both = type("p/B", Form.NONE, 0, 1);
        Declared again = type("p/A1", Form.ABSTRACT, 0);
        Declared other = type("p/Other", Form.PUBLIC);
        Declared declares = type("p/Declares", Form.ABSTRACT);
        return Stream.of(
                row(
                        "a default method of a subinterface hides that of its superinterface",
                        1,
                        Call.SUPER,
                        2,
                        a0,
                        a1,
                        both,
                        object("p/C", Form.NONE, 2)),
                row(
                        "the same for a receiver of the class",
                        1,
                        Call.BY_NAME,
                        0,
                        a0,
                        a1,
                        both,
                        object("p/C", Form.NONE, 2)),
                row(
                        "super through a class finds the default method too",
                        1,
                        Call.SUPER,
                        2,
                        a0,
                        a1,
                        object("p/K", Form.NONE, 0, 1),
                        object("p/C", Form.NONE)),
                row(
                        "an abstract declaration hides a default method",
                        -1,
                        Call.BY_NAME,
                        0,
                        a0,
                        again,
                        object("p/C", Form.NONE, 1)),
                row(
                        "a class's method is before any default method",
                        2,
                        Call.BY_NAME,
                        0,
                        a0,
                        a1,
                        object("p/K", Form.PUBLIC, 0),
                        object("p/C", Form.NONE, 1)),
                row(
                        "an abstract method of a class is as well",
                        -1,
                        Call.BY_NAME,
                        0,
                        a0,
                        object("p/K", Form.ABSTRACT, 0),
                        object("p/C", Form.NONE)),
                row(
                        "two default methods of unrelated interfaces are none",
                        -1,
                        Call.BY_NAME,
                        0,
                        a0,
                        other,
                        object("p/C", Form.NONE, 0, 1)),
                row(
                        "two of them by super neither",
                        -1,
                        Call.SUPER,
                        2,
                        a0,
                        other,
                        object("p/K", Form.NONE, 0, 1),
                        object("p/C", Form.NONE)),
                row(
                        "one default and one abstract method of unrelated interfaces are the default method",
                        1,
                        Call.BY_NAME,
                        0,
                        declares,
                        other,
                        object("p/C", Form.NONE, 0, 1)),
                row(
                        "a private method of a class is no override",
                        0,
                        Call.BY_NAME,
                        0,
                        a0,
                        object("p/K", Form.PRIVATE),
                        object("p/C", Form.NONE, 0)),
                row(
                        "but HotSpot finds no default method behind it",
                        -1,
                        Call.BY_NAME,
                        0,
                        a0,
                        object("p/K", Form.PRIVATE, 0),
                        object("p/C", Form.NONE)),
                row(
                        "a private method of an interface is not inherited",
                        -1,
                        Call.BY_NAME,
                        1,
                        type("p/A0", Form.PRIVATE),
                        object("p/C", Form.NONE, 0)),
                row(
                        "a static method of an interface is not inherited",
                        -1,
                        Call.STATIC,
                        1,
                        type("p/A0", Form.STATIC),
                        object("p/C", Form.NONE, 0)),
                row(
                        "a static method of a class is",
                        0,
                        Call.STATIC,
                        1,
                        object("p/K", Form.STATIC),
                        object("p/C", Form.NONE)),
                row(
                        "super names a class far above, and means the nearest",
                        1,
                        Call.SUPER,
                        0,
                        object("p/K", Form.PUBLIC),
                        object("p/L", Form.PUBLIC),
                        object("p/C", Form.NONE)),
                row(
                        "a method of the package is not overridden from another",
                        0,
                        Call.BY_NAME,
                        0,
                        object("p/K", Form.PACKAGE),
                        object("q/C", Form.PUBLIC)),
                row(
                        "but by way of a class that makes it public",
                        2,
                        Call.BY_NAME,
                        0,
                        object("p/K", Form.PACKAGE),
                        object("p/L", Form.PUBLIC),
                        object("q/C", Form.PUBLIC)),
                row(
                        "a method that is not public implements no interface",
                        -1,
                        Call.BY_NAME,
                        0,
                        declares,
                        object("p/C", Form.PACKAGE, 0)));
    }

    private static Declared type(String name, Form form, Integer... above) {
        return new Declared(name, true, List.of(above), form);
    }

    private static Declared object(String name, Form form, Integer... above) {
        return new Declared(name, false, List.of(above), form);
    }

    private static Arguments row(String rule, int expected, Call call, int named, Declared... types) {
        return Arguments.of(rule, expected, new SmallHierarchies(List.of(types), call, named));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hierarchies")
    void theRulesAreThoseOfTheSpecification(String rule, int expected, SmallHierarchies hierarchy) throws Throwable {
        int chosen = compare(hierarchy);
        assertTrue(chosen == expected, () -> rule + ": " + chosen);
    }
}
