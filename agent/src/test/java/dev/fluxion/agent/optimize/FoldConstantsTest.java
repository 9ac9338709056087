package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Constant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldConstantsTest {
    private static void fold(Function function) {
        FoldConstants.run(Flow.of(function));
    }

    private static Object folded(String operator, String type, String a, String b) {
        Function function = IrText.after(FoldConstantsTest::fold, """
                function C.f -> [%1$s]
                b0():
                  v1:%1$s = const %2$s
                  v2:%1$s = const %3$s
                  v3:%1$s = %4$s v1, v2
                  return v3
                """.formatted(type, a, b, operator));
        return ((Constant) function.entry().ops().get(2).operator()).value();
    }

    @Test
    void aSumIsThatOfJava() {
        assertEquals(0.1 + 0.2, folded("dadd", "D", "0.1", "0.2"));
        assertEquals(0.1f + 0.2f, folded("fadd", "F", "0.1f", "0.2f"));
        assertEquals(Integer.MIN_VALUE, folded("iadd", "I", "2147483647", "1"));
    }

    @Test
    void aZeroKeepsItsSign() {
        assertEquals(-0.0, folded("dmul", "D", "-0.0", "3.0"));
        assertEquals(0.0, folded("dadd", "D", "-0.0", "0.0"));
        assertEquals(-0.0, folded("dadd", "D", "-0.0", "-0.0"));
    }

    @Test
    void aQuotientByZeroIsInfiniteAndOneOfZerosNoNumber() {
        assertEquals(Double.NEGATIVE_INFINITY, folded("ddiv", "D", "1.0", "-0.0"));
        assertEquals(Double.NaN, folded("ddiv", "D", "0.0", "0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"idiv", "irem"})
    void aDivisionThatWouldThrowStays(String operator) {
        IrText.assertLeaves("""
                function C.f -> [I]
                b0():
                  v1:I = const 1
                  v2:I = const 0
                  v3:I = %s v1, v2
                  return v3
                """.formatted(operator), FoldConstantsTest::fold);
    }

    @ParameterizedTest
    @CsvSource({"dadd,0.0", "dsub,0.0", "dmul,1.0", "dmul,0.0", "ddiv,1.0"})
    void arithmeticWithOneConstantStays(String operator, String constant) {
        // x + 0.0 is not x where x is -0.0, and 0.0 x is no zero where x is infinite.
        IrText.assertLeaves("""
                function C.f -> [D]
                b0(x:D):
                  v2:D = const %s
                  v3:D = %s x, v2
                  return v3
                """.formatted(constant, operator), FoldConstantsTest::fold);
    }

    @Test
    void aTangentIsNotFolded() {
        IrText.assertLeaves("""
                function C.f -> [D]
                b0():
                  v1':D = const 0.0
                  v2':D = const 0.0
                  v3':D = dadd v1', v2'
                  return v3'
                """, FoldConstantsTest::fold);
    }

    @ParameterizedTest
    @CsvSource({
        "LT,1,2,true",
        "LT,2,2,false",
        "GE,2,2,true",
        "NE,-1,2,true",
        "EQ,-1,2,false",
        "GT,-1,-2,true",
        "LE,1,2,true",
        "LE,2,2,true",
        "LE,3,2,false",
        "GE,1,2,false",
        "GT,2,2,false",
        "NE,2,2,false",
        "NE,3,2,true",
        "EQ,2,2,true",
        "EQ,3,2,false",
        "LT,-2147483648,2147483647,true",
        "GT,2147483647,-1,true"
    })
    void aBranchOnConstantsIsDecided(String comparison, int left, int right, boolean holds) {
        Function function = Parser.parse("""
                function C.f -> [I]
                b0():
                  v1:I = const %d
                  v2:I = const %d
                  branch %s v1, v2 b1() else b2()
                b1():
                  return v1
                b2():
                  return v2
                """.formatted(left, right, comparison));
        assertTrue(FoldConstants.run(Flow.of(function)));
        Terminator.Jump jump = (Terminator.Jump) function.entry().terminator();
        assertEquals(function.blocks().get(holds ? 1 : 2), jump.edge().target());
    }

    @Test
    void aBranchOnAParameterIsNot() {
        IrText.assertLeaves("""
                function C.f -> [I]
                b0(n:I):
                  v1:I = const 1
                  branch LT n, v1 b1() else b2()
                b1():
                  return v1
                b2():
                  return n
                """, FoldConstantsTest::fold);
    }

    private static Object foldedOfOne(String operator, String from, String a, String to) {
        Function function = IrText.after(FoldConstantsTest::fold, """
                function C.f -> [%3$s]
                b0():
                  v1:%1$s = const %2$s
                  v2:%3$s = %4$s v1
                  return v2
                """.formatted(from, a, to, operator));
        return ((Constant) function.entry().ops().get(1).operator()).value();
    }

    @Test
    void aNegatedZeroChangesItsSign() {
        assertEquals(-0.0, foldedOfOne("dneg", "D", "0.0", "D"));
        assertEquals(0.0, foldedOfOne("dneg", "D", "-0.0", "D"));
        assertEquals(-0.0f, foldedOfOne("fneg", "F", "0.0f", "F"));
    }

    @Test
    void aDifferenceOfEqualZerosIsPositive() {
        assertEquals(0.0, folded("dsub", "D", "0.0", "0.0"));
        assertEquals(0.0, folded("dsub", "D", "-0.0", "-0.0"));
        assertEquals(-0.0, folded("dsub", "D", "-0.0", "0.0"));
    }

    @ParameterizedTest
    @CsvSource({
        "iadd,7,12",
        "isub,7,2",
        "imul,7,35",
        "iand,7,5",
        "ior,7,7",
        "ixor,7,2",
        "ishl,7,224",
        "ishr,-100,-4",
        "imul,1000000000,705032704",
        "isub,-2147483648,2147483643"
    })
    void integersAreCombinedWithFiveAsByJava(String operator, String a, int expected) {
        assertEquals(expected, folded(operator, "I", a, "5"));
    }

    @Test
    void aShiftCountsItsLowestFiveBitsOnly() {
        assertEquals(2, folded("ishl", "I", "1", "33"));
        assertEquals(-1, folded("ishr", "I", "-2", "-31"));
    }

    @ParameterizedTest
    @CsvSource({
        "ladd,9223372036854775807L,-9223372036854775804",
        "lsub,4294967296L,4294967291",
        "lmul,4294967297L,21474836485"
    })
    void longsAreCombinedWithFiveInSixtyFourBits(String operator, String a, long expected) {
        assertEquals(expected, folded(operator, "J", a, "5L"));
    }

    @ParameterizedTest
    @CsvSource({"fsub,-0.1", "fmul,0.020000001", "fdiv,0.5"})
    void floatsAreCombinedInTheirOwnPrecision(String operator, float expected) {
        assertEquals(expected, folded(operator, "F", "0.1f", "0.2f"));
    }

    @Test
    void anIntegerIsNegatedInItsOwnBits() {
        assertEquals(Integer.MIN_VALUE, foldedOfOne("ineg", "I", "-2147483648", "I"));
        assertEquals(-5, foldedOfOne("ineg", "I", "5", "I"));
        assertEquals(-4294967296L, foldedOfOne("lneg", "J", "4294967296L", "J"));
    }

    @Test
    void aConversionRoundsOrCutsAsJavaDoes() {
        assertEquals(16777216f, foldedOfOne("i2f", "I", "16777217", "F"));
        assertEquals(16777217.0, foldedOfOne("i2d", "I", "16777217", "D"));
        assertEquals(-1L, foldedOfOne("i2l", "I", "-1", "J"));
        assertEquals(1, foldedOfOne("l2i", "J", "4294967297L", "I"));
        assertEquals(9007199254740992.0, foldedOfOne("l2d", "J", "9007199254740993L", "D"));
        assertEquals(0.1f, foldedOfOne("d2f", "D", "0.1", "F"));
        assertEquals((double) 0.1f, foldedOfOne("f2d", "F", "0.1f", "D"));
    }

    @Test
    void aProductIsRoundedAsThatOfJava() {
        assertEquals(0.1 * 3.0, folded("dmul", "D", "0.1", "3.0"));
    }
}
