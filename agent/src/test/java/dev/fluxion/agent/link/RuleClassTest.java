package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.RuleTable.Treatment;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.rules.Jvp;
import dev.fluxion.rules.RulesFor;
import dev.fluxion.rules.Tangent;
import dev.fluxion.rules.ZeroDerivative;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of a rule index, and when the classes that they name are read. */
class RuleClassTest {
    private static final MethodReference SCALED = method("com/acme/Special", "scaled", "(D)D");

    @SuppressWarnings("unused") // read as a class file
    @RulesFor(className = {"com.acme.Special", "com.acme.Other"})
    private static final class First {
        @Jvp
        static double scaled(double x, @Tangent double dx) {
            return 3 * dx;
        }
    }

    @SuppressWarnings("unused") // read as a class file
    @RulesFor(className = {"com.acme.Special", "com.acme.Other"})
    private static final class Second {
        @ZeroDerivative
        static native double scaled(double x);
    }

    private static final class Line extends RuleClass {
        private final Class<?> type;
        private int reads;

        Line(String line, Class<?> type) {
            super(line);
            this.type = type;
        }

        @Override
        byte[] file() {
            reads++;
            try (InputStream in =
                    RuleClassTest.class.getResourceAsStream("RuleClassTest$" + type.getSimpleName() + ".class")) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        boolean isBuiltIn() {
            return type == First.class;
        }
    }

    private static MethodReference method(String owner, String name, String descriptor) {
        return new MethodReference(owner, name, descriptor, false);
    }

    private static ClassFileRules rules(RuleClass... lines) {
        return ClassFileRules.of(List.of(lines), InertList.parse(""));
    }

    @Test
    void aLineNamesTheClassAndMayNameThoseThatItsRulesAreFor() {
        assertEquals("a.B", new Line("a.B", First.class).name());
        assertEquals(List.of(), new Line("a.B", First.class).targets());
        RuleClass line = new Line("a.B : c.D,  e.F$G ,h.I", First.class);
        assertEquals("a.B", line.name());
        assertEquals(List.of("c/D", "e/F$G", "h/I"), line.targets());
    }

    @Test
    void aClassWhoseLineSaysForWhatItIsIsReadWhenThatIsMet() {
        Line line = new Line("a.First: com.acme.Special, com.acme.Other", First.class);
        ClassFileRules rules = rules(line);
        assertEquals(Treatment.FOLLOW, rules.treatment(method("com/acme/Third", "scaled", "(D)D")));
        assertEquals(0, line.reads);
        assertEquals(Treatment.RULE, rules.treatment(SCALED));
        assertEquals(Treatment.FOLLOW, rules.treatment(method("com/acme/Other", "scaled", "(F)F")));
        assertEquals(Treatment.RULE, rules.treatment(method("com/acme/Other", "scaled", "(D)D")));
        assertEquals(1, line.reads);
    }

    @Test
    void aLineThatSaysOtherwiseThanTheClassIsAnErrorWheneverItIsAsked() {
        ClassFileRules rules = rules(new Line("a.First: com.acme.Special", First.class));
        for (int i = 0; i < 2; i++) {
            IllegalStateException e = assertThrows(IllegalStateException.class, () -> rules.treatment(SCALED));
            assertTrue(
                    e.getMessage().contains("\"a.First: com.acme.Special\", but the class has rules for"),
                    e.getMessage());
        }
    }

    @Test
    void theLastLineCountsWhicheverIsReadFirst() {
        String targets = ": com.acme.Special, com.acme.Other";
        assertEquals(
                Treatment.ZERO_DERIVATIVE,
                rules(new Line("a.First" + targets, First.class), new Line("a.Second", Second.class))
                        .treatment(SCALED));
        assertEquals(
                Treatment.RULE,
                rules(new Line("a.Second" + targets, Second.class), new Line("a.First", First.class))
                        .treatment(SCALED));
    }

    @Test
    void onlyMethodsWithRulesOfFluxionsOwnAreKnownToBeFunctions() {
        assertTrue(rules(new Line("a.First", First.class)).isFunction(SCALED));
        assertEquals(false, rules(new Line("a.Second", Second.class)).isFunction(SCALED));
        assertEquals(
                false,
                rules(new Line("a.First", First.class), new Line("a.Second", Second.class))
                        .isFunction(SCALED));
    }
}
