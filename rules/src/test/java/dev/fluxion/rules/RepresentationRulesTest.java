package dev.fluxion.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationRulesTest {
    @Test
    void neighboursMoveWithTheirArgument() {
        assertEquals(3.0, RepresentationRules.nextUp(1.5, 3.0));
        assertEquals(3f, RepresentationRules.nextUp(1.5f, 3f));
        assertEquals(3.0, RepresentationRules.nextDown(1.5, 3.0));
        assertEquals(3f, RepresentationRules.nextDown(1.5f, 3f));
    }

    @Test
    void nextAfterMovesWithItsStartAndNotWithItsDirection() {
        assertEquals(3.0, RepresentationRules.nextAfter(1.5, 7, 3.0, 64));
        assertEquals(3f, RepresentationRules.nextAfter(1.5f, 7, 3f, 64));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 10, 1023, -1022, -1074})
    void scalbScalesByAPowerOfTwo(int exponent) {
        BigDecimal two = BigDecimal.valueOf(2);
        BigDecimal power = exponent < 0 ? BigDecimal.ONE.divide(two.pow(-exponent)) : two.pow(exponent);
        assertEquals(power.doubleValue(), RepresentationRules.scalb(1.7, exponent, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 10, 127, -126})
    void scalbOfAFloatScalesByAPowerOfTwo(int exponent) {
        assertEquals((float) Math.pow(2, exponent), RepresentationRules.scalb(1.7f, exponent, 1f));
    }

    @Test
    void fmaIsDifferentiatedAsAProductAndASum() {
        assertEquals(5.0, RepresentationRules.fma(3.0, 5.0, 7.0, 1, 0, 0));
        assertEquals(3.0, RepresentationRules.fma(3.0, 5.0, 7.0, 0, 1, 0));
        assertEquals(1.0, RepresentationRules.fma(3.0, 5.0, 7.0, 0, 0, 1));
    }

    @Test
    void fmaOfFloatsIsDifferentiatedAsAProductAndASum() {
        assertEquals(5f, RepresentationRules.fma(3f, 5f, 7f, 1, 0, 0));
        assertEquals(3f, RepresentationRules.fma(3f, 5f, 7f, 0, 1, 0));
        assertEquals(1f, RepresentationRules.fma(3f, 5f, 7f, 0, 0, 1));
    }
}
