package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubstitutionTest {
    private static final String TEXT = """
            function C.f -> [D]
            b0(a:[D, n:I, x:D, y:D):
              v5:D = load DOUBLE a, n
              catch java/lang/RuntimeException b2(%1$s)
              branch LT n, n b1(%1$s) else b3()
            b1(z:D):
              v7:D = dmul %1$s, z
              return v7
            b2(e:Ljava/lang/RuntimeException;, w:D):
              return w
            b3():
              return %1$s
            """;

    @Test
    void usesAreReplacedInOpsTerminatorsAndEdgesAlsoExceptionalOnes() {
        IrText.assertMakes(
                TEXT.formatted("y"),
                function -> {
                    Substitution substitution = new Substitution();
                    substitution.replace(
                            function.parameters().get(2), function.parameters().get(3));
                    substitution.apply(function);
                },
                TEXT.formatted("x"));
    }

    @Test
    void whatAValueStandsForMayStandForAnother() {
        Value first = Value.of(Type.DOUBLE);
        Value second = Value.of(Type.DOUBLE);
        Value last = Value.of(Type.DOUBLE);
        Substitution substitution = new Substitution();
        assertTrue(substitution.isEmpty());
        substitution.replace(first, second);
        substitution.replace(second, last);
        assertFalse(substitution.isEmpty());
        assertEquals(last, substitution.resolve(first));
        assertEquals(last, substitution.resolve(last));
    }

    @Test
    void usedIsWhatOpsTerminatorsAndEdgesName() {
        IrText.after(
                function -> {
                    Set<Value> used = UsedValues.of(function);
                    assertTrue(used.contains(function.parameters().get(2)));
                    assertFalse(used.contains(function.parameters().get(3)));
                },
                TEXT.formatted("x"));
    }
}
