package dev.fluxion.agent.link.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.activity.RuleTable.Treatment;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.link.classfile.MethodLookup;
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

    /** The class file of one of the two, under whatever name. */
    private static final class Files implements RuleClass.Files {
        private final Class<?> type;
        private int reads;

        Files(Class<?> type) {
            this.type = type;
        }

        @Override
        public byte[] of(String name) {
            reads++;
            try (InputStream in =
                    RuleClassTest.class.getResourceAsStream("RuleClassTest$" + type.getSimpleName() + ".class")) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static RuleClass line(String line, Class<?> type) {
        return new RuleClass(line, new Files(type));
    }

    private static MethodReference method(String owner, String name, String descriptor) {
        return new MethodReference(owner, name, descriptor, false);
    }

    private static ClassFileRules rules(RuleClass... lines) {
        ClassFileRules rules = new ClassFileRules(List.of(), new MethodLookup(name -> null));
        for (RuleClass line : lines) {
            rules.addBuiltIn(line);
        }
        return rules;
    }

    @Test
    void aLineNamesTheClassAndMayNameThoseThatItsRulesAreFor() {
        assertEquals("a.B", line("a.B", First.class).name());
        assertEquals(List.of(), line("a.B", First.class).targets());
        RuleClass line = line("a.B : c.D,  e.F$G ,h.I", First.class);
        assertEquals("a.B", line.name());
        assertEquals(List.of("c/D", "e/F$G", "h/I"), line.targets());
    }

    @Test
    void aClassWhoseLineSaysForWhatItIsIsReadWhenThatIsMet() {
        Files files = new Files(First.class);
        ClassFileRules rules = rules(new RuleClass("a.First: com.acme.Special, com.acme.Other", files));
        assertEquals(Treatment.FOLLOW, rules.treatment(method("com/acme/Third", "scaled", "(D)D")));
        assertEquals(0, files.reads);
        assertEquals(Treatment.RULE, rules.treatment(SCALED));
        assertEquals(Treatment.FOLLOW, rules.treatment(method("com/acme/Other", "scaled", "(F)F")));
        assertEquals(Treatment.RULE, rules.treatment(method("com/acme/Other", "scaled", "(D)D")));
        assertEquals(1, files.reads);
    }

    @Test
    void aLineThatSaysOtherwiseThanTheClassIsAnErrorWheneverItIsAsked() {
        ClassFileRules rules = rules(line("a.First: com.acme.Special", First.class));
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
                rules(line("a.First" + targets, First.class), line("a.Second", Second.class))
                        .treatment(SCALED));
        assertEquals(
                Treatment.RULE,
                rules(line("a.Second" + targets, Second.class), line("a.First", First.class))
                        .treatment(SCALED));
    }

    @Test
    void methodsWithRulesOfFluxionsOwnAreKnownToBeFunctionsAndThoseWithoutAreNot() {
        ClassFileRules rules = rules(line("a.First", First.class));
        assertTrue(rules.isFunction(SCALED));
        assertFalse(rules.isFunction(method("com/acme/Special", "other", "(D)D")));
    }
}
