package dev.fluxion.agent.hiding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.hiding.HiddenCases.Found;
import dev.fluxion.agent.hiding.HiddenCases.Verdict;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.OpKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operators fail closed. Each case of each decision by operator, terminator, intrinsic, treatment, condition or operand is hidden from
 * the compiler, one after the other, as if nobody had thought of it. No derivative of the programs is another number then.
 */
class HiddenCasesTest {
    private static List<Found> all;

    @BeforeAll
    static void hideAllCases() throws Exception {
        all = HiddenCases.find(Integer.getInteger("hidden.programs", 2));
    }

    private static List<String> with(Verdict verdict, boolean ofKinds) {
        return all.stream()
                .filter(found -> found.verdict() == verdict)
                .filter(found -> !ofKinds || isOfKinds(found))
                .map(found -> found.site() + (found.tells() == null ? "" : " in " + found.tells()))
                .toList();
    }

    /** Of the machine's arithmetic most passes know a part. */
    private static boolean isOfKinds(Found found) {
        return found.site().ofSwitch() != null && !found.site().ofSwitch().equals("Arithmetic");
    }

    @Test
    void aForgottenCaseGivesNoOtherNumber() {
        assertEquals(List.of(), with(Verdict.WRONG, false));
    }

    @Test
    void aCaseThatASwitchOverKindsHasNotIsAnError() {
        assertEquals(List.of(), with(Verdict.SAME, true));
        assertTrue(
                with(Verdict.ERROR, true).size() > 250,
                "cases met: " + with(Verdict.ERROR, true).size());
    }

    /** The decisions that make derivatives what they are, and the operators that never come there. */
    static Stream<Arguments> decisions() {
        Set<OpKind> outsideTheLinearPart = EnumSet.complementOf(EnumSet.of(
                OpKind.ARITHMETIC,
                OpKind.CONSTANT,
                OpKind.ARRAY_LOAD,
                OpKind.ARRAY_STORE,
                OpKind.INVOKE_VARIANT,
                OpKind.STRONG_SCALE,
                OpKind.STRONG_RATIO,
                OpKind.SHADOW_OPERATION));
        return Stream.of(
                Arguments.of("derive/activity/ActivityAnalysis.op", Set.of()),
                Arguments.of("derive/linearize/LinearPart.of", EnumSet.of(OpKind.INVOKE_VARIANT)),
                Arguments.of("derive/transpose/LinearTranspose.op", outsideTheLinearPart),
                Arguments.of("derive/lanes/LaneForm.op", EnumSet.of(OpKind.REFUSE)),
                Arguments.of("write/OperatorWriter.instruction", EnumSet.of(OpKind.CONSTANT)));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void everyOperatorThatMayComeIsMetAndMissed(String place, Set<OpKind> absent) {
        Set<String> expected = Arrays.stream(OpKind.values())
                .filter(kind -> !absent.contains(kind))
                .map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, missed(place));
    }

    @Test
    void everyTerminatorIsMetAndMissed() {
        Set<String> expected =
                Arrays.stream(Terminator.Kind.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, missed("write/TerminatorWriter.write"));
    }

    private static Set<String> missed(String place) {
        return all.stream()
                .filter(found -> found.site().place().equals(place) && found.verdict() == Verdict.ERROR)
                .map(found -> found.site().named())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
