package dev.fluxion.agent.instrument;

import dev.fluxion.agent.report.AgentLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Checks classes with stubs or {@code @Differentiable} on a thread of its own, while the application goes on: what is certain to be
 * refused is a warning, what may be is said at {@code log=info}, each once.
 */
final class BackgroundCheck implements Runnable {
    private static final String CHECK = "dev.fluxion.agent.instrument.ApplicationCheck";

    /** For so long the thread lets the application have the processor, which has just begun or loads more classes. */
    private static final int PATIENCE_MILLIS = 500;

    private record Waiting(ClassLoader loader, String internalName, byte[] classFile) {}

    private final CompilerClasses classes;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Set<String> said = new HashSet<>();
    private boolean isRunning;

    BackgroundCheck(CompilerClasses classes) {
        this.classes = classes;
    }

    /** Called by the thread that loads the class, which does not wait. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it
    synchronized void add(ClassLoader loader, String internalName, byte[] classFile) {
        queue.add(new Waiting(loader, internalName, classFile));
        if (!isRunning) {
            isRunning = true;
            Thread thread = new Thread(null, this, "fluxion-check", 0, false);
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.setContextClassLoader(null);
            thread.start();
        }
    }

    private synchronized Waiting next() {
        isRunning = !queue.isEmpty();
        return queue.poll();
    }

    /** Until there is nothing left to check; what has been read is forgotten then. */
    @Override
    public void run() {
        BiFunction<ClassLoader, String, Function<byte[], Map<String, Boolean>>> check = null;
        try {
            Thread.sleep(PATIENCE_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        for (Waiting next = next(); next != null; next = next()) {
            String name = next.internalName().replace('/', '.');
            try {
                check = check == null ? make() : check;
                check.apply(next.loader(), next.internalName())
                        .apply(next.classFile())
                        .forEach(this::say);
            } catch (Throwable failure) {
                AgentLog.logger()
                        .warn(
                                "{} could not be checked: {}. Please report this; log=debug shows the trace.",
                                name,
                                failure.toString());
                AgentLog.logger().debug("Checking {} failed", name, failure);
            }
        }
    }

    @SuppressWarnings("unchecked") // of the same name and version
    private BiFunction<ClassLoader, String, Function<byte[], Map<String, Boolean>>> make() throws Throwable {
        return (BiFunction<ClassLoader, String, Function<byte[], Map<String, Boolean>>>) classes.make(CHECK);
    }

    private void say(String sentence, boolean isCertain) {
        if (!said.add(sentence)) {
            return;
        }
        if (isCertain) {
            AgentLog.logger().warn(sentence);
        } else {
            AgentLog.logger().info("Depending on what is met: {}", sentence);
        }
    }
}
