package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.random.JavaCompilation;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.write.parts.Parts;
import dev.fluxion.agent.write.parts.Parts.Limits;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long methods, whose derivatives would not be compiled by HotSpot, or not even fit, in one piece. */
class LargeDerivativesTest {
    private static final double[] POINT = {0.3, 0.7, -0.2, 1.1, 0.5};
    private static final double[] DIRECTION = {1, 0.5, -0.3, 0.2, 0.1};

    /** A method of statements on eight numbers, contracting so that values stay moderate; in a loop if so wanted. */
    private static Class<?> longMethod(String name, int statements, int iterations) throws Exception {
        Random random = new Random(statements);
        StringBuilder source = new StringBuilder("final class " + name + " { static double f(double[] x) {\n");
        for (int i = 0; i < 8; i++) {
            source.append("double v")
                    .append(i)
                    .append(" = x[")
                    .append(i % POINT.length)
                    .append("];\n");
        }
        source.append("for (int i = 0; i < ").append(iterations).append("; i++) {\n");
        for (int i = 0; i < statements; i++) {
            int a = random.nextInt(8);
            int b = random.nextInt(8);
            int c = random.nextInt(8);
            source.append(
                    switch (random.nextInt(3)) {
                        case 0 -> "v%d = 0.6 * v%d + 0.5 * Math.sin(v%d);\n".formatted(a, b, c);
                        case 1 -> "v%d = v%d * 0.7 - v%d * 0.6 + 0.1;\n".formatted(a, b, c);
                        default -> "v%d = 0.2 + v%d / (1.1 + v%d * v%d);\n".formatted(a, b, c, c);
                    });
        }
        source.append("}\nreturn v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7; } }\n");
        return JavaCompilation.compile(name, source.toString());
    }

    /** Products any of which may throw into one handler, so that the reverse sweep may begin at any of them. */
    private static Class<?> productsUnderOneHandler(int statements) throws Exception {
        String name = "Protected" + statements;
        StringBuilder source = new StringBuilder("final class " + name + " { static double f(double[] x) {\n");
        source.append("double y = 1;\ntry {\n");
        for (int i = 0; i < statements; i++) {
            source.append("y *= x[%d] + %s;\n".formatted(i % POINT.length, 0.8 + 0.001 * (i % 300)));
        }
        source.append("y *= x[(int) (10 * x[3])];\n");
        source.append("} catch (IndexOutOfBoundsException e) { y = 3 * y; }\nreturn y; } }\n");
        return JavaCompilation.compile(name, source.toString());
    }

    private static Map<String, Function> parts(Class<?> owner) throws Exception {
        Method method = owner.getDeclaredMethod("f", double[].class);
        Variant joint = Laboratory.variant(method)
                .then(Variant.Kind.JOINT, new Activity(List.of(true), List.of(true), List.of(true)));
        Function function = Laboratory.function(owner.getClassLoader(), joint);
        return Parts.of(function, "Owner", "f", "f$part", Limits.HOTSPOT);
    }

    private static void assertCompiled(Map<String, Function> parts) {
        assertTrue(parts.size() > 1, parts.size() + " parts");
        parts.forEach((name, part) -> assertTrue(MethodWriter.size(part) < 8_000, name));
    }

    private static Subject subject(Class<?> owner) {
        return Laboratory.subject(owner, "f");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void theyAreDividedIntoMethodsThatHotSpotCompiles(int iterations) throws Exception {
        assertCompiled(parts(longMethod("Compiled" + iterations, 300, iterations)));
    }

    @Test
    void oneThatIsReversedFromManyPlacesIsDividedThereToo() throws Exception {
        Map<String, Function> parts = parts(productsUnderOneHandler(700));
        assertCompiled(parts);
        long enteredAtSeveral = parts.values().stream()
                .filter(part -> part.parameters().size() == 5)
                .count();
        assertTrue(enteredAtSeveral > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1_600})
    void reversedFromManyPlacesTheirModesAgree(int statements) throws Exception {
        Subject subject = subject(productsUnderOneHandler(statements));
        assertReverseIsForward(subject, subject.gradient(POINT));
    }

    /** A gradient times a direction, and the sum of the absolute terms. */
    private record Product(double sum, double scale) {}

    /** The value is that of the plain call, and the gradient times the direction the tangent. */
    private static Product assertReverseIsForward(Subject subject, double[] gradient) {
        assertEquals(subject.value(POINT), gradient[0]);
        double product = 0;
        double scale = 0;
        for (int i = 0; i < POINT.length; i++) {
            product += gradient[i + 1] * DIRECTION[i];
            scale += Math.abs(gradient[i + 1] * DIRECTION[i]);
        }
        assertEquals(subject.jvp(POINT, DIRECTION)[1], product, 1e-12 * scale);
        return new Product(product, scale);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void theirModesAgree(int iterations) throws Exception {
        Subject subject = subject(longMethod("Agreeing" + iterations, 120, iterations));
        double[] gradient = subject.gradient(POINT);
        Product product = assertReverseIsForward(subject, gradient);
        assertEquals(subject.chunk(POINT, DIRECTION)[POINT.length + 1], product.sum(), 1e-12 * product.scale());
        double[] hvp = subject.hvp(POINT, DIRECTION);
        double step = 1e-5;
        double[] above = POINT.clone();
        double[] below = POINT.clone();
        for (int i = 0; i < POINT.length; i++) {
            above[i] += step * DIRECTION[i];
            below[i] -= step * DIRECTION[i];
        }
        double[] later = subject.gradient(above);
        double[] earlier = subject.gradient(below);
        for (int i = 1; i <= POINT.length; i++) {
            double difference = (later[i] - earlier[i]) / (2 * step);
            assertEquals(difference, hvp[i], 1e-7 * (product.scale() + Math.abs(difference)));
        }
    }

    @Test
    void whatWouldBeLargerThanAMethodCanBeWorks() throws Exception {
        Subject subject = subject(longMethod("Overflowing", 1_100, 1));
        assertReverseIsForward(subject, subject.gradient(POINT));
    }
}
