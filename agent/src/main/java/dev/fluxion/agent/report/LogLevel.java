package dev.fluxion.agent.report;

/** How much the agent writes to stderr. Apart from the logging library's own levels, so that naming one does not load it. */
public enum LogLevel {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG
}
