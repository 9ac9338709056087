package dev.fluxion.agent.derive.random;

import java.util.function.Supplier;
import org.objectweb.asm.Type;

/** Exceptions that programs throw and catch. */
enum Thrown {
    ARITHMETIC(ArithmeticException.class, ArithmeticException::new),
    INDEX(ArrayIndexOutOfBoundsException.class, ArrayIndexOutOfBoundsException::new),
    STATE(IllegalStateException.class, IllegalStateException::new),
    ANY_RUNTIME(RuntimeException.class, RuntimeException::new),
    ANYTHING(Throwable.class, null);

    private final Class<? extends Throwable> type;
    private final Supplier<? extends RuntimeException> constructor;

    Thrown(Class<? extends Throwable> type, Supplier<? extends RuntimeException> constructor) {
        this.type = type;
        this.constructor = constructor;
    }

    RuntimeException make() {
        return constructor.get();
    }

    boolean catches(Throwable thrown) {
        return type.isInstance(thrown);
    }

    String internalName() {
        return Type.getInternalName(type);
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
