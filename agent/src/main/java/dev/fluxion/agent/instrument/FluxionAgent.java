package dev.fluxion.agent.instrument;

import java.lang.instrument.Instrumentation;

/**
 * Where the JVM starts the agent. Whatever goes wrong is one line on stderr, and the application goes on without the agent;
 * starting it twice is the same as once.
 */
public final class FluxionAgent {
    /** System property with which an agent that was attached but stays off tells the attaching program why. */
    public static final String FAILURE = "dev.fluxion.agent.failure";

    private static boolean isInstalled;

    private FluxionAgent() {}

    /** Called by the JVM for {@code -javaagent}. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        String failure = start(arguments, instrumentation);
        if (failure != null) {
            System.err.println(failure);
        }
    }

    /** Called by the JVM when the agent is attached. An exception from here would make the JVM print an assertion failure. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        String failure = start(arguments, instrumentation);
        if (failure == null) {
            System.clearProperty(FAILURE);
        } else {
            System.err.println(failure);
            System.setProperty(FAILURE, failure);
        }
    }

    private static synchronized String start(String arguments, Instrumentation instrumentation) {
        if (isInstalled) {
            return null;
        }
        AgentOptions options;
        try {
            options = AgentOptions.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            return "Fluxion's agent stays off: " + wrong.getMessage();
        }
        try {
            Installation.install(options, instrumentation);
            isInstalled = true;
            return null;
        } catch (Throwable failure) {
            return "Fluxion's agent could not start, and the application goes on without it: " + failure;
        }
    }
}
