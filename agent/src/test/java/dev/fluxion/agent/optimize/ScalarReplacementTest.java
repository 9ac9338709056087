package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Function;
import org.junit.jupiter.api.Test;

/** Boxes of numbers, the objects that the JDK itself has; objects of programs are seen in ObjectInliningTest. */
class ScalarReplacementTest {
    private static void replace(Function function) {
        ScalarReplacement.run(function, null);
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
}
