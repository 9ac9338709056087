package dev.fluxion.sample;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs both experiments. The only argument, a folder for the pictures, may be left out: it is then {@code target}. */
public final class Main {
    private Main() {}

    /**
     * Exits with status 1 and one sentence on the standard error stream if the agent is missing, a gradient is wrong or
     * a model is not accurate enough.
     *
     * @throws IOException if the folder for the pictures cannot be made
     */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path folder = Path.of(args.length > 0 ? args[0] : "target");
        System.exit(run(folder, System.out, System.err));
    }

    /** Returns the exit status. */
    static int run(Path folder, PrintStream out, PrintStream err) throws IOException {
        Path pictures = Files.createDirectories(folder).toAbsolutePath().normalize();
        try {
            BreastCancerExperiment.run(out, pictures);
            DigitsExperiment.run(out, pictures);
        } catch (UnmetGoalException | IllegalStateException e) {
            // Fluxion throws IllegalStateException, with the remedy as its message, where the agent is not running.
            err.println(e.getMessage());
            return 1;
        }
        out.println("Pictures (loss curves and confusion matrices): " + pictures);
        return 0;
    }
}
