package dev.fluxion.agent.derive.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.value.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowTypesTest {
    private static Type type(String descriptor) {
        return Type.ofDescriptor(descriptor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[D", "[[F", "Ljava/lang/Object;", "[Ljava/lang/Object;", "Ljava/lang/Cloneable;"})
    void whatMayHoldNumbersHasAShadowLikeIt(String descriptor) {
        assertTrue(ShadowTypes.isShadowable(type(descriptor)));
        assertEquals(type(descriptor), ShadowTypes.of(type(descriptor)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"I", "J", "[I", "[[J", "Ljava/lang/String;", "[Ljava/lang/String;"})
    void whatHoldsNoNumberHasNeitherTangentNorShadow(String descriptor) {
        assertFalse(ShadowTypes.isShadowable(type(descriptor)));
        assertThrows(IllegalArgumentException.class, () -> ShadowTypes.of(type(descriptor)));
    }

    @Test
    void aNumberHasATangentAndNoShadow() {
        assertFalse(ShadowTypes.isShadowable(Type.DOUBLE));
        assertEquals(Type.FLOAT, ShadowTypes.of(Type.FLOAT));
    }

    @Test
    void theShadowOfNullIsNull() {
        assertEquals(Type.NULL, ShadowTypes.of(Type.NULL));
    }

    @Test
    void inManyLanesANumberIsARowAndAnElementOfAShadowIsOne() {
        assertEquals(type("[F"), ShadowTypes.row(Type.FLOAT));
        assertEquals(type("[[D"), ShadowTypes.inLanes(type("[D")));
        assertEquals(Type.OBJECT, ShadowTypes.inLanes(Type.OBJECT));
        assertEquals(type("[Ljava/lang/Object;"), ShadowTypes.inLanes(type("[Ljava/lang/Object;")));
    }
}
