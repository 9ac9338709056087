package dev.fluxion.agent.link.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.link.Laboratory;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What is wrong with a rule is said: in the log, and by a refusal where the method is reached with values that carry a derivative. */
@SuppressWarnings("unused") // rules are read, not called
class RuleFaultsTest {
    private static final double[] SMALL = {0.5};
    private static final double[] LARGE = {3};

    @TempDir
    Path folder;

    static final class Functions {
        static double product(double x) {
            return x;
        }

        static double quotient(double x) {
            return x;
        }

        static double constant(double x) {
            return x;
        }

        static double returned(double x) {
            return x;
        }

        static double branch(double x) {
            return x;
        }

        static double passed(double x) {
            return x;
        }

        static double whole(double x) {
            return x;
        }

        static double random(double x) {
            return x;
        }

        static double field(double x) {
            return x;
        }

        static double object(double x) {
            return x;
        }

        static double thrown(double x) {
            return x;
        }

        static double withoutTangent(double x) {
            return x;
        }

        static double ofOtherType(double x) {
            return x;
        }

        static double inTheWrongOrder(double x) {
            return x;
        }

        static double withoutBody(double x) {
            return x;
        }

        static double notStatic(double x) {
            return x;
        }

        static double twice(double x) {
            return x;
        }

        static double tooMany(double x) {
            return x;
        }
    }

    @RulesFor(Functions.class)
    static class Rules {
        static double scale = 2;

        @Jvp
        static double product(double x, @Tangent double dx) {
            return dx * dx;
        }

        @Jvp
        static double quotient(double x, @Tangent double dx) {
            return x / dx;
        }

        @Jvp
        static double constant(double x, @Tangent double dx) {
            return dx + 1;
        }

        @Jvp
        static double returned(double x, @Tangent double dx) {
            return x > 0 ? dx : 1;
        }

        @Jvp
        static double branch(double x, @Tangent double dx) {
            return dx > 0 ? dx : 0;
        }

        @Jvp
        static double passed(double x, @Tangent double dx) {
            return Math.abs(dx);
        }

        @Jvp
        static double whole(double x, @Tangent double dx) {
            return (int) dx;
        }

        @Jvp
        static double random(double x, @Tangent double dx) {
            return Functions.product(x) * dx;
        }

        @Jvp
        static double field(double x, @Tangent double dx) {
            return scale * dx;
        }

        @Jvp
        static double object(double x, @Tangent double dx) {
            return new double[] {x}[0] * dx;
        }

        @Jvp
        static double thrown(double x, @Tangent double dx) {
            if (x > 100) {
                throw new IllegalArgumentException();
            }
            return dx;
        }

        @Jvp
        static double withoutTangent(double x) {
            return x;
        }

        @Jvp
        static double ofOtherType(double x, @Tangent float dx) {
            return dx;
        }

        @Jvp
        static double inTheWrongOrder(@Tangent double dx, double x) {
            return dx;
        }

        @Jvp
        static native double withoutBody(double x, @Tangent double dx);

        @Inert
        native double notStatic(double x);

        @Jvp
        static double twice(double x, @Tangent double dx) {
            return dx;
        }

        @Jvp
        static double tooMany(double x, double k, @Tangent double dx, @Tangent double dk) {
            return dx;
        }

        @Jvp
        static double absent(double x, @Result double y, @Tangent double dx) {
            return dx;
        }
    }

    @RulesFor(Functions.class)
    static class OtherRules {
        @ZeroDerivative
        static native double twice(double x);
    }

    @RulesFor(Functions.class)
    static class ClosedRules {
        @Jvp
        static double product(double x, @Tangent double dx) {
            return Math.ulp(x) * dx;
        }
    }

    @RulesFor(className = "com.acme.NotThere")
    static class RulesForAnAbsentClass {
        @ZeroDerivative
        static native double twice(double x);
    }

    static class RulesForNothing {
        @ZeroDerivative
        static native double twice(double x);
    }

    static class Empty {}

    /** Each calls the method with a rule for arguments above 1 only. */
    static final class Programs {
        static double product(double[] x) {
            return x[0] > 1 ? Functions.product(x[0]) : x[0] * x[0];
        }

        static double quotient(double[] x) {
            return x[0] > 1 ? Functions.quotient(x[0]) : x[0] * x[0];
        }

        static double constant(double[] x) {
            return x[0] > 1 ? Functions.constant(x[0]) : x[0] * x[0];
        }

        static double returned(double[] x) {
            return x[0] > 1 ? Functions.returned(x[0]) : x[0] * x[0];
        }

