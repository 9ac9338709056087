package dev.fluxion.agent.optimize;

import org.junit.jupiter.api.Test;

class LinearZerosTest {
    @Test
    void aZeroTangentIsDroppedFromASum() {
        IrText.assertMakes(
                """
                function C.f -> [D]
                b0(x:D, x':D):
                  return x'
                """,
                function -> {
                    LinearZeros.run(function);
                    DeadCode.run(function);
                },
                """
                function C.f -> [D]
                b0(x:D, x':D):
                  v3':D = const 0.0
                  v4':D = dmul x, v3'
                  v5':D = dadd x', v4'
                  return v5'
                """);
    }

    @Test
    void aPrimalZeroStaysInItsSum() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D):
                  v3:D = const 0.0
                  v4:D = dadd x, v3
                  return v4
                """, LinearZeros::run);
    }

    @Test
    void whatComesFromMemoryMayBeAnyTangent() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, n:I, x':D):
                  v3':D = load DOUBLE a, n
                  v4':D = dadd x', v3'
                  return v4'
                """, LinearZeros::run);
    }

    @Test
    void aLoopThatOnlyAddsZerosIsZero() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D, n:I):
                  v1':D = const 0.0
                  v3':D = const 0.0
                  jump b1(v1')
                b1(s':D):
                  branch GE n, n b2() else b3()
                b2():
                  return v1'
                b3():
                  v6':D = dmul x, v1'
                  v7':D = dadd v1', v1'
                  jump b1(v1')
                """, LinearZeros::run, """
                function C.f -> [D]
                b0(x:D, n:I):
                  v3':D = const 0.0
                  jump b1(v3')
                b1(s':D):
                  branch GE n, n b2() else b3()
                b2():
                  return s'
                b3():
                  v6':D = dmul x, s'
                  v7':D = dadd s', v6'
                  jump b1(v7')
                """);
    }

    @Test
    void aLoopThatIsEnteredWithATangentIsNot() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D, n:I, x':D):
                  jump b1(x')
                b1(s':D):
                  branch GE n, n b2() else b3()
                b2():
                  return s'
                b3():
                  v6':D = dmul x, s'
                  jump b1(v6')
                """, LinearZeros::run);
    }
}
