package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.graph.SimplifyParameters;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldValuesTest {
    /** Of each web, after it is known to be one. */
    private static void scatter(Function function) {
        ObjectClasses classes = new PointClasses();
        List<ObjectWebs.Web> webs = ObjectWebs.of(Flow.of(function), classes);
        webs.forEach(web -> FieldValues.run(function, web, classes));
        SimplifyParameters.run(function);
    }

    @Test
    void aFieldIsReadAsTheValueLastWrittenToIt() {
        IrText.assertMakes("""
                function C.f -> [D, D]
                b0(x:D, y:D):
                  v3:D = const 0.0
                  return x, y
                """, FieldValuesTest::scatter, """
                function C.f -> [D, D]
                b0(x:D, y:D):
                  p:LP; = new P
                  putfield P.x:D p, x
                  v4:D = getfield P.x:D p
                  putfield P.x:D p, y
                  v5:D = getfield P.x:D p
                  return v4, v5
                """);
    }

    @Test
    void aFieldThatWasNotWrittenIsZero() {
        IrText.assertMakes("""
                function C.f -> [D, I]
                b0():
                  v1:D = const 0.0
                  v2:I = const 0
                  return v1, v2
                """, FieldValuesTest::scatter, """
                function C.f -> [D, I]
                b0():
                  p:LP; = new P
                  v4:D = getfield P.x:D p
                  v5:I = getfield P.b:B p
                  return v4, v5
                """);
    }

    @Test
    void twoObjectsHaveFieldsOfTheirOwn() {
        IrText.assertMakes("""
                function C.f -> [D, D]
                b0(x:D, y:D):
                  v3:D = const 0.0
                  v4:D = const 0.0
                  return x, y
                """, FieldValuesTest::scatter, """
                function C.f -> [D, D]
                b0(x:D, y:D):
                  p:LP; = new P
                  q:LP; = new P
                  putfield P.x:D p, x
                  putfield P.x:D q, y
                  v4:D = getfield P.x:D p
                  v5:D = getfield P.x:D q
                  return v4, v5
                """);
    }

    @ParameterizedTest
    @CsvSource({"B,i2b", "S,i2s", "C,i2c"})
    void aNarrowFieldKeepsOfAnIntWhatFits(String type, String conversion) {
        IrText.assertMakes("""
                function C.f -> [I]
                b0(n:I):
                  v1:I = const 0
                  v2:I = %s n
                  return v2
                """.formatted(conversion), FieldValuesTest::scatter, """
                function C.f -> [I]
                b0(n:I):
                  p:LP; = new P
                  putfield P.b:%1$s p, n
                  v4:I = getfield P.b:%1$s p
                  return v4
                """.formatted(type));
    }

    @Test
    void aBooleanFieldKeepsTheLastBit() {
        IrText.assertMakes("""
                function C.f -> [I]
                b0(n:I):
                  v1:I = const 0
                  v2:I = const 1
                  v3:I = iand n, v2
                  return v3
                """, FieldValuesTest::scatter, """
                function C.f -> [I]
                b0(n:I):
                  p:LP; = new P
                  putfield P.b:Z p, n
                  v4:I = getfield P.b:Z p
                  return v4
                """);
    }

    @Test
    void aJoinOfObjectsIsAJoinOfTheirFields() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(w:D, n:I):
                  branch LT n, n b1() else b2()
                b1():
                  v2:D = const 0.0
                  jump b3(w)
                b2():
                  v3:D = const 0.0
                  jump b3(v3)
                b3(x:D):
                  return x
                """, FieldValuesTest::scatter, """
                function C.f -> [D]
                b0(w:D, n:I):
                  branch LT n, n b1() else b2()
                b1():
                  p:LP; = new P
                  putfield P.x:D p, w
                  jump b3(p)
                b2():
                  q:LP; = new P
                  jump b3(q)
                b3(r:LP;):
                  v4:D = getfield P.x:D r
                  return v4
                """);
    }

    @Test
    void whatALoopWritesIsWhatItsNextTurnReads() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(w:D, n:I):
                  v2:D = const 0.0
                  jump b1(v2)
                b1(x:D):
                  v4:D = dadd x, w
                  branch LT n, n b1(v4) else b2()
                b2():
                  return v4
                """, FieldValuesTest::scatter, """
                function C.f -> [D]
                b0(w:D, n:I):
                  p:LP; = new P
                  jump b1()
                b1():
                  v3:D = getfield P.x:D p
                  v4:D = dadd v3, w
                  putfield P.x:D p, v4
                  branch LT n, n b1() else b2()
                b2():
                  v5:D = getfield P.x:D p
                  return v5
                """);
    }

    @Test
    void aCastAndATestOfNullAndOfTheClassAreDecided() {
        IrText.assertMakes("""
                function C.f -> [I]
                b0():
                  v1:I = const 1
                  v2:I = const 0
                  o:LP; = const null
                  jump b2()
                b2():
                  v5:I = iadd v1, v2
                  return v5
                """, FieldValuesTest::scatter, """
                function C.f -> [I]
                b0():
                  p:LP; = new P
                  q:LP; = checkcast LP; p
                  v1:I = instanceof LP; q
                  v2:I = instanceof LQ; p
                  o:LP; = const null
                  branch SAME q, o b1() else b2()
                b1():
                  return v2
                b2():
                  v5:I = iadd v1, v2
                  return v5
                """);
    }

    @Test
    void whatInitialisesAClassStillDoes() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D):
                  p:LR; = new R
                  v2:D = const 0.0
                  return x
                """, FieldValuesTest::scatter, """
                function C.f -> [D]
                b0(x:D):
                  p:LR; = new R
                  putfield R.x:D p, x
                  v4:D = getfield R.x:D p
                  return v4
                """);
    }

    @Test
    void aConstantIsReadWhereItWasRead() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(n:I):
                  branch LT n, n b1() else b2()
                b1():
                  v1:D = const 0.0
                  jump b3(v1)
                b2():
                  q:LQ; = getstatic C.ORIGIN:LQ;
                  v2:D = getfield Q.x:D q
                  jump b3(v2)
                b3(x:D):
                  return x
                """, FieldValuesTest::scatter, """
                function C.f -> [D]
                b0(n:I):
                  branch LT n, n b1() else b2()
                b1():
                  p:LQ; = new Q
                  jump b3(p)
                b2():
                  q:LQ; = getstatic C.ORIGIN:LQ;
                  jump b3(q)
                b3(r:LQ;):
                  v4:D = getfield Q.x:D r
                  return v4
                """);
    }

    @Test
    void aBoxIsItsNumberBitForBitAndConvertedAsAsked() {
        IrText.assertMakes("""
                function C.f -> [F, F, J]
                b0(g:F):
                  v5:J = f2l g
                  return g, g, v5
                """, FieldValuesTest::scatter, """
                function C.f -> [F, F, J]
                b0(g:F):
                  p:Ljava/lang/Float; = invokestatic java/lang/Float.valueOf(F)Ljava/lang/Float; g
                  v3:F = invokevirtual java/lang/Float.floatValue()F p
                  v4:F = invokevirtual java/lang/Number.floatValue()F p
                  v5:J = invokevirtual java/lang/Number.longValue()J p
                  return v3, v4, v5
                """);
    }

    @Test
    void anObjectThatIsUsedOtherwiseFailsNamingTheUse() {
        Function function = Parser.parse("""
                function C.f -> []
                b0():
                  p:LP; = new P
                  invokestatic C.see(LP;)V p
                  return
                """);
        Set<Value> values = new HashSet<>(function.entry().ops().get(0).results());
        ObjectWebs.Web web = new ObjectWebs.Web("P", values, true);
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> FieldValues.run(function, web, new PointClasses()));
        assertTrue(failure.getMessage().contains("C.see(LP;)V"), failure.getMessage());
        assertEquals(1, values.size());
    }
}
