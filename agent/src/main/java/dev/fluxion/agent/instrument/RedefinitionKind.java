package dev.fluxion.agent.instrument;

/** What the stack of a thread tells of the redefinition that calls its transformers. */
final class RedefinitionKind {
    private static final String INSTRUMENTATION = "sun.instrument.InstrumentationImpl";

    private RedefinitionKind() {}

    /** Whether it leaves the class file as it was but for what transformers make of it; a debugger's does not. */
    static boolean isRetransformation() {
        for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
            if (frame.getClassName().equals(INSTRUMENTATION)) {
                if (frame.getMethodName().startsWith("retransformClasses")) {
                    return true;
                }
                if (frame.getMethodName().startsWith("redefineClasses")) {
                    return false;
                }
            }
        }
        return false;
    }

    /** Whether a thread with these frames is in any. */
    static boolean isAny(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            if (frame.getClassName().equals(INSTRUMENTATION)) {
                return true;
            }
        }
        return false;
    }
}
