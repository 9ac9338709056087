package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final ConfusionMatrix threeOfFour = ConfusionMatrix.of(
            new DataSet(new double[4][1], new int[] {0, 0, 1, 1}, List.of("a", "b")), new int[] {0, 0, 1, 0});

    @Test
    void anAccuracyAboveTheTargetIsPrinted() {
        Judgement.print(out, "model", threeOfFour, 0.7);

        assertEquals(
                "  test accuracy 75.0 % (3 of 4), to exceed 70 %" + System.lineSeparator(),
                printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anAccuracyAtTheTargetIsNotEnough() {
        var e = assertThrows(UnmetGoalException.class, () -> Judgement.print(out, "model", threeOfFour, 0.75));

        assertEquals("The model recognises 75.0 % of the test part, not more than the 75 % it has to.", e.getMessage());
    }
}
