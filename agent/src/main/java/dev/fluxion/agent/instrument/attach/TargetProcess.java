package dev.fluxion.agent.instrument.attach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What can be said about a process before one attaches to it. */
final class TargetProcess {
    private static final long SIGQUIT_MASK = 1L << 2;

    private TargetProcess() {}

    /** Why attaching cannot work, or is not safe to try; one sentence. */
    static Optional<String> obstacle(long pid) {
        if (ProcessHandle.of(pid).isEmpty()) {
            return Optional.of("There is no process " + pid + ".");
        }
        if (!catchesQuit(Path.of("/proc", Long.toString(pid), "status"))) {
            return Optional.of(
                    "Process " + pid + " is not a JVM, or is one started with -Xrs, which cannot be attached to.");
        }
        return Optional.empty();
    }

    /**
     * Whether the process handles SIGQUIT, with which attaching begins and which ends a process that does not. Where there is
     * no such file this is left to the JDK.
     */
    private static boolean catchesQuit(Path status) {
        List<String> lines;
        try {
            lines = Files.readAllLines(status);
        } catch (IOException notLinux) {
            return true;
        }
        for (String line : lines) {
            if (line.startsWith("SigCgt:")) {
                return (Long.parseUnsignedLong(
                                        line.substring("SigCgt:".length()).strip(), 16)
                                & SIGQUIT_MASK)
                        != 0;
            }
        }
        return true;
    }
}
