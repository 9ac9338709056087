package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueNumberingTest {
    private static void number(Function function) {
        ValueNumbering.run(function, Flow.of(function));
    }

    @Test
    void whatADominatingBlockComputedIsNotComputedAgain() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D, n:I):
                  v3:D = invokestatic java/lang/Math.exp(D)D x
                  branch GE n, n b1() else b2()
                b1():
                  return v3
                b2():
                  v5:D = dadd v3, v3
                  return v5
                """, ValueNumberingTest::number, """
                function C.f -> [D]
                b0(x:D, n:I):
                  v3:D = invokestatic java/lang/Math.exp(D)D x
                  branch GE n, n b1() else b2()
                b1():
                  v4:D = invokestatic java/lang/Math.exp(D)D x
                  return v4
                b2():
                  v6:D = invokestatic java/lang/Math.exp(D)D x
                  v5:D = dadd v3, v6
                  return v5
                """);
    }

    @Test
    void whatOnlyOneBranchComputedIsComputedAgainBehindTheJoin() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D, n:I):
                  branch GE n, n b1() else b2()
                b1():
                  v3:D = dmul x, x
                  jump b3(v3)
                b2():
                  jump b3(x)
                b3(y:D):
                  v5:D = dmul x, x
                  v6:D = dadd y, v5
                  return v6
                """, ValueNumberingTest::number);
    }

    @Test
    void operandsInAnotherOrderAreAnotherOp() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D, y:D):
                  v3:D = dadd x, y
                  v4:D = dadd y, x
                  v5:D = dsub v3, v4
                  return v5
                """, ValueNumberingTest::number);
    }

    @Test
    void zerosOfBothSignsAreTwo() {
        IrText.assertLeaves("""
                function C.f -> [D, D]
                b0():
                  v1:D = const 0.0
                  v2:D = const -0.0
                  return v1, v2
                """, ValueNumberingTest::number);
    }

    @ParameterizedTest
    @CsvSource({"D,NaN,NaN(fff8000000000000)", "D,NaN(7ff8000000000001),NaN(7ff8000000000002)", "F,NaNf,NaN(ffc00000)f"
    })
    void eachNaNIsANumberOfItsOwn(String type, String first, String second) {
        IrText.assertLeaves("""
                function C.f -> [%1$s, %1$s]
                b0():
                  v1:%1$s = const %2$s
                  v2:%1$s = const %3$s
                  return v1, v2
                """.formatted(type, first, second), ValueNumberingTest::number);
    }

    @Test
    void aTangentThatLooksLikeAPrimalIsAnother() {
        IrText.assertLeaves("""
                function C.f -> [D, D]
                b0():
                  v1:D = const 0.0
                  v2':D = const 0.0
                  return v1, v2'
                """, ValueNumberingTest::number);
    }

    @Test
    void aQuotientThatDidNotThrowIsNotComputedAgain() {
        IrText.assertMakes("""
                function C.f -> [I]
                b0(m:I, n:I):
                  v3:I = idiv m, n
                  v5:I = iadd v3, v3
                  return v5
                """, ValueNumberingTest::number, """
                function C.f -> [I]
                b0(m:I, n:I):
                  v3:I = idiv m, n
                  v4:I = idiv m, n
                  v5:I = iadd v3, v4
                  return v5
                """);
    }

    @Test
    void aHandlerComputesAgainWhatThrew() {
        IrText.assertLeaves("""
                function C.f -> [I]
                b0(m:I, n:I):
                  v3:I = idiv m, n
                  catch java/lang/ArithmeticException b1()
                  jump b2()
                b1(e:Ljava/lang/ArithmeticException;):
                  v5:I = idiv m, n
                  return v5
                b2():
                  return v3
                """, ValueNumberingTest::number);
    }

    @Test
    void anElementIsLoadedAgainInAnotherBlock() {
        // Whether a block in between writes is not asked.
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, n:I):
                  v3:D = load DOUBLE a, n
                  branch GE n, n b1() else b2()
                b1():
                  store DOUBLE a, n, v3
                  jump b2()
                b2():
                  v4:D = load DOUBLE a, n
                  v5:D = dmul v3, v4
                  return v5
                """, ValueNumberingTest::number);
    }

    @Test
    void anElementIsLoadedOnceWhileNothingWasWritten() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(a:[D, n:I):
                  v3:D = load DOUBLE a, n
                  v5:D = dmul v3, v3
                  return v5
                """, ValueNumberingTest::number, """
                function C.f -> [D]
                b0(a:[D, n:I):
                  v3:D = load DOUBLE a, n
                  v4:D = load DOUBLE a, n
                  v5:D = dmul v3, v4
                  return v5
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store DOUBLE b, n, x",
                "v9:D = invokestatic C.own(I)D n",
                "invokestatic java/lang/System.arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V a, n, b, n, n",
                "v9:I = getstatic C.count:I",
                "monitorenter a"
            })
    void anElementIsLoadedAgainAfterWhatMayHaveChangedIt(String between) {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, b:[D, n:I, x:D):
                  v3:D = load DOUBLE a, n
                  %s
                  v4:D = load DOUBLE a, n
                  v5:D = dmul v3, v4
                  return v5
                """.formatted(between), ValueNumberingTest::number);
    }

    @Test
    void aStoreOfAnotherKindChangesNoDoubles() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(a:[D, b:[I, n:I):
                  v3:D = load DOUBLE a, n
                  store INT b, n, n
                  v5:D = dmul v3, v3
                  return v5
                """, ValueNumberingTest::number, """
                function C.f -> [D]
                b0(a:[D, b:[I, n:I):
                  v3:D = load DOUBLE a, n
                  store INT b, n, n
                  v4:D = load DOUBLE a, n
                  v5:D = dmul v3, v4
                  return v5
                """);
    }

    @Test
    void twoArraysThatAreMadeAlikeAreTwo() {
        IrText.assertLeaves("""
                function C.f -> [[D, [D]
                b0(n:I):
                  v2:[D = newarray [D n
                  v3:[D = newarray [D n
                  return v2, v3
                """, ValueNumberingTest::number);
    }

    @Test
    void randomNumbersAreDrawnTwice() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0():
                  v1:D = invokestatic java/lang/Math.random()D
                  v2:D = invokestatic java/lang/Math.random()D
                  v3:D = dsub v1, v2
                  return v3
                """, ValueNumberingTest::number);
    }

    @Test
    void anElementIsLoadedAgainAtTheStartOfALoopThatWritesFurtherOn() {
        // The write is visited after the second load, and comes before it in the next round.
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(a:[D, n:I, x:D):
                  v4:D = load DOUBLE a, n
                  jump b1()
                b1():
                  v5:D = load DOUBLE a, n
                  branch GE n, n b2() else b3()
                b2():
                  v6:D = dmul v4, v5
                  return v6
                b3():
                  store DOUBLE a, n, x
                  jump b1()
                """, ValueNumberingTest::number);
    }

    @Test
    void whatHasEqualOperandsByAnEarlierReplacementIsNotComputedAgain() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(x:D):
                  v2:D = dmul x, x
                  v4:D = dneg v2
                  v6:D = dadd v4, v4
                  return v6
                """, ValueNumberingTest::number, """
                function C.f -> [D]
                b0(x:D):
                  v2:D = dmul x, x
                  v3:D = dmul x, x
                  v4:D = dneg v2
                  v5:D = dneg v3
                  v6:D = dadd v4, v5
                  return v6
                """);
    }

    @Test
    void anElementIsLoadedOnceThoughItsIndexWasComputedTwice() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(a:[D, n:I):
                  v3:I = iadd n, n
                  v5:D = load DOUBLE a, v3
                  v7:D = dmul v5, v5
                  return v7
                """, ValueNumberingTest::number, """
                function C.f -> [D]
                b0(a:[D, n:I):
                  v3:I = iadd n, n
                  v4:I = iadd n, n
                  v5:D = load DOUBLE a, v3
                  v6:D = load DOUBLE a, v4
                  v7:D = dmul v5, v6
                  return v7
                """);
    }

    @Test
    void nullsOfTwoTypesAreTwo() {
        IrText.assertLeaves("""
                function C.f -> [[D, LP;]
                b0():
                  v1:[D = const null
                  v2:LP; = const null
                  return v1, v2
                """, ValueNumberingTest::number);
    }

    @Test
    void aLengthIsAskedForOnceThoughSomethingWasWritten() {
        IrText.assertMakes("""
                function C.f -> [I]
                b0(a:[D, n:I, x:D):
                  v4:I = length a
                  store DOUBLE a, n, x
                  v6:I = iadd v4, v4
                  return v6
                """, ValueNumberingTest::number, """
                function C.f -> [I]
                b0(a:[D, n:I, x:D):
                  v4:I = length a
                  store DOUBLE a, n, x
                  v5:I = length a
                  v6:I = iadd v4, v5
                  return v6
                """);
    }

    @Test
    void anArrayThatIsMadeChangesNoOther() {
        IrText.assertMakes("""
                function C.f -> [D]
                b0(a:[D, n:I):
                  v3:D = load DOUBLE a, n
                  v4:[D = newarray [D n
                  v6:D = dmul v3, v3
                  return v6
                """, ValueNumberingTest::number, """
                function C.f -> [D]
                b0(a:[D, n:I):
                  v3:D = load DOUBLE a, n
                  v4:[D = newarray [D n
                  v5:D = load DOUBLE a, n
                  v6:D = dmul v3, v5
                  return v6
                """);
    }
}
