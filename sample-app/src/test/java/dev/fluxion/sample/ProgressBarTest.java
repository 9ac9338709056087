package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void onATerminalTheLineIsRedrawn() {
        ProgressBar bar = new ProgressBar(out, true, "work");

        bar.show(0.5, "half");
        bar.show(1, "done");

        assertEquals(
                "\r  work [###############...............]  50 %  half"
                        + "\r  work [##############################] 100 %  done"
                        + System.lineSeparator(),
                text());
    }

    @Test
    void elsewhereEachTenthGetsALine() {
        ProgressBar bar = new ProgressBar(out, false, "work");

        for (int i = 1; i <= 40; i++) {
            bar.show(i / 40.0, "step " + i);
        }

        assertEquals(10, text().lines().count());
        assertEquals("  work  10 %  step 4", text().lines().findFirst().orElseThrow());
        assertEquals("  work 100 %  step 40", text().lines().skip(9).findFirst().orElseThrow());
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
