package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxesTest {
    private static final String DOUBLE = "java/lang/Double";
    private static final String FLOAT = "java/lang/Float";

    private static Op first(String op) {
        return Parser.parse("""
                        function C.f -> []
                        b0(x:D, g:F, n:I, s:Ljava/lang/String;, box:Ljava/lang/Double;, t:Ljava/lang/Number;):
                          %s
                          return
                        """.formatted(op)).entry().ops().get(0);
    }

    @Test
    void aBoxIsMadeOfANumberByItsClass() {
        assertEquals(
                DOUBLE,
                Boxes.made(
                        first("v9:Ljava/lang/Double; = invokestatic java/lang/Double.valueOf(D)Ljava/lang/Double; x")));
        assertEquals(
                FLOAT,
                Boxes.made(first("v9:Ljava/lang/Float; = invokestatic java/lang/Float.valueOf(F)Ljava/lang/Float; g")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v9:Ljava/lang/Double; = invokestatic java/lang/Double.valueOf(Ljava/lang/String;)Ljava/lang/Double; s",
                "v9:Ljava/lang/Integer; = invokestatic java/lang/Integer.valueOf(I)Ljava/lang/Integer; n",
                "v9:Ljava/lang/Double; = invokestatic C.valueOf(D)Ljava/lang/Double; x",
                "v9:D = invokestatic java/lang/Double.parseDouble(Ljava/lang/String;)D s",
                "v9:Ljava/lang/Double; = new java/lang/Double"
            })
    void nothingElseMakesABox(String op) {
        // A text may be no number, and cached integers may be the same object.
        assertNull(Boxes.made(first(op)));
    }

    @ParameterizedTest
    @CsvSource({
        "java/lang/Double,doubleValue,D,",
        "java/lang/Double,floatValue,F,D2F",
        "java/lang/Double,intValue,I,D2I",
        "java/lang/Double,longValue,J,D2L",
        "java/lang/Number,doubleValue,D,",
        "java/lang/Number,intValue,I,D2I"
    })
    void aNumberIsTakenOfADouble(String owner, String name, String type, Arithmetic conversion) {
        Op taken = first("v9:%3$s = invokevirtual %1$s.%2$s()%3$s box".formatted(owner, name, type));
        assertTrue(Boxes.isTaken(taken, DOUBLE));
        assertEquals(conversion, Boxes.conversion(taken, DOUBLE));
    }

    @ParameterizedTest
    @CsvSource({"floatValue,F,", "doubleValue,D,F2D", "intValue,I,F2I", "longValue,J,F2L"})
    void aNumberIsTakenOfAFloat(String name, String type, Arithmetic conversion) {
        Op taken = first("v9:%2$s = invokevirtual java/lang/Number.%1$s()%2$s t".formatted(name, type));
        assertTrue(Boxes.isTaken(taken, FLOAT));
        assertEquals(conversion, Boxes.conversion(taken, FLOAT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v9:S = invokevirtual java/lang/Number.shortValue()S t",
                "v9:I = invokevirtual java/lang/Double.hashCode()I box",
                "v9:I = invokevirtual java/lang/Double.isNaN()Z box",
                "v9:I = invokevirtual java/lang/Double.compareTo(Ljava/lang/Double;)I box, box",
                "v9:D = invokevirtual C.doubleValue()D t",
                "v9:I = invokestatic java/lang/Double.hashCode(D)I x",
                "invokevirtual java/lang/Number.doubleValue()D t"
            })
    void nothingElseTakesTheNumber(String op) {
        assertFalse(Boxes.isTaken(first(op), DOUBLE));
    }

    @Test
    void theFieldHasTheTypeOfTheNumber() {
        assertEquals("D", Boxes.number(DOUBLE).descriptor());
        assertEquals("F", Boxes.number(FLOAT).descriptor());
        assertTrue(Boxes.isBox(DOUBLE));
        assertTrue(Boxes.isBox(FLOAT));
        assertFalse(Boxes.isBox("java/lang/Long"));
        assertFalse(Boxes.isBox("java/lang/Number"));
    }
}
