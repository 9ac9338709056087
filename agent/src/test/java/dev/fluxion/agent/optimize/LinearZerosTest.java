package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static void dropZeros(Function function) {
        LinearZeros.run(function);
        DeadCode.run(function);
    }

    @Test
    void whatIsTakenFromAZeroChangesItsSign() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x':D):
                  v2':D = const 0.0
                  v3':D = dsub v2', x'
                  return v3'
                """, LinearZerosTest::dropZeros);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "D|0.0|dadd x', v2'",
                "D|0.0|dadd v2', x'",
                "D|0.0|dsub x', v2'",
                "F|0.0f|fadd x', v2'",
                "F|0.0f|fadd v2', x'",
                "F|0.0f|fsub x', v2'"
            })
    void aZeroOnEitherSideOfASumAndBehindAMinusIsDropped(String type, String zero, String sum) {
        IrText.assertMakes("""
                function C.f -> [%1$s]
                b0(x':%1$s):
                  return x'
                """.formatted(type), LinearZerosTest::dropZeros, """
                function C.f -> [%1$s]
                b0(x':%1$s):
                  v2':%1$s = const %2$s
                  v3':%1$s = %3$s
                  return v3'
                """.formatted(type, zero, sum));
    }

    @Test
    void aDifferenceOfFloatsFromZeroChangesItsSign() {
        IrText.assertLeaves("""
                function C.f -> [F]
                b0(x':F):
                  v2':F = const 0.0f
                  v3':F = fsub v2', x'
                  return v3'
                """, LinearZerosTest::dropZeros);
    }

    @Test
    void whatIsZeroOnOneOfTwoWaysIsNot() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(n:I, x':D):
                  v3':D = const 0.0
                  branch GE n, n b1(v3') else b2()
                b1(s':D):
                  return s'
                b2():
                  jump b1(x')
                """, LinearZerosTest::dropZeros);
    }
}
