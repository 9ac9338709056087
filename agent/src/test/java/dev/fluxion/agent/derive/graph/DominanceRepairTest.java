package dev.fluxion.agent.derive.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.graph.Verifier;
import org.junit.jupiter.api.Test;

class DominanceRepairTest {
    /** The values of the second block are used where another way leads to as well. */
    private static final String LOST = """
            function test.f -> [D]
            b0(x:D, n:I):
              branch EQ n, n b1() else b2()
            b1():
              a:D = dneg x
              b:D = dmul x, x
              c:D = dadd x, x
              d:D = dmul a, b
              e:D = dmul c, d
              jump b3()
            b2():
              jump b3()
            b3():
              r:D = dmul e, d
              s:D = dadd r, c
              t:D = dadd s, b
              u:D = dadd t, a
              return u
            """;

    private static Function repaired() {
        Function function = Parser.parse(LOST);
        DominanceRepair.run(function);
        return function;
    }

    @Test
    void aValueThatIsNotThereOnEveryWayTravelsInParameters() {
        Function function = repaired();
        Verifier.verify(function);
        assertEquals(5, function.blocks().get(3).parameters().size());
    }

    @Test
    void theParametersComeInTheOrderOfTheFirstUses() {
        String text = repaired().toString();
        for (int again = 0; again < 20; again++) {
            assertEquals(text, repaired().toString());
        }
    }
}
