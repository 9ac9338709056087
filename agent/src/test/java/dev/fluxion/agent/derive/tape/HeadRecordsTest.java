package dev.fluxion.agent.derive.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.Linearization;
import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.random.JavaCompilation;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of products that may throw into one handler, against the derivatives of a product. */
class HeadRecordsTest {
    private static final int STATEMENTS = 120;
    /** The statement that throws, if any. */
    private static final int THROWING = 70;

    private static final double[] THROUGH = {0.3, -0.7, 0.2, 1.1, 0.5};
    /** Its last number, cut off, is an index that the array does not have. */
    private static final double[] THROWS = {0.3, -0.7, 0.2, 1.1, 5.5};

    private static final double[] DIRECTION = {1, 0.5, -0.3, 0.2, 0.1};

    /** Where the products stand. */
    enum Place {
        /** In the method itself, both of whose sweeps share a frame. */
        ALONE(1, 1),
        /** In a method that another one calls, so that the forward sweep returns before the reverse sweep begins. */
        CALLED(3, 1),
        /** In a loop after another loop. */
        IN_A_LOOP(1, 2),
        /** Such a loop in a method that another one calls. */
        IN_A_LOOP_CALLED(3, 2);

        private final int calls;
        private final int iterations;

        Place(int calls, int iterations) {
            this.calls = calls;
            this.iterations = iterations;
        }

        private boolean isInALoop() {
            return iterations > 1;
        }

        Class<?> compiled(int statements) throws Exception {
            String name = "Products" + name() + statements;
            StringBuilder source = new StringBuilder("final class " + name + " {\n");
            source.append("static double f(double[] x) {\n");
            if (calls == 1) {
                source.append("return products(x); }\n");
            } else {
                source.append("double sum = 0; for (int i = 0; i < " + calls + "; i++) sum += products(x);\n");
                source.append("return sum; }\n");
            }
            source.append("static double products(double[] x) {\ndouble y = 1;\n");
            if (isInALoop()) {
                source.append("for (int n = 0; n < " + iterations + "; n++) {\n");
                source.append("for (int i = 0; i < x.length; i++) y *= x[i];\n");
            }
            source.append("try {\n");
            for (int i = 0; i < statements; i++) {
                String index = i == THROWING ? "(int) x[4]" : String.valueOf(i % 5);
                // A copy is an array to be kept.
                String array = i % 7 == 3 ? "x.clone()" : "x";
                source.append("y *= " + array + "[" + index + "] + " + shift(i) + ";\n");
            }
            source.append("} catch (IndexOutOfBoundsException e) { y = 2 * y; }\n");
            source.append(isInALoop() ? "}\n" : "").append("return y; } }\n");
            return JavaCompilation.compile(name, source.toString());
        }
    }

    private static double shift(int statement) {
        return (statement % 11 - 5) * 0.125 + 1.0625;
    }

