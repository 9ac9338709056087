package dev.fluxion;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** Links the bodies that the agent gives to stubs. Applications do not call it: their rewritten bytecode does. */
public final class Stubs {
    private static final MethodHandle TRANSLATE = translator();

    private Stubs() {}

    /**
     * Bootstrap method of the {@code invokedynamic} instruction that is the body of a stub.
     *
     * @param lookup the class of the stub
     * @param stubName the stub's name
     * @param stubType the stub's type, receiver included
     * @return a constant call site of type {@code stubType}. It throws {@link NotDifferentiableException} where the method reaches
     *     something that cannot be differentiated, and what is wrong with the stub itself it throws at every call, because an
     *     exception thrown from here would reach the caller inside a {@link BootstrapMethodError}
     */
    public static CallSite link(Lookup lookup, String stubName, MethodType stubType) {
        MethodHandle derivative;
        try {
            derivative = AgentLink.stub(lookup, stubName, stubType);
        } catch (RuntimeException failure) {
            MethodHandle fail = MethodHandles.throwException(stubType.returnType(), RuntimeException.class)
                    .bindTo(failure);
            return new ConstantCallSite(MethodHandles.dropArguments(fail, 0, stubType.parameterList()));
        }
        MethodHandle rethrow = MethodHandles.filterArguments(
                MethodHandles.throwException(stubType.returnType(), RuntimeException.class), 0, TRANSLATE);
        return new ConstantCallSite(MethodHandles.catchException(derivative, Throwable.class, rethrow));
    }

    private static MethodHandle translator() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            Refusals.class,
                            "translate",
                            MethodType.methodType(RuntimeException.class, Throwable.class));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
