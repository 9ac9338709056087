package dev.fluxion.agent.known;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the head of the inert list says of its patterns. */
class MethodPatternTest {
    private static boolean matches(String pattern, String call) {
        return MethodPattern.parse(pattern).matches(call);
    }

    @Test
    void withoutDescriptorEveryOverloadIsMeant() {
        assertTrue(matches("java.lang.Math.abs", "java.lang.Math.abs(D)D"));
        assertTrue(matches("java.lang.Math.abs", "java.lang.Math.abs(I)I"));
        assertFalse(matches("java.lang.Math.abs", "java.lang.Math.absExact(I)I"));
        assertFalse(matches("java.lang.Math.abs", "java.lang.Math.ab(I)I"));
        assertFalse(matches("java.lang.Math.abs", "java.lang.Math.abs"));
    }

    @Test
    void withDescriptorOnlyThatOverload() {
        assertTrue(matches("java.lang.Math.abs(D)D", "java.lang.Math.abs(D)D"));
        assertFalse(matches("java.lang.Math.abs(D)D", "java.lang.Math.abs(I)I"));
        assertFalse(matches("java.lang.Math.abs(D)D", "java.lang.Math.abs(D)DD"));
        assertFalse(matches("java.lang.Math.abs(D)D", "java.lang.Math.abs(D)"));
    }

    @Test
    void oneStarStaysWithinAName() {
        assertTrue(matches("java.io.Writer.*", "java.io.Writer.write(I)V"));
        assertTrue(matches("java.io.Writer.*", "java.io.Writer.<init>()V"));
        assertFalse(matches("java.io.*", "java.io.Writer.write(I)V"));
        assertTrue(matches("java.io.*.write", "java.io.Writer.write(I)V"));
        assertTrue(matches("java.*.replace*(Ljava/util/*;)*", "java.Matcher.replaceAll(Ljava/util/Function;)Ljava/X;"));
        assertFalse(matches("java.*.replace*(Ljava/util/*;)*", "java.Matcher.replaceAll(Ljava/lang/String;)V"));
        assertTrue(matches("a.*b*b", "a.bbcb()V"), "the first b is not the last");
    }

    @Test
    void twoStarsPassDots() {
        assertTrue(matches("java.util.regex.**", "java.util.regex.Pattern.compile(I)V"));
        assertTrue(matches("java.**.compile", "java.util.regex.Pattern.compile(I)V"));
        assertFalse(matches("java.**.compile", "java.util.regex.Pattern.compiled(I)V"));
        assertFalse(matches("java.util.regex.**", "java.util.Regex.compile(I)V"));
    }

    @Test
    void otherCharactersStandForThemselves() {
        assertTrue(matches("a.B$C.<init>", "a.B$C.<init>()V"));
        assertFalse(matches("a.B.f", "axB.f()V"));
    }
}
