package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.random.JavaCompilation;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.entry.OperatorEntry;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Operator.Kind;
import dev.fluxion.agent.link.operator.Operator.Mode;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random functions of three numbers: a few tangents side by side, against one at a time and against reverse mode. */
class RandomPartialsTest {
    private static final int PROGRAMS = 20;
    private static final double[] POINT = {0.7, -0.4, 1.3};

    /** A source whose values stay moderate; {@code r} calls itself, so that it is not inlined. */
    private static final class Source {
        private final Random random;
        private final StringBuilder text = new StringBuilder();
        private int locals;
        private int loops;
        /** How deep calls of {@code r} go from here. */
        private String calls = "2";

        Source(long seed) {
            this.random = new Random(seed);
        }

        String of(String name) {
            text.append("final class ").append(name).append(" {\n");
            text.append("static double f(double a, double b, double c) {\n");
            body();
            text.append("return ").append(expression(2)).append(" + a * 0.5;\n}\n");
            locals = 0;
            calls = "n - 1";
            text.append("static double r(double a, double b, double c, int n) {\n if (n <= 0) return b * c + 0.25;\n");
            body();
            text.append("return Math.sin(r(").append(expression(1)).append(", ").append(expression(1));
            text.append(", a, n - 1)) * ").append(expression(1)).append(";\n}\n}\n");
            return text.toString();
        }

        private void body() {
            for (int i = 0; i < 3; i++) {
                text.append("double d")
                        .append(locals)
                        .append(" = ")
                        .append(expression(2))
                        .append(";\n");
                locals++;
            }
            for (int i = 0; i < 4; i++) {
                statement(2);
            }
        }

        private String variable() {
            int choice = random.nextInt(3 + locals);
            return choice < 3 ? "abc".substring(choice, choice + 1) : "d" + (choice - 3);
        }

        private void statement(int depth) {
            switch (depth == 0 ? 0 : random.nextInt(6)) {
                case 1 -> {
                    text.append("if (").append(condition()).append(") {\n");
                    statement(depth - 1);
                    text.append("} else {\n");
                    statement(depth - 1);
                    text.append("}\n");
                }
                case 2 -> {
                    String counter = "i" + loops++;
                    text.append("for (int %s = 0; %s < %d; %s++) {\n"
                            .formatted(counter, counter, 1 + random.nextInt(5), counter));
                    statement(depth - 1);
                    text.append("if (").append(condition()).append(") break;\n");
                    statement(depth - 1);
                    text.append("}\n");
                }
                case 3 -> {
                    text.append("try {\nif (").append(condition()).append(") throw new IllegalStateException();\n");
                    statement(depth - 1);
                    text.append("} catch (IllegalStateException e")
                            .append(loops++)
                            .append(") {\n");
                    statement(depth - 1);
                    text.append("}\n");
                }
                default ->
                    text.append(variable()).append(" = ").append(expression(3)).append(";\n");
            }
        }

        private String condition() {
            return variable() + (random.nextBoolean() ? " > " : " <= ") + variable() + " * 0.75";
        }

        private String expression(int depth) {
            if (depth == 0) {
                return random.nextInt(4) == 0 ? String.valueOf(random.nextInt(8) * 0.25) : variable();
            }
            String first = expression(depth - 1);
            String second = expression(depth - 1);
            return switch (random.nextInt(10)) {
                case 0 -> "(" + first + " + 0.5 * " + second + ")";
                case 1 -> "(" + first + " - " + second + ") * 0.7";
                case 2 -> "Math.sin(" + first + ") * " + second;
                case 3 -> "(" + first + " / (1.5 + Math.pow(" + second + ", 2)))";
                case 4 -> "Math.max(" + first + ", " + second + ")";
                case 5 -> "Math.sqrt(1 + " + first + " * (" + first + "))";
                case 6 -> "Math.tanh(" + first + ")";
                case 7 -> "Math.abs(" + first + ") * -0.5";
                case 8 -> "r(Math.cos(" + first + "), Math.tanh(" + second + "), 0.5, " + calls + ")";
                default -> "Math.exp(-Math.abs(" + first + "))";
            };
        }
    }

    private static double[] gradient(Operator operator, double[] value) throws Throwable {
        double[] gradient = new double[3];
        MethodHandle entry = OperatorEntry.of(operator, null);
        value[0] = (double) entry.invokeExact(POINT[0], POINT[1], POINT[2], gradient);
        return gradient;
    }

    @Test
    void allWaysAgree() throws Throwable {
        Map<String, String> sources = new HashMap<>();
        for (int seed = 0; seed < PROGRAMS; seed++) {
            sources.put("Numbers" + seed, new Source(seed).of("Numbers" + seed));
        }
        int compared = 0;
        for (Map.Entry<String, Class<?>> program :
                JavaCompilation.compile(sources).entrySet()) {
            String text = sources.get(program.getKey());
            Method method = StubHandles.method(program.getValue(), "f");
            method.setAccessible(true);
            Linker linker = Laboratory.theCompiler().linker();
            TargetFacts facts = new TargetFacts(linker, Targets.of(linker, method));
            Operator operator = Operator.of(Kind.GRADIENT, facts, List.of(true, true, true), true);
            if (!operator.isByPartials()) {
                continue;
            }
            double[] value = new double[1];
            double[] partials = gradient(operator, value);
            double plain = (double) method.invoke(null, POINT[0], POINT[1], POINT[2]);
            assertEquals(Double.doubleToLongBits(plain), Double.doubleToLongBits(value[0]), text);
            MethodHandle along = OperatorEntry.of(Operator.of(Kind.JVP, facts, List.of(true, true, true), false), null);
            double scale = 1;
            for (double partial : partials) {
                scale += Math.abs(partial);
            }
            for (int i = 0; i < 3; i++) {
                double tangent = (double) along.invokeExact(
                        POINT[0], POINT[1], POINT[2], i == 0 ? 1.0 : 0.0, i == 1 ? 1.0 : 0.0, i == 2 ? 1.0 : 0.0);
                assertEquals(tangent, partials[i], 1e-11 * scale, text);
            }
            double[] reverse = gradient(operator.in(Mode.REVERSE), value);
            for (int i = 0; i < 3; i++) {
                assertEquals(reverse[i], partials[i], 1e-11 * scale, text);
            }
            compared++;
        }
        assertTrue(compared > PROGRAMS / 2, compared + " compared");
    }
}