        static double branch(double[] x) {
            return x[0] > 1 ? Functions.branch(x[0]) : x[0] * x[0];
        }

        static double passed(double[] x) {
            return x[0] > 1 ? Functions.passed(x[0]) : x[0] * x[0];
        }

        static double whole(double[] x) {
            return x[0] > 1 ? Functions.whole(x[0]) : x[0] * x[0];
        }

        static double random(double[] x) {
            return x[0] > 1 ? Functions.random(x[0]) : x[0] * x[0];
        }

        static double field(double[] x) {
            return x[0] > 1 ? Functions.field(x[0]) : x[0] * x[0];
        }

        static double object(double[] x) {
            return x[0] > 1 ? Functions.object(x[0]) : x[0] * x[0];
        }

        static double thrown(double[] x) {
            return x[0] > 1 ? Functions.thrown(x[0]) : x[0] * x[0];
        }

        static double withoutTangent(double[] x) {
            return x[0] > 1 ? Functions.withoutTangent(x[0]) : x[0] * x[0];
        }

        static double ofOtherType(double[] x) {
            return x[0] > 1 ? Functions.ofOtherType(x[0]) : x[0] * x[0];
        }

        static double inTheWrongOrder(double[] x) {
            return x[0] > 1 ? Functions.inTheWrongOrder(x[0]) : x[0] * x[0];
        }

        static double withoutBody(double[] x) {
            return x[0] > 1 ? Functions.withoutBody(x[0]) : x[0] * x[0];
        }

        static double notStatic(double[] x) {
            return x[0] > 1 ? Functions.notStatic(x[0]) : x[0] * x[0];
        }

        static double twice(double[] x) {
            return x[0] > 1 ? Functions.twice(x[0]) : x[0] * x[0];
        }

        static double tooMany(double[] x) {
            return x[0] > 1 ? Functions.tooMany(x[0]) : x[0] * x[0];
        }
    }

