package dev.fluxion.agent.instrument.redefine;

/** What the stack of a thread tells of its redefining classes. */
final class RedefiningThread {
    private static final String INSTRUMENTATION = "sun.instrument.InstrumentationImpl";
    private static final String RETRANSFORM = "retransformClasses";
    private static final String REDEFINE = "redefineClasses";

    private RedefiningThread() {}

    /**
     * Whether a transformer that is called now sees a class file as it was but for what transformers make of it. What a debugger brings is
     * another.
     */
    static boolean isRetransforming() {
        for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
            if (is(frame, RETRANSFORM)) {
                return true;
            }
            if (is(frame, REDEFINE)) {
                return false;
            }
        }
        return false;
    }

    /**
     * Whether the thread is certain to be redefining classes, of which some may come into force yet.
     *
     * @param thread null if it is no more
     */
    static boolean is(Thread thread) {
        if (thread != null) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (is(frame, RETRANSFORM) || is(frame, REDEFINE) || is(frame, "transform")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean is(StackTraceElement frame, String method) {
        return frame.getClassName().equals(INSTRUMENTATION)
                && frame.getMethodName().startsWith(method);
    }
}
