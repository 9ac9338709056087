package dev.fluxion.agent.instrument;

import dev.fluxion.agent.link.ChosenMethods;
import dev.fluxion.agent.report.BothTraces;
import dev.fluxion.agent.report.Dump;
import dev.fluxion.agent.report.LinkLog;
import dev.fluxion.agent.report.LogLevel;
import dev.fluxion.agent.report.Trace;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the compiler tells, as the options ask for it. */
final class CompilerTrace {
    private static final String ALL = "**";

    private CompilerTrace() {}

    /** @param logs by the name of a level, null if nothing of that is written */
    static Trace of(AgentOptions options, Function<String, Consumer<String>> logs) {
        Consumer<String> debug = logs.apply(LogLevel.DEBUG.name());
        Trace log = debug == null ? Trace.NONE : new LinkLog(debug);
        if (options.dump() == null) {
            return log;
        }
        Consumer<String> warnings = warnings(logs);
        String pattern = options.dumpMatch() == null ? ALL : options.dumpMatch();
        try {
            Dump dump = new Dump(Path.of(options.dump()).toAbsolutePath(), ChosenMethods.parse(pattern), warnings);
            return debug == null ? dump : new BothTraces(log, dump);
        } catch (InvalidPathException wrong) {
            warnings.accept("Nothing is written, because option dump names no folder: " + wrong.getMessage());
            return log;
        }
    }

    static Consumer<String> warnings(Function<String, Consumer<String>> logs) {
        Consumer<String> warnings = logs.apply(LogLevel.WARN.name());
        return warnings == null ? message -> {} : warnings;
    }
}
