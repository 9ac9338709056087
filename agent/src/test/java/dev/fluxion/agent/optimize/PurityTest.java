package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.operator.Op;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurityTest {
    private static Op op(String text) {
        return Parser.parse("""
                        function C.f -> [D]
                        b0(a:[D, n:I, x:D, x':D):
                          %s
                          return x
                        """.formatted(text)).entry().ops().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v3:D = dadd x, x | true | true | true",
                "v3:I = idiv n, n | true | false | true",
                "v3:D = invokestatic java/lang/Math.sin(D)D x | true | true | true",
                "v3:I = invokestatic java/lang/Math.addExact(II)I n, n | false | false | false",
                "v3:D = invokestatic java/lang/Math.random()D | false | false | false",
                "v3:D = invokestatic C.own(D)D x | false | false | false",
                "v3:I = length a | true | false | true",
                "v3:D = load DOUBLE a, n | false | false | false",
                "v3':D = load DOUBLE a, n | false | true | false",
                "v3:[D = newarray [D n | false | false | false",
                "store DOUBLE a, n, x | false | false | false",
            })
    void anOpIsAFunctionOfItsOperandsOrMayBeLeftOutOrRepeated(
            String text, boolean isFunction, boolean isRemovable, boolean isRepeatable) {
        Op op = op(text);
        assertEquals(isFunction, Purity.isFunctionOfOperands(op), "a function of its operands");
        assertEquals(isRemovable, Purity.isRemovable(op), "removable");
        assertEquals(isRepeatable, Purity.isRepeatable(op), "repeatable");
    }
}
