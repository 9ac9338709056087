package dev.fluxion.agent.report;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Variant;
import java.util.function.Supplier;

/**
 * Is told what the compiler does, for developers who want to see inside. Nothing that is told may be kept: functions are changed in
 * place by what comes next. Texts are asked for only where somebody writes them.
 */
public interface Trace {
    /** Nobody listens. */
    Trace NONE = new Trace() {};

    /** How far a function has come. */
    enum Stage {
        /** As the class file has it. */
        READ,
        /** After the passes that change no bit, and with what was inlined. */
        OPTIMIZED,
        /** What derivatives are made of, objects left out; of a derived variant, what was made. */
        FINISHED
    }

    /** Is told of what is made of the classes that the loader sees, until one of them changes. */
    default Trace in(ClassLoader loader) {
        return this;
    }

    /** A function has reached a stage. */
    default void reached(Stage stage, Variant variant, Function function) {}

    /** A companion is about to be defined. */
    default void linked(Companion companion) {}

    /**
     * Something was left undone, as is meant, because of a failure that nobody will see.
     *
     * @param what was tried
     */
    default void dropped(Supplier<String> what, Throwable failure) {}

    /**
     * Something failed that should not: a defect of the compiler's.
     *
     * @param what was tried
     */
    default void defect(Supplier<String> what, Throwable failure) {}

    /**
     * A companion.
     *
     * @param function as it was written, which may differ from what was derived in how members are reached
     * @param codeSize bytes of bytecode of all methods
     * @param nanos that it took to derive the function, as far as it was not there already, and to write it
     * @param asker what it was needed for
     */
    record Companion(
            Variant variant, Function function, byte[] classFile, int codeSize, long nanos, Supplier<String> asker) {}
}
