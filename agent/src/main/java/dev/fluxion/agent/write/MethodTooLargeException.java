package dev.fluxion.agent.write;

/** A function whose bytecode exceeds the 65,535 bytes that a method may have (JVMS 4.7.3). */
public final class MethodTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MethodTooLargeException(String function, int size) {
        super(function + " would need " + size + " bytes of bytecode; a method may have at most 65535");
    }
}
