package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Function;
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
        IrText.assertMakes("""
                function C.f -> [D]
                b0(w:D):
                  return w
                """, function -> {
            replace(function);
            replace(function);
        }, """
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
}
