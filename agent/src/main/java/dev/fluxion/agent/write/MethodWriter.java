package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Function;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/**
 * IR to the code of a method, stack-map frames included: they follow from the static types of the values in locals, so that the
 * class writer need not compute frames and no class hierarchy is consulted.
 */
public final class MethodWriter {
    private static final int MAXIMAL_SIZE = 65_535;

    private MethodWriter() {}

    /**
     * Writes a function as the code of a method, from {@code visitCode} to {@code visitEnd}. The class must have version 51 or
     * later. The method's parameters, receiver included, are the function's.
     *
     * @return the size of the code in bytes, short jumps assumed
     * @throws MethodTooLargeException if that is over the JVM's limit; nothing was visited then
     */
    public static int write(Function function, MethodVisitor visitor) {
        return write(function, false, null, visitor);
    }

    /** The same for a derived function that may call itself. */
    public static int write(Function function, SelfCall self, MethodVisitor visitor) {
        return write(function, false, self, visitor);
    }

    /**
     * Writes a function as the code of a constructor: its first parameter is the object under construction, which another
     * constructor must be called on.
     */
    public static int writeConstructor(Function function, MethodVisitor visitor) {
        return write(function, true, null, visitor);
    }

    /** The size of a function's code in bytes, short jumps assumed. */
    public static int size(Function function) {
        FunctionWriter writer = new FunctionWriter(function, false, null);
        writer.write();
        return size(writer);
    }

    private static int size(FunctionWriter written) {
        CodeSizeEvaluator size = new CodeSizeEvaluator(null);
        written.replay(size);
        return size.getMinSize();
    }

    private static int write(Function function, boolean isConstructor, SelfCall self, MethodVisitor visitor) {
        FunctionWriter writer = new FunctionWriter(function, isConstructor, self);
        writer.write();
        int size = size(writer);
        if (size > MAXIMAL_SIZE) {
            throw new MethodTooLargeException(function.name(), size);
        }
        writer.replay(visitor);
        return size;
    }
}
