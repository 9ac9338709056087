package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.operator.Invoke;
import org.junit.jupiter.api.Test;

class InlineTest {
    private static final String SQUARE = """
            function C.square -> [D]
            b0(y:D):
              v2:D = dmul y, y
              return v2
            """;

    private static void inline(Function function, String body) {
        Inline.run(function, call -> call.method().name().equals("square") ? Parser.parse(body) : null);
        MergeBlocks.run(function);
    }

    @Test
    void aCallIsReplacedByACopyOfTheBodyForEach() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D):
                  v2:D = dmul x, x
                  v3:D = dmul v2, v2
                  v4:D = dadd v3, x
                  return v4
                """, function -> inline(function, SQUARE), """
                function C.f -> [D]
                b0(x:D):
                  v2:D = invokestatic C.square(D)D x
                  v3:D = invokestatic C.square(D)D v2
                  v4:D = dadd v3, x
                  return v4
                """);
    }

    @Test
    void aCallInAProtectedBlockStays() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D):
                  v2:D = invokestatic C.square(D)D x
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  return x
                b3():
                  return v2
                """, function -> inline(function, SQUARE));
    }

    @Test
    void eachReturnOfTheBodyGoesOnBehindTheCall() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D, n:I):
                  branch LT n, n b1() else b2()
                b3(v9:D):
                  v4:D = dadd v9, x
                  return v4
                b1():
                  v5:D = dneg x
                  jump b3(v5)
                b2():
                  jump b3(x)
                """, function -> inline(function, """
                function C.square -> [D]
                b0(y:D, m:I):
                  branch LT m, m b1() else b2()
                b1():
                  v3:D = dneg y
                  return v3
                b2():
                  return y
                """), """
                function C.f -> [D]
                b0(x:D, n:I):
                  v2:D = invokestatic C.square(DI)D x, n
                  v4:D = dadd v2, x
                  return v4
                """);
    }

    @Test
    void aLargeBodyStaysACall() {
        StringBuilder body = new StringBuilder("function C.square -> [D]\nb0(y:D):\n");
        String last = "y";
        for (int i = 2; i < 80; i++) {
            body.append("  v" + i + ":D = dmul " + last + ", y\n");
            last = "v" + i;
        }
        Function function = Parser.parse("""
                function C.f -> [D]
                b0(x:D):
                  v2:D = invokestatic C.square(D)D x
                  return v2
                """);
        Function large = Parser.parse(body + "  return " + last + "\n");
        assertFalse(Inline.run(function, call -> large));
        assertEquals(79, Inline.size(large));
    }

    private static Function chainOf(int ops) {
        StringBuilder text = new StringBuilder("function C.chain -> [D]\nb0(y:D):\n");
        String last = "y";
        for (int i = 2; i < 2 + ops; i++) {
            text.append("  v" + i + ":D = dmul " + last + ", y\n");
            last = "v" + i;
        }
        return Parser.parse(text + "  return " + last + "\n");
    }

    @Test
    void aBodyOfSixtyIsTheLargestThatIsInlined() {
        String text = """
                function C.f -> [D]
                b0(x:D):
                  v2:D = invokestatic C.chain(D)D x
                  return v2
                """;
        assertTrue(Inline.run(Parser.parse(text), call -> chainOf(59)));
        assertFalse(Inline.run(Parser.parse(text), call -> chainOf(60)));
    }

    @Test
    void callsStayWhereTheResultWouldBeLargerThanFifteenHundred() {
        StringBuilder text = new StringBuilder("function C.f -> [D]\nb0(x:D):\n");
        for (int i = 2; i < 32; i++) {
            text.append("  v" + i + ":D = invokestatic C.chain(D)D x\n");
        }
        Function function = Parser.parse(text + "  return v31\n");
        Inline.run(function, call -> call.method().name().equals("chain") ? chainOf(59) : null);
        // 31 + 24 * 60 is 1471.
        assertEquals(
                30 - 24,
                function.blocks().stream()
                        .flatMap(block -> block.ops().stream())
                        .filter(op -> op.operator() instanceof Invoke)
                        .count());
    }
}
