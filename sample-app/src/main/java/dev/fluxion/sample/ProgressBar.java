package dev.fluxion.sample;

import java.io.PrintStream;
import java.util.Locale;

/** Shows how far a task is: a bar that redraws its line on a terminal, else a line for every tenth of the way. */
final class ProgressBar {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final String task;
    private int tenthsShown;

    ProgressBar(PrintStream out, boolean terminal, String task) {
        this.out = out;
        this.terminal = terminal;
        this.task = task;
    }

    /**
     * Shows the state of the task.
     *
     * @param done the share that is done, from 0 to 1; at 1 the bar's line is ended
     * @param note a few words behind the bar, of the same length each time
     */
    void show(double done, String note) {
        int tenths = (int) Math.floor(done * 10);
        if (terminal) {
            int filled = (int) Math.floor(done * WIDTH);
            String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
            out.printf(Locale.ROOT, "\r  %s [%s] %3.0f %%  %s", task, bar, 100 * done, note);
            if (tenths == 10) {
                out.println();
            }
            out.flush();
        } else if (tenths > tenthsShown) {
            out.printf(Locale.ROOT, "  %s %3d %%  %s%n", task, 10 * tenths, note);
        }
        tenthsShown = tenths;
    }
}
