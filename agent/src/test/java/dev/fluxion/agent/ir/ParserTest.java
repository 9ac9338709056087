package dev.fluxion.agent.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
    private static final String TEXT = """
            function test.f -> [D]
            b0(x:D, x':D):
              v2:D = dmul x, x  @12
              v3:I = const 7
              branch LT v3, v3 b1(v2) else b2()
            b1(y:D):
              return y
            b2():
              v5:Ljava/lang/Object; = const null
              throw v5
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            function test.f   | function           | line 1, column 10: expected a function's name
            [D]               | [D, Q]             | line 1, column 24: expected a type
            x':D              | x:D                | line 2, column 9: x is defined twice
            x':D              | x'                 | line 2, column 11: expected ':'
            x, x  @12         | x, z  @12          | line 3, column 18: z is not defined
            x, x  @12         | x, x  @twelve      | line 3, column 28: expected ':'
            dmul              | multiply           | line 3, column 10: unknown operation multiply
            const 7           | const seven        | line 4, column 16: unknown constant seven
            const 7           | const 7000000000   | line 4, column 16: 7000000000 is not an int
            branch LT         | branch LESS        | line 5, column 10: LESS is no comparison
            else b2()         | else b9()          | line 5, column 32: there is no b9
            else b2()         | else b2() now      | line 5, column 36: expected the end of the line
            const null        | const "null        | line 9, column 33: the string does not end
            const null        | const "\\null"      | line 9, column 35: expected a quote or a backslash
            b2():             | b1():              | line 8, column 1: b1 is there twice
            return y          | nothing y          | line 7, column 3: unknown operation nothing
            throw v5          | ?                  | line 10, column 3: expected an operation
            """)
    void aMistakeIsNamedWithLineAndColumn(String correct, String wrong, String message) {
        String text = TEXT.replace(correct, wrong);
        assertEquals(
                message,
                assertThrows(IrSyntaxException.class, () -> Parser.parse(text)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "'  throw v5\n', 'line 10, column 1: expected ''  '''",
        "'\n', 'line 1, column 23: expected the end of the line'"
    })
    void aTextThatEndsTooEarlyIsRefusedWhereItEnds(String from, String message) {
        String text = TEXT.substring(0, TEXT.indexOf(from));
        assertEquals(
                message,
                assertThrows(IrSyntaxException.class, () -> Parser.parse(text)).getMessage());
    }
}
