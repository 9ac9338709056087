package dev.fluxion.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One test per row of {@code docs/conventions.md}, which names it. */
class ConventionsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static final Set<String> COMPARISONS =
            Set.of("equals", "equalsIncludingNaN", "equalsWithRelativeTolerance", "compareTo", "isMathematicalInteger");

    @Test
    void everyRowHasATestAndEveryTestARow() throws IOException {
        Matcher rows = Pattern.compile("^\\|.*\\| `(\\w+)` \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("..", "docs", "conventions.md")));
        Set<String> named = new TreeSet<>();
        while (rows.find()) {
            named.add(rows.group(1));
        }
        Set<String> tests = Arrays.stream(ConventionsTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        tests.remove("everyRowHasATestAndEveryTestARow");
        assertEquals(tests, named);
    }

    @Test
    void absAtZeroIsFlat() {
        assertEquals(0.0, SignRules.abs(0.0, 1));
        assertEquals(0.0, SignRules.abs(-0.0, 1) + 0.0);
        assertEquals(0f, SignRules.abs(0f, 1f));
    }

    @Test
    void copySignOfZeroIsFlat() {
        assertEquals(0.0, SignRules.copySign(0.0, 3, 1, 1));
        assertEquals(0.0, SignRules.copySign(-0.0, -3, 1, 1) + 0.0);
        assertEquals(0f, SignRules.copySign(0f, 3, 1f, 1f));
    }

    @Test
    void aTieOfMaxOrMinGivesHalfToEachSide() {
        assertEquals(0.5, ExtremumRules.max(2.0, 2.0, 1, 0));
        assertEquals(0.5, ExtremumRules.max(2.0, 2.0, 0, 1));
        assertEquals(0.5, ExtremumRules.min(2.0, 2.0, 1, 0));
        assertEquals(0.5, ExtremumRules.min(2.0, 2.0, 0, 1));
        assertEquals(0.5f, ExtremumRules.max(2f, 2f, 1f, 0f));
        assertEquals(0.5f, ExtremumRules.min(2f, 2f, 0f, 1f));
    }

    @Test
    void zerosOfBothSignsTie() {
        assertEquals(0.5, ExtremumRules.max(-0.0, 0.0, 1, 0));
        assertEquals(0.5, ExtremumRules.max(-0.0, 0.0, 0, 1));
        assertEquals(0.5, ExtremumRules.min(0.0, -0.0, 1, 0));
    }

    @Test
    void aValueAtABoundOfClampSharesHalfAndHalf() {
        assertEquals(0.5, ExtremumRules.clamp(-1.0, -1, 1, 1, 0, 0));
        assertEquals(0.5, ExtremumRules.clamp(-1.0, -1, 1, 0, 1, 0));
        assertEquals(0.5, ExtremumRules.clamp(1.0, -1, 1, 1, 0, 0));
        assertEquals(0.5, ExtremumRules.clamp(1.0, -1, 1, 0, 0, 1));
    }

    @Test
    void equalBoundsOfClampTieInTurn() {
        assertEquals(0.5, ExtremumRules.clamp(0.0, 1, 1, 0, 1, 0));
        assertEquals(0.5, ExtremumRules.clamp(0.0, 1, 1, 0, 0, 1));
        assertEquals(0.25, ExtremumRules.clamp(1.0, 1, 1, 1, 0, 0));
        assertEquals(0.25, ExtremumRules.clamp(1.0, 1, 1, 0, 1, 0));
        assertEquals(0.5, ExtremumRules.clamp(1.0, 1, 1, 0, 0, 1));
        assertEquals(1.0, ExtremumRules.clamp(2.0, 1, 1, 0, 0, 1));
    }

    @Test
    void whatIsPiecewiseConstantHasDerivativeZero() {
        Set<String> declared = RuleTable.rules().stream()
                .filter(rule -> rule.isAnnotationPresent(ZeroDerivative.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
        declared.removeAll(COMPARISONS);
        assertEquals(Set.of("floor", "ceil", "rint", "round", "signum", "ulp", "getExponent"), declared);
    }

    @Test
    void ieeeRemainderAtAJumpUsesTheQuotientOfTheValue() {
        assertEquals(-2.0, RoundingRules.IEEEremainder(5, 2, Math.IEEEremainder(5, 2), 0, 1));
        assertEquals(-4.0, RoundingRules.IEEEremainder(7, 2, Math.IEEEremainder(7, 2), 0, 1));
    }

    @Test
    void neighboursMoveWithTheNumberAndNotWithTheDirection() {
        assertEquals(1.0, RepresentationRules.nextUp(2.0, 1));
        assertEquals(1.0, RepresentationRules.nextDown(2.0, 1));
        assertEquals(1.0, RepresentationRules.nextAfter(2.0, 5, 1, 64));
        assertEquals(1.0, RepresentationRules.nextAfter(2.0, 2, 1, 64));
    }

    @Test
    void sqrtAndCbrtAtZeroRiseInfinitely() {
        assertEquals(INFINITY, PowerRules.sqrt(0.0, Math.sqrt(0.0), 1));
        assertEquals(INFINITY, PowerRules.sqrt(-0.0, Math.sqrt(-0.0), 1));
        assertEquals(INFINITY, PowerRules.cbrt(0.0, Math.cbrt(0.0), 1));
        assertEquals(INFINITY, PowerRules.cbrt(-0.0, Math.cbrt(-0.0), 1));
    }

    @Test
    void logarithmsAtTheirPoleRiseInfinitely() {
        assertEquals(INFINITY, ExponentialRules.log(0.0, 1));
        assertEquals(INFINITY, ExponentialRules.log(-0.0, 1));
        assertEquals(INFINITY, ExponentialRules.log10(0.0, 1));
        assertEquals(INFINITY, ExponentialRules.log10(-0.0, 1));
        assertEquals(INFINITY, ExponentialRules.log1p(-1, 1));
    }

    @Test
    void logarithmsBelowTheirPoleKeepTheFormula() {
        assertEquals(-0.5, ExponentialRules.log(-2, 1));
        assertEquals(-0.5 / Math.log(10), ExponentialRules.log10(-2, 1), 1e-16);
        assertEquals(-0.5, ExponentialRules.log1p(-3, 1));
    }

    @Test
    void asinAndAcosAtTheEndsOfTheirDomainAreInfinitelySteep() {
        assertEquals(INFINITY, TrigonometricRules.asin(1, 1));
        assertEquals(INFINITY, TrigonometricRules.asin(-1, 1));
        assertEquals(-INFINITY, TrigonometricRules.acos(1, 1));
        assertEquals(-INFINITY, TrigonometricRules.acos(-1, 1));
    }

    @Test
    void sqrtAsinAndAcosOutsideTheirDomainGiveNaN() {
        assertEquals(NAN, PowerRules.sqrt(-1, Math.sqrt(-1), 1));
        assertEquals(NAN, TrigonometricRules.asin(1.5, 1));
        assertEquals(NAN, TrigonometricRules.acos(-1.5, 1));
    }

    @Test
    void tanNextToItsPoleIsFinite() {
        double y = Math.tan(Math.PI / 2);
        assertEquals(1 + y * y, TrigonometricRules.tan(Math.PI / 2, y, 1));
        assertTrue(y > 1e16);
    }

    @Test
    void atan2AtTheOriginGivesNaN() {
        assertEquals(NAN, TrigonometricRules.atan2(0.0, 0.0, 1, 0));
        assertEquals(NAN, TrigonometricRules.atan2(0.0, -0.0, 0, 1));
    }

    @Test
    void atan2OnItsCutHasTheDerivativeOfBothSides() {
        assertEquals(-0.5, TrigonometricRules.atan2(0.0, -2, 1, 0));
        assertEquals(-0.5, TrigonometricRules.atan2(-0.0, -2, 1, 0));
    }

    @Test
    void hypotAtTheOriginIsFlat() {
        assertEquals(0.0, PowerRules.hypot(0.0, 0.0, Math.hypot(0.0, 0.0), 1, 1));
        assertEquals(0.0, PowerRules.hypot(-0.0, 0.0, Math.hypot(-0.0, 0.0), 1, 1));
    }

    @Test
    void hypotThatOverflowsIsStillDifferentiated() {
        assertEquals(INFINITY, Math.hypot(1.5e308, 1.5e308));
        assertEquals(Math.sqrt(0.5), PowerRules.hypot(1.5e308, 1.5e308, Math.hypot(1.5e308, 1.5e308), 1, 0), 1e-15);
    }

    @Test
    void hypotAndAtan2OfAnInfiniteArgumentGiveNaNInIt() {
        assertEquals(NAN, PowerRules.hypot(INFINITY, 2, Math.hypot(INFINITY, 2), 1, 0));
        assertEquals(NAN, TrigonometricRules.atan2(INFINITY, 2, 0, 1));
    }

    @Test
    void powOfBaseZeroFollowsTheExponent() {
        assertEquals(0.0, PowerRules.pow(0, 2, 0, 1, 0));
        assertEquals(1.0, PowerRules.pow(0, 1, 0, 1, 0));
        assertEquals(INFINITY, PowerRules.pow(0, 0.5, 0, 1, 0));
        assertEquals(-INFINITY, PowerRules.pow(0, -1, INFINITY, 1, 0));
    }

    @Test
    void powToTheZeroIsConstantInItsBase() {
        assertEquals(0.0, PowerRules.pow(3, 0, 1, 1, 0));
        assertEquals(0.0, PowerRules.pow(0, 0, 1, 1, 0));
        assertEquals(0.0, PowerRules.pow(-3, 0, 1, 1, 0));
    }

    @Test
    void powOfABaseThatIsNotPositiveIsFlatInItsExponent() {
        assertEquals(0.0, PowerRules.pow(0, 2, 0, 0, 1));
        assertEquals(0.0, PowerRules.pow(0, 0, 1, 0, 1));
        assertEquals(0.0, PowerRules.pow(-2, 3, -8, 0, 1));
    }

    @Test
    void powWithoutAValueGivesNaN() {
        assertEquals(NAN, PowerRules.pow(-2, 0.5, NAN, 1, 0));
        assertEquals(NAN, PowerRules.pow(-2, 0.5, NAN, 0, 1));
    }

    @Test
    void functionsWithAnAsymptoteAreFlatAtInfinity() {
        assertEquals(0.0, TrigonometricRules.atan(INFINITY, 1));
        assertEquals(0.0, TrigonometricRules.atan(-INFINITY, 1));
        assertEquals(0.0, HyperbolicRules.tanh(INFINITY, 1, 1));
        assertEquals(0.0, ExponentialRules.exp(-INFINITY, 0, 1));
        assertEquals(0.0, ExponentialRules.expm1(-INFINITY, 1));
        assertEquals(0.0, ExponentialRules.log(INFINITY, 1));
    }

    @Test
    void aNaNArgumentGivesNaNInExtrema() {
        assertEquals(NAN, ExtremumRules.max(NAN, 1, 1, 1));
        assertEquals(NAN, ExtremumRules.min(1, NAN, 1, 1));
        assertEquals(NAN, ExtremumRules.clamp(NAN, 0, 1, 1, 1, 1));
        assertEquals(NAN, SignRules.abs(NAN, 1));
    }

    @Test
    void theInverseHyperbolicFunctionsAtTheEndsOfTheirDomainAreInfinitelySteep() {
        assertEquals(INFINITY, FastMathRules.acosh(1.0, 1));
        assertEquals(INFINITY, FastMathRules.atanh(1.0, 1));
        assertEquals(INFINITY, FastMathRules.atanh(-1.0, 1));
    }

    @Test
    void acoshOutsideItsDomainGivesNaNAndAtanhKeepsTheFormula() {
        assertEquals(NAN, FastMathRules.acosh(0.5, 1));
        assertEquals(NAN, FastMathRules.acosh(-3, 1));
        assertEquals(-1.0 / 3, FastMathRules.atanh(2, 1));
    }

    @Test
    void aLogarithmToABaseFollowsTheNaturalOne() {
        assertEquals(INFINITY, FastMathRules.log(2.0, 0.0, 0, 0, 1));
        assertEquals(INFINITY, FastMathRules.log(2.0, -0.0, 0, 0, 1));
        assertEquals(1 / Math.log(2) / -3, FastMathRules.log(2.0, -3.0, 0, 0, 1));
        assertEquals(NAN, FastMathRules.log(-2.0, 3.0, NAN, 0, 1));
        assertEquals(NAN, FastMathRules.log(-2.0, 3.0, NAN, 1, 0));
    }

    @Test
    void aWholePowerOfZeroFollowsTheExponent() {
        for (double zero : new double[] {0.0, -0.0}) {
            assertEquals(0.0, FastMathRules.pow(zero, 2, 0.0, 1) + 0.0);
            assertEquals(1.0, FastMathRules.pow(zero, 1, zero, 1));
            assertEquals(0.0, FastMathRules.pow(zero, 0, 1.0, 1));
            assertEquals(Math.pow(zero, -2) * -1, FastMathRules.pow(zero, -1L, 1 / zero, 1));
        }
        assertEquals(0.0, FastMathRules.pow(NAN, 0L, 1.0, 1));
    }

    @Test
    void clampBetweenBoundsTheWrongWayRoundIsTheLowerOne() {
        assertEquals(0.0, ExtremumRules.clamp(0.5, 2, 1, 1, 0, 0));
        assertEquals(1.0, ExtremumRules.clamp(0.5, 2, 1, 0, 1, 0));
        assertEquals(0.0, ExtremumRules.clamp(0.5, 2, 1, 0, 0, 1));
        assertEquals(1f, ExtremumRules.clamp(0.5f, 2f, 1f, 0f, 1f, 0f));
    }
}
