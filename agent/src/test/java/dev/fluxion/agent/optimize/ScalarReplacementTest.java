package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarReplacementTest {
    private static void replace(Function function) {
        ScalarReplacement.run(function, new PointClasses());
        Optimize.run(function);
    }

    @Test
    void aBoxThatOnlyTheFunctionSeesIsItsNumber() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D):
                  v3:D = dmul x, x
                  return v3
                """, ScalarReplacementTest::replace, """
                function C.f -> [D]
                b0(x:D):
                  v2:Ljava/lang/Double; = invokestatic java/lang/Double.valueOf(D)Ljava/lang/Double; x
                  v3:D = invokevirtual java/lang/Double.doubleValue()D v2
                  v4:D = dmul v3, x
                  return v4
                """);
    }

    @Test
    void aBoxThatIsPassedOnStays() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D):
                  v2:Ljava/lang/Double; = invokestatic java/lang/Double.valueOf(D)Ljava/lang/Double; x
                  v3:D = invokestatic C.own(Ljava/lang/Double;)D v2
                  return v3
                """, ScalarReplacementTest::replace);
    }

    @Test
    void aBoxThatIsReturnedStays() {
        IrText.assertLeaves("""
                function C.f -> [Ljava/lang/Double;]
                b0(x:D):
                  v2:Ljava/lang/Double; = invokestatic java/lang/Double.valueOf(D)Ljava/lang/Double; x
                  return v2
                """, ScalarReplacementTest::replace);
    }

    @Test
    void theNumberIsConvertedAsTheBoxDoesIt() {
        IrText.assertMakes("""
                function C.f -> [I]
                b0(x:D):
                  v3:I = d2i x
                  return v3
                """, ScalarReplacementTest::replace, """
                function C.f -> [I]
                b0(x:D):
                  v2:Ljava/lang/Double; = invokestatic java/lang/Double.valueOf(D)Ljava/lang/Double; x
                  v3:I = invokevirtual java/lang/Number.intValue()I v2
                  return v3
                """);
    }

    @Test
    void anObjectIsWhatItsConstructorKeepsOfWhatItIsGiven() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(w:D):
                  v2:D = dneg w
                  v3:D = dadd v2, w
                  return v3
                """, ScalarReplacementTest::replace, """
                function C.f -> [D]
                b0(w:D):
                  v2:D = dneg w
                  p:LP; = new P
                  invokespecial P.<init>(D)V p, v2
                  v4:D = getfield P.x:D p
                  v5:D = dadd v4, w
                  return v5
                """);
    }

    @Test
    void anObjectThatHoldsAnotherGoesFirstAndThatOneInAFurtherRun() {
        IrText.assertMakes(
                """
                function C.f -> [D]
                b0(w:D):
                  return w
                """,
                function -> {
                    replace(function);
                    replace(function);
                },
                """
                function C.f -> [D]
                b0(w:D):
                  p:LP; = new P
                  invokespecial P.<init>(D)V p, w
                  q:LP; = new P
                  invokespecial P.<init>()V q
                  putfield P.next:LP; q, p
                  v5:LP; = getfield P.next:LP; q
                  v6:D = getfield P.x:D v5
                  return v6
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invokestatic C.see(LP;)V p",
                "putstatic C.last:LP; p",
                "putstatic P.next:LP; p",
                "putfield P.next:LP; o, p",
                "monitorenter p",
                "v9:LQ; = checkcast LQ; p"
            })
    void anObjectThatOthersMaySeeOrThatMayThrowStays(String use) {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(w:D, o:LP;):
                  p:LP; = new P
                  invokespecial P.<init>(D)V p, w
                  %s
                  v6:D = getfield P.x:D p
                  return v6
                """.formatted(use), ScalarReplacementTest::replace);
    }

    @Test
    void anObjectThatIsWrittenUnderASecondNameStays() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(w:D, n:I):
                  p:LP; = new P
                  invokespecial P.<init>()V p
                  branch LT n, n b1(p) else b2()
                b1(r:LP;):
                  putfield P.x:D r, w
                  v5:D = getfield P.x:D p
                  return v5
                b2():
                  q:LP; = new P
                  invokespecial P.<init>()V q
                  jump b1(q)
                """, ScalarReplacementTest::replace);
    }

    @Test
    void effectsBetweenWhatHappensToAnObjectKeepTheirOrder() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(w:D, a:[D, n:I):
                  invokestatic C.first()V
                  v4:D = load DOUBLE a, n
                  invokestatic C.second()V
                  store DOUBLE a, n, w
                  return v4
                """, ScalarReplacementTest::replace, """
                function C.f -> [D]
                b0(w:D, a:[D, n:I):
                  p:LP; = new P
                  invokestatic C.first()V
                  v4:D = load DOUBLE a, n
                  invokespecial P.<init>(D)V p, v4
                  invokestatic C.second()V
                  store DOUBLE a, n, w
                  v5:D = getfield P.x:D p
                  return v5
                """);
    }

    @Test
    void twoObjectsOfOneBlockGoInOneRun() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(w:D, u:D):
                  v9:D = dsub w, u
                  return v9
                """, ScalarReplacementTest::replace, """
                function C.f -> [D]
                b0(w:D, u:D):
                  p:LP; = new P
                  invokespecial P.<init>(D)V p, w
                  q:LP; = new P
                  invokespecial P.<init>(D)V q, u
                  v7:D = getfield P.x:D p
                  v8:D = getfield P.x:D q
                  v9:D = dsub v7, v8
                  return v9
                """);
    }

    @Test
    void whatIsLeftOfAnObjectWhoseClassIsInitializedIsNotFoundAgain() {
        Function function = Parser.parse("""
                function C.f -> [D]
                b0(w:D):
                  r:LR; = new R
                  invokespecial R.<init>(D)V r, w
                  v4:D = getfield R.x:D r
                  return v4
                """);
        PointClasses classes = new PointClasses();
        assertTrue(ScalarReplacement.run(function, classes));
        assertFalse(ScalarReplacement.run(function, classes));
        assertEquals(Parser.parse("""
                function C.f -> [D]
                b0(w:D):
                  r:LR; = new R
                  return w
                """).toString(), cleaned(function).toString());
    }

    private static Function cleaned(Function function) {
        Optimize.run(function);
        return function;
    }

    @Test
    void anObjectWhoseConstructorIsNotKnownStays() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(w:D):
                  p:LP; = new P
                  invokespecial P.<init>(DD)V p, w, w
                  v4:D = getfield P.x:D p
                  return v4
                """, ScalarReplacementTest::replace);
    }

    @Test
    void anObjectThatAHandlerReadsStays() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, n:I, w:D):
                  p:LP; = new P
                  invokespecial P.<init>(D)V p, w
                  jump b1()
                b1():
                  v6:D = load DOUBLE a, n
                  catch java/lang/RuntimeException b2()
                  jump b3()
                b2(e:Ljava/lang/RuntimeException;):
                  v8:D = getfield P.x:D p
                  return v8
                b3():
                  return v6
                """, function -> ScalarReplacement.run(function, new PointClasses()));
    }
}