    private RuleLoader loader(String... rules) throws IOException {
        return RuleLoader.of(RuleFaultsTest.class, folder, rules);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "product | it is not linear in its tangents: it multiplies two of them at line ",
                "quotient | it is not linear in its tangents: it divides by one at line ",
                "constant | it is not linear in its tangents: it adds a value that is none at line ",
                "returned | it is not linear in its tangents: it ",
                "branch | it is not linear in its tangents: it compares one",
                "passed | it is not linear in its tangents: it passes one to a call",
                "whole | it is not linear in its tangents: it compares one, converts it to a whole number",
                "random | it may use only arithmetic",
                "field | it may use only arithmetic",
                "object | it may use only arithmetic",
                "thrown | it ",
                "withoutTangent | its parameters marked @Tangent should be double, one for each argument",
                "ofOtherType | should be double, one for each argument that is a double, a float or an array of those,"
                        + " and are float",
                "inTheWrongOrder | an argument comes after @Result or @Tangent",
                "withoutBody | it has no body",
                "notStatic | it is not static",
            })
    void aRuleThatCannotBeUsedIsRefusedWhereItsMethodIsReached(String program, String fault) throws Exception {
        Subject subject = loader("Rules").subject(program);
        assertArrayEquals(new double[] {0.25, 1}, subject.jvp(SMALL, new double[] {1}));
        assertArrayEquals(new double[] {0.25, 1}, subject.gradient(SMALL));
        assertArrayEquals(new double[] {0.25, 2}, subject.hvp(SMALL, new double[] {1}));
        for (Runnable mode : new Runnable[] {
            () -> subject.jvp(LARGE, LARGE), () -> subject.gradient(LARGE), () -> subject.hvp(LARGE, LARGE)
        }) {
            String message =
                    assertThrows(IllegalStateException.class, mode::run).getMessage();
            assertTrue(
                    message.startsWith("Cannot differentiate a call of " + Functions.class.getName() + "." + program
                            + ", whose rule " + Rules.class.getName() + "." + program + " cannot be used: "),
                    message);
            assertTrue(message.contains(fault), message);
            assertTrue(message.contains(" at " + Programs.class.getName() + "." + program + ":"), message);
            assertTrue(message.endsWith(". Correct the rule."), message);
        }
    }

    /** No compiler lets a rule call {@code Math.powerOfTwoD}, but its code could get into a class that may. */
    private static byte[] withAClosedCall(Class<?> rules) throws IOException {
        ClassWriter writer = new ClassWriter(0);
        String file = rules.getName().substring(rules.getPackageName().length() + 1) + ".class";
        new ClassReader(rules.getResourceAsStream(file))
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
                                return new MethodVisitor(Opcodes.ASM9, code) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode, String owner, String called, String type, boolean ofInterface) {
                                        if (called.equals("ulp")) {
                                            visitInsn(Opcodes.D2I);
                                            super.visitMethodInsn(opcode, owner, "powerOfTwoD", "(I)D", ofInterface);
                                        } else {
                                            super.visitMethodInsn(opcode, owner, called, type, ofInterface);
                                        }
                                    }
                                };
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    @Test
    void aRuleThatCallsWhatIsNotPublicIsRefused() throws Exception {
        assertEquals(
                double.class,
                Math.class.getDeclaredMethod("powerOfTwoD", int.class).getReturnType());
        RuleLoader loader = loader("ClosedRules");
        loader.with(folder, ClosedRules.class, withAClosedCall(ClosedRules.class));
        Subject subject = loader.subject("product");
        String message = assertThrows(IllegalStateException.class, () -> subject.gradient(LARGE))
                .getMessage();
        assertTrue(
                message.contains("whose rule " + ClosedRules.class.getName() + ".product cannot be used:"
                        + " it calls java.lang.Math.powerOfTwoD, which is not public, at line "),
                message);
    }

    @Test
    void twoRulesForOneMethodAreRefused() throws Exception {
        Subject subject = loader("Rules", "OtherRules").subject("twice");
        String message = assertThrows(IllegalStateException.class, () -> subject.gradient(LARGE))
                .getMessage();
        assertTrue(message.contains("OtherRules.twice is for the same method"), message);
        assertLogged("The rules " + Rules.class.getName() + ".twice and " + OtherRules.class.getName()
                + ".twice cannot be used: they are for the same method.");
    }

    @Test
    void aRuleForNoMethodIsReportedAndTheMethodIsFollowed() throws Exception {
        Subject subject = loader("Rules").subject("tooMany");
        assertArrayEquals(new double[] {3, 1}, subject.gradient(LARGE));
        assertLogged(
                "The rule " + Rules.class.getName() + ".tooMany is never used: it is for a method tooMany(DD)D, and "
                        + Functions.class.getName()
                        + " declares no such method, static or with the receiver first, but tooMany(D)D.");
        assertLogged("The rule " + Rules.class.getName() + ".absent is never used: it is for a method absent(D)D, and "
                + Functions.class.getName() + " declares no such method, static or with the receiver first.");
        assertLogged("The rule " + Rules.class.getName() + ".withoutBody cannot be used: it has no body.");
    }

    @Test
    void aRuleIsReportedOnce() throws Exception {
        loader("Rules").subject("tooMany");
        loader("Rules").subject("tooMany");
        long times = Laboratory.logged().stream()
                .filter(message -> message.contains(".absent "))
                .count();
        assertEquals(1, times);
    }

    @Test
    void rulesForAClassThatIsNotThereAreNotMentioned() throws Exception {
        loader("RulesForAnAbsentClass").subject("twice");
        assertTrue(Laboratory.logged().stream().noneMatch(message -> message.contains("RulesForAnAbsentClass")));
    }

    @Test
    void aRuleClassThatSaysNothingIsReported() throws Exception {
        loader("RulesForNothing", "Empty").subject("twice");
        assertLogged("The rule " + RulesForNothing.class.getName()
                + ".twice is never used: its class names no class by @RulesFor.");
        assertLogged("The rule class " + Empty.class.getName()
                + " declares nothing: no method of it is annotated @Jvp, @ZeroDerivative or @Inert.");
    }

    @Test
    void aRuleClassWithTheNameOfOneOfFluxionsIsReported() throws Exception {
        RuleLoader loader = loader().with(folder, "META-INF/fluxion/rules", "dev.fluxion.rules.SignRules\n");
        loader.subject("twice");
        List<String> logged = Laboratory.logged();
        assertTrue(logged.stream().noneMatch(message -> message.contains("SignRules")), "it is the same class");
        loader = loader().with(folder, "META-INF/fluxion/rules", "dev.fluxion.rules.SignRules\n");
        loader.with("dev/fluxion/rules/SignRules.class", Empty.class);
        loader.subject("twice");
        assertTrue(
                Laboratory.logged().stream()
                        .anyMatch(message -> message.startsWith("The rule class dev.fluxion.rules.SignRules, which ")
                                && message.contains(" is not read: the agent has another of that name.")),
                Laboratory.logged().toString());
    }

    private static void assertLogged(String message) {
        assertTrue(Laboratory.logged().contains(message), Laboratory.logged().toString());
    }
}
