package dev.fluxion.agent.report;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The agent's own logging: one line per event on stderr. The logging context is made here by hand and never through
 * {@code LoggerFactory}, which would look for the application's {@code logback.xml} and obey it.
 */
public final class AgentLog {
    private static volatile LogLevel level = LogLevel.WARN;

    private AgentLog() {}

    /** Sets the level; effective only before the first logger is asked for. */
    public static void setLevel(LogLevel chosen) {
        level = chosen;
    }

    /** Whether anything of that level is written; loads nothing. */
    public static boolean writes(LogLevel asked) {
        return asked != LogLevel.OFF && asked.ordinal() <= level.ordinal();
    }

    /**
     * Says, at level debug, that something was left undone as is meant.
     *
     * @param what was tried
     */
    public static void dropped(Supplier<String> what, Throwable failure) {
        if (writes(LogLevel.DEBUG)) {
            logger().debug(what.get() + ": " + failure);
        }
    }

    /** The agent's logger; the first call loads the logging library. */
    public static Logger logger() {
        return Holder.LOGGER;
    }

    private static final class Holder {
        static final Logger LOGGER = configured();

        private static Logger configured() {
            LoggerContext context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter());

            PatternLayoutEncoder line = new PatternLayoutEncoder();
            line.setContext(context);
            line.setPattern("[fluxion] %level %msg%n%ex");
            line.start();

            ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
            stderr.setContext(context);
            stderr.setTarget("System.err");
            stderr.setEncoder(line);
            stderr.start();

            ch.qos.logback.classic.Logger logger = context.getLogger("fluxion");
            logger.setLevel(Level.valueOf(level.name()));
            logger.addAppender(stderr);
            return logger;
        }
    }
}