    /** The product with its gradient and its Hessian's product with the direction, from the factors' logarithms. */
    private record Reference(double value, double[] gradient, double[] hessianProduct) {
        static Reference of(Place place, double[] x) {
            boolean isThrown = (int) x[4] == 5;
            double value = place.calls;
            double[] first = new double[x.length];
            double[] second = new double[x.length];
            for (int n = 0; n < place.iterations; n++) {
                for (int i = 0; place.isInALoop() && i < x.length; i++) {
                    value *= x[i];
                    first[i] += 1 / x[i];
                    second[i] -= 1 / (x[i] * x[i]);
                }
                for (int i = 0; i < (isThrown ? THROWING : STATEMENTS); i++) {
                    int index = i == THROWING ? (int) x[4] : i % 5;
                    double factor = x[index] + shift(i);
                    value *= factor;
                    first[index] += 1 / factor;
                    second[index] -= 1 / (factor * factor);
                }
                value *= isThrown ? 2 : 1;
            }
            double along = 0;
            for (int i = 0; i < x.length; i++) {
                along += first[i] * DIRECTION[i];
            }
            double[] gradient = new double[x.length];
            double[] product = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                gradient[i] = value * first[i];
                product[i] = value * (first[i] * along + second[i] * DIRECTION[i]);
            }
            return new Reference(value, gradient, product);
        }
    }

    private static void assertDerivatives(Place place, double[] x) throws Exception {
        Subject subject = Laboratory.subject(place.compiled(STATEMENTS), "f");
        Reference reference = Reference.of(place, x);
        double[] gradient = subject.gradient(x);
        assertEquals(subject.value(x), gradient[0]);
        assertClose(reference.gradient(), gradient);
        assertClose(reference.gradient(), subject.secondSweep(x));
        assertClose(reference.hessianProduct(), subject.hvp(x, DIRECTION));
        assertClose(reference.hessianProduct(), subject.reverseOverReverse(x, DIRECTION));
    }

    /** @param actual with the function's value before */
    private static void assertClose(double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i + 1], 1e-11 * Math.abs(expected[i]), "component " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theyAreRightIfNoneThrows(Place place) throws Exception {
        assertDerivatives(place, THROUGH);
    }

    @ParameterizedTest
    @EnumSource
    void theyAreRightUpToTheOneThatThrows(Place place) throws Exception {
        assertDerivatives(place, THROWS);
    }

    @Test
    void whatALoopFoundIsRecordedBeforeAProtectedCall() throws Exception {
        StringBuilder source = new StringBuilder("final class Found {\nstatic double f(double[] x) {\ndouble y = 1;\n");
        source.append("try {\n");
        for (int i = 0; i < STATEMENTS; i++) {
            source.append("y *= x[" + i % 5 + "] + " + shift(i) + ";\n");
        }
        source.append("} catch (IndexOutOfBoundsException e) { y = 0; }\n");
        source.append("double[][] rows = {x.clone(), x.clone()};\ndouble[] row = null;\n");
        source.append("for (int i = 0; i < rows.length; i++) row = rows[i];\n");
        source.append("int[] calls = new int[1];\n");
        source.append("try { y *= sum(row); } finally { calls[0]++; }\nreturn y; }\n");
        source.append("static double sum(double[] row) {\n");
        source.append("double sum = 0; for (int i = 0; i < row.length; i++) sum += row[i];\nreturn sum; } }\n");
        Subject subject = Laboratory.subject(JavaCompilation.compile("Found", source.toString()), "f");
        Reference products = Reference.of(Place.ALONE, THROUGH);
        double sum = DoubleStream.of(THROUGH).sum();
        double[] gradient = subject.gradient(THROUGH);
        for (int i = 0; i < THROUGH.length; i++) {
            double expected = products.gradient()[i] * sum + products.value();
            assertEquals(expected, gradient[i + 1], 1e-11 * Math.abs(expected));
        }
    }

    private static TransposePlan plan(Place place, int statements, boolean joint) throws Exception {
        Class<?> owner = place.compiled(statements);
        ClassLoader loader = owner.getClassLoader();
        Function function =
                Laboratory.function(loader, Laboratory.variant(owner.getDeclaredMethod("products", double[].class)));
        Callees callees = Laboratory.callees(loader);
        RuleTable rules = Laboratory.rules(loader);
        Activity activity = new Activity(List.of(true), List.of(true));
        return TransposePlan.of(Linearization.of(function, activity, callees, rules), joint, callees, rules);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void manyWaysIntoOneHandlerPutTheRecordAtTheHead(boolean joint) throws Exception {
        TransposePlan alone = plan(Place.ALONE, STATEMENTS, joint);
        assertTrue(alone.layout().isHead(alone.regions().root()));
        TransposePlan inALoop = plan(Place.IN_A_LOOP, STATEMENTS, joint);
        assertTrue(inALoop.layout().isHead(inALoop.regions().loops().get(0)));
    }

    @Test
    void aDozenWaysKeepItInVariables() throws Exception {
        TransposePlan plan = plan(Place.ALONE, 12, true);
        assertFalse(plan.layout().isHead(plan.regions().root()));
    }
}
