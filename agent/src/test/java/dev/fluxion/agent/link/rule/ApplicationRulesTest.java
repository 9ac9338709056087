package dev.fluxion.agent.link.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.link.RuleLoader;
import dev.fluxion.rules.Inert;
import dev.fluxion.rules.Jvp;
import dev.fluxion.rules.Result;
import dev.fluxion.rules.RulesFor;
import dev.fluxion.rules.Tangent;
import dev.fluxion.rules.ZeroDerivative;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * For which calls an application's rules are used. The rules say something else than the code, so that it shows which of them was
 * differentiated; where they are right, the derivative is that of the code.
 */
class ApplicationRulesTest {
    private static final double[] X = {0.7, 0};
    private static final double[] OTHER = {0.7, 1};
    private static final double[] DIRECTION = {1, 0};

    @TempDir
    Path folder;

    private RuleLoader loader;

    @BeforeEach
    void load() throws IOException {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder, "Rules");
    }

    static final class Closed {
        double cube(double x) {
            return x * x * x;
        }

        double steps(double x) {
            return x * 8;
        }

        double log(double x) {
            return x * 4;
        }
    }

    static class Open {
        static double general(double x) {
            return x * 2;
        }

        double cube(double x) {
            return x * x * x;
        }

        double steps(double x) {
            return x * 8;
        }
    }

    static final class Heir extends Open {}

    static class Writing {
        double intoFirst(double[] a) {
            a[0] *= 2;
            return a[0];
        }

        @ZeroDerivative
        double signs(double[] a) {
            intoFirst(a);
            return Math.signum(a[0]);
        }

        @ZeroDerivative
        static double floors(double[] a, double[] into) {
            into[0] = a[0];
            return Math.floor(a[0]);
        }

        static Writing any() {
            return new Writing();
        }
    }

    @RulesFor(Writing.class)
    static final class WritingRules {
        @Jvp
        static double intoFirst(Writing receiver, double[] a, @Tangent double[] da) {
            return 2 * da[0];
        }
    }

    static final class Overriding extends Open {
        @Override
        double cube(double x) {
            return x * 100;
        }

        @Override
        double steps(double x) {
            return x * 100;
        }

        double inherited(double x) {
            return super.cube(x);
        }
    }

    interface Shape {
        double area(double radius);

        default double twice(double radius) {
            return radius * 2;
        }
    }

    static final class Disc implements Shape {
        @Override
        public double area(double radius) {
            return radius * 50;
        }
    }

    static final class Ring implements Shape {
        @Override
        public double area(double radius) {
            return radius * 60;
        }

        @Override
        public double twice(double radius) {
            return radius * 70;
        }
    }

    static final class Vectors {
        static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }

        static double trace(double[][] a, float scale) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i][i];
            }
            return scale * sum;
        }

        static double intoFirst(double[] a) {
            a[0] *= 2;
            return a[0];
        }

        static double any(Object array) {
            return ((double[]) array)[0];
        }
    }

    /** Not the derivatives of these methods, but of others: 5 x² / 2 in the place of the cube. */
    @RulesFor({Closed.class, Open.class})
    static final class Rules {
        @Jvp
        static double cube(Closed closed, double x, @Tangent double dx) {
            return 5 * x * dx;
        }

        @Jvp
        static double cube(Open open, double x, @Result double y, @Tangent double dx) {
            return (5 * x + 0 * y) * dx;
        }

        @ZeroDerivative
        static native double steps(Closed closed, double x);

        @ZeroDerivative
        static native double steps(Open open, double x);

        @Inert
        static native double log(Closed closed, double x);

        @Jvp
        static double general(double x, @Tangent double dx) {
            return 5 * x * dx;
        }
    }

    @RulesFor(Shape.class)
    static final class ShapeRules {
        @Jvp
        static double area(Shape shape, double radius, @Tangent double dRadius) {
            return 5 * radius * dRadius;
        }

        @Jvp
        static double twice(Shape shape, double radius, @Tangent double dRadius) {
            return 5 * radius * dRadius;
        }
    }

    @RulesFor(Vectors.class)
    static final class VectorRules {
        @Jvp
        static double dot(double[] a, double[] b, @Tangent double[] da, @Tangent double[] db) {
            double sum = 0;
            for (int i = 0; i < da.length; i++) {
                sum += a[i] * db[i] + b[i] * da[i];
            }
            return sum;
        }

        @Jvp
        static double trace(
                double[][] a, float scale, @Result double y, @Tangent double[][] da, @Tangent float dScale) {
            double sum = 0;
            double plain = 0;
            for (int i = 0; i < a.length; i++) {
                sum += scale * da[i][i];
                plain += a[i][i];
            }
            return sum + plain * dScale;
        }

        @Jvp
        static double intoFirst(double[] a, @Tangent double[] da) {
            return 2 * da[0];
        }

        @Jvp
        static double any(Object array) {
            return 0;
        }
    }

    interface Potential {
        double energy(double[] a);

        double trace(double[][] a);
    }

    static final class Quiet implements Potential {
        @Override
        public double energy(double[] a) {
            return a[0] * a[0];
        }

        @Override
        public double trace(double[][] a) {
            return a[0][0] + a[1][1];
        }
    }

    static final class Sorting implements Potential {
        @Override
        public double energy(double[] a) {
            a[0] *= a[0];
            return a[0];
        }

        @Override
        public double trace(double[][] a) {
            double[] row = a[0];
            a[0] = a[1];
            a[1] = row;
            return a[1][0] + a[0][1];
        }
    }

    @RulesFor(Potential.class)
    static final class PotentialRules {
        @Jvp
        static double energy(Potential receiver, double[] a, @Tangent double[] da) {
            return 2 * a[0] * da[0];
        }

        @Jvp
        static double trace(Potential receiver, double[][] a, @Tangent double[][] da) {
            return da[0][0] + da[1][1];
        }
    }

    /** Each takes the number first; the second chooses a receiver. */
    static final class Programs {
        private static double seen;

        static double closed(double[] x) {
            return new Closed().cube(x[0]);
        }

        static double open(double[] x) {
            Open receiver = x[1] > 0 ? new Overriding() : new Heir();
            return receiver.cube(x[0]);
        }

        static double openByItsHeir(double[] x) {
            return new Heir().cube(x[0]);
        }

        static double overriding(double[] x) {
            return new Overriding().cube(x[0]);
        }

        static double bySuper(double[] x) {
            return new Overriding().inherited(x[0]);
        }

        static double inheritedStatic(double[] x) {
            return Heir.general(x[0]);
        }

        static double constants(double[] x) {
            return new Closed().steps(x[0]) + new Closed().log(x[0]) + x[0];
        }

        static double openConstants(double[] x) {
            Open receiver = x[1] > 0 ? new Overriding() : new Open();
            return receiver.steps(x[0]) + x[0];
        }

        static double shape(double[] x) {
            Shape shape = x[1] > 0 ? new Disc() : new Ring();
            return shape.area(x[0]);
        }

        static double twice(double[] x) {
            Shape shape = x[1] > 0 ? new Ring() : new Disc();
            return shape.twice(x[0]);
        }

        static double dot(double[] x) {
            double[] a = {x[0] * x[0], 3, x[0]};
            double[] b = {x[0], x[0], 2};
            return Vectors.dot(a, b); // x³ + 3x + 2x
        }

        static double dotWithConstants(double[] x) {
            double[] a = {x[0] * x[0], 3, x[0]};
            double[] b = {1, 2, 3};
            return Vectors.dot(a, b) * Vectors.dot(b, a); // (x² + 6 + 3x)²
        }

        static double square(double[] x) {
            return Vectors.dot(x, x); // x² + y²
        }

        static double trace(double[] x) {
            double[][] a = {{x[0], 1}, {2, x[0] * x[0]}};
            double first = Vectors.trace(a, (float) x[0]);
            double[][] constant = {{1, 2}, {3, 4}};
            return first + Vectors.trace(constant, (float) x[0]); // f (x + x²) + 5 f with f = (float) x
        }

        static double written(double[] x) {
            return Vectors.intoFirst(x.clone());
        }

        static double writtenByAnOpenMethod(double[] x) {
            double[] a = x.clone();
            return Writing.any().intoFirst(a) * a[0];
        }

        static double writtenByADeclaredMethod(double[] x) {
            double[] a = x.clone();
            return new Writing().signs(a) * a[0];
        }

        static double writtenIntoAConstant(double[] x) {
            double[] into = {1};
            return Writing.floors(x.clone(), into) * into[0];
        }

        private static Potential potential(double chosen) {
            return chosen > 0 ? new Sorting() : new Quiet();
        }

        static double energy(double[] x) {
            double[] a = x.clone();
            return potential(x[1]).energy(a) * a[0]; // x³
        }

        static double guardedEnergy(double[] x) {
            double[] a = x.clone();
            try {
                return potential(x[1]).energy(a) * a[0];
            } catch (Throwable caught) {
                return a[0];
            }
        }

        static double rowsOf(double[] x) {
            double[][] a = {{x[0], 1}, {2, x[0] * x[0]}};
            return potential(x[1]).trace(a) * a[0][0]; // x² + x³
        }

        static double any(double[] x) {
            return Vectors.any(x.clone());
        }

        static double remembering(double[] x) {
            remember(x[0]);
            return x[0] * x[0];
        }

        @Inert
        private static void remember(double x) {
            seen = x;
        }

        static double rounded(double[] x) {
            return round(x[0]) + x[0] * x[0];
        }

        @ZeroDerivative
        private static double round(double x) {
            return (long) x;
        }

        static double counted(double[] x) {
            return new Counter().count(x[0]) + x[0] * x[0] + seen * 0;
        }
    }

    static class Counter {
        @Inert
        double count(double x) {
            return x * 3;
        }
    }

    /** Value, slope and curvature in the first number, in every mode. */
    private void assertDerivatives(String program, double[] x, double value, double slope, double curvature)
            throws Exception {
        Subject subject = loader.subject(program);
        assertEquals(value, subject.value(x), 1e-7);
        assertEquals(subject.value(x), subject.jvp(x, DIRECTION)[0]);
        assertEquals(subject.value(x), subject.gradient(x)[0]);
        double[] slopes = {
            subject.jvp(x, DIRECTION)[1],
            subject.chunk(x, DIRECTION)[1],
            subject.gradient(x)[1],
            subject.secondSweep(x)[1]
        };
        assertArrayEquals(new double[] {slope, slope, slope, slope}, slopes, 1e-6, program);
        double[] curvatures = {subject.hvp(x, DIRECTION)[1], subject.reverseOverReverse(x, DIRECTION)[1]};
        assertArrayEquals(new double[] {curvature, curvature}, curvatures, 1e-6, program);
    }

    private void assertRefused(String program, double[] x, String... parts) throws Exception {
        Subject subject = loader.subject(program);
        for (Runnable mode : new Runnable[] {
            () -> subject.jvp(x, DIRECTION),
            () -> subject.chunk(x, DIRECTION),
            () -> subject.gradient(x),
            () -> subject.hvp(x, DIRECTION)
        }) {
            String message =
                    assertThrows(IllegalStateException.class, mode::run).getMessage();
            for (String part : parts) {
                assertTrue(message.contains(part), message);
            }
        }
    }

    @Test
    void theRuleOfAnInstanceMethodIsUsed() throws Exception {
        assertDerivatives("closed", X, 0.343, 3.5, 5);
    }

    @Test
    void theRuleOfAMethodThatMayBeOverriddenIsUsedForReceiversThatDoNot() throws Exception {
        assertDerivatives("open", X, 0.343, 3.5, 5);
        assertDerivatives("openByItsHeir", X, 0.343, 3.5, 5);
    }

    @Test
    void aReceiverThatOverridesTheMethodIsRefused() throws Exception {
        assertRefused(
                "open",
                OTHER,
                "a call of " + Overriding.class.getName() + ".cube at " + Programs.class.getName() + ".open:",
                "what is declared for " + Open.class.getName() + ".cube holds for that method only",
                "Call it on a variable of type " + Overriding.class.getName());
        assertRefused("openConstants", OTHER, Overriding.class.getName() + ".steps");
    }

    @Test
    void theOverridingMethodIsFollowedWhereTheCallNamesIt() throws Exception {
        assertDerivatives("overriding", X, 70, 100, 0);
    }

    @Test
    void aCallBySuperIsOfTheMethodItself() throws Exception {
        assertDerivatives("bySuper", X, 0.343, 3.5, 5);
    }

    @Test
    void aStaticMethodIsMeantByEachClassThatInheritsIt() throws Exception {
        assertDerivatives("inheritedStatic", X, 1.4, 3.5, 5);
    }

    @Test
    void instanceMethodsAreDeclaredPiecewiseConstantOrInert() throws Exception {
        assertDerivatives("constants", X, 9.1, 1, 0);
        assertDerivatives("openConstants", X, 6.3, 1, 0);
    }

    @Test
    void theRuleOfAnAbstractMethodIsForAllThatImplementIt() throws Exception {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder, "ShapeRules");
        assertDerivatives("shape", X, 42, 3.5, 5);
        assertDerivatives("shape", OTHER, 35, 3.5, 5);
    }

    @Test
    void theRuleOfADefaultMethodIsForThatMethodOnly() throws Exception {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder, "ShapeRules");
        assertDerivatives("twice", X, 1.4, 3.5, 5);
        assertRefused("twice", OTHER, Ring.class.getName() + ".twice");
    }

    @Test
    void aRuleTakesTheTangentsOfArrays() throws Exception {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder, "VectorRules");
        assertDerivatives("dot", X, 0.343 + 5 * 0.7, 3 * 0.49 + 5, 6 * 0.7);
        double p = 0.49 + 6 + 2.1;
        assertDerivatives("dotWithConstants", X, p * p, 2 * p * (1.4 + 3), 2 * 4.4 * 4.4 + 4 * p);
        assertDerivatives("square", X, 0.49, 1.4, 2);
        assertDerivatives("trace", X, 0.7 * (0.7 + 0.49) + 3.5, 2 * 0.7 + 3 * 0.49 + 5, 2 + 6 * 0.7);
    }

    @Test
    void aRuleOfAMethodThatWritesToAnArrayIsRefused() throws Exception {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder, "VectorRules");
        assertRefused("written", X, "which writes to an array, while its rule only tells", "Programs.written:");
    }

    @Test
    void whatAnOverridableMethodWithARuleWritesIsRefusedAsWell() throws Exception {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder, "WritingRules");
        assertRefused("writtenByAnOpenMethod", X, "intoFirst, which writes to an array, while its rule only tells");
    }

    @Test
    void whatAnAbstractMethodWithARuleWritesIsRefusedWhenItDoes() throws Exception {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder, "PotentialRules");
        assertDerivatives("energy", X, 0.343, 3 * 0.49, 6 * 0.7);
        assertDerivatives("guardedEnergy", X, 0.343, 3 * 0.49, 6 * 0.7);
        assertDerivatives("rowsOf", X, 0.49 + 0.343, 1.4 + 3 * 0.49, 2 + 6 * 0.7);
        String reason = ": it wrote to an array, while what is declared for it only tells of the result.";
        assertRefused("energy", OTHER, "Potential.energy at ", "Programs.energy:", reason);
        assertRefused("guardedEnergy", OTHER, "Potential.energy at ", "Programs.guardedEnergy:", reason);
        assertRefused("rowsOf", OTHER, "Potential.trace at ", reason);
    }

    @Test
    void aPiecewiseConstantMethodThatWritesToAnArrayIsRefused() throws Exception {
        assertRefused("writtenByADeclaredMethod", X, "signs, which writes to an array, while only its result");
        assertRefused("writtenIntoAConstant", X, "floors, which writes to an array, while only its result");
    }

    @Test
    void anArrayPassedAsAnyObjectToAMethodWithARuleIsRefused() throws Exception {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder, "VectorRules");
        assertRefused("any", X, "with an array that carries a derivative where it takes any object", "Programs.any:");
    }

    @Test
    void aMethodOfTheProgramMayBeDeclaredItself() throws Exception {
        assertDerivatives("remembering", X, 0.49, 1.4, 2);
        assertDerivatives("rounded", X, 0.49, 1.4, 2);
        assertDerivatives("counted", X, 2.59, 1.4, 2);
    }

    @Test
    void aLineOfTheRuleIndexMaySayForWhichClassesTheRulesAre() throws Exception {
        String rules = ShapeRules.class.getName();
        loader = RuleLoader.of(ApplicationRulesTest.class, folder)
                .with(folder, "META-INF/fluxion/rules", rules + ": " + Shape.class.getName() + "\n");
        assertDerivatives("shape", X, 42, 3.5, 5);
        loader = RuleLoader.of(ApplicationRulesTest.class, folder)
                .with(folder, "META-INF/fluxion/rules", rules + ": com.acme.Other\n");
        String message = assertThrows(IllegalStateException.class, () -> loader.subject("shape"))
                .getMessage();
        assertTrue(message.contains(": com.acme.Other\", but the class has rules for"), message);
    }

    @Test
    void theApplicationsInertListIsRead() throws Exception {
        loader = RuleLoader.of(ApplicationRulesTest.class, folder)
                .with(folder, "META-INF/fluxion/inert", "[inert]\n" + Closed.class.getName() + ".* # all\n");
        assertDerivatives("closed", X, 0.343, 0, 0);
    }

    @Test
    void aLineOfTheInertListThatSaysNothingIsReported() throws Exception {
        for (String line : new String[] {"[innert]", "com/acme/Log.info", "info", "com.acme.Log.info(D", "a b.c"}) {
            loader = RuleLoader.of(ApplicationRulesTest.class, folder)
                    .with(folder, "META-INF/fluxion/inert", "# a list\n" + line + "\n");
            String message = assertThrows(IllegalStateException.class, () -> loader.subject("closed"))
                    .getMessage();
            assertTrue(message.contains("META-INF-fluxion-inert has the line \"" + line + "\""), message);
        }
    }
}
