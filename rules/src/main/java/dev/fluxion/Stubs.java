package dev.fluxion;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/** Links the bodies that the agent gives to stubs. Applications do not call it: their rewritten bytecode does. */
public final class Stubs {
    private static final MethodHandle TRANSLATE =
            find(Refusals.class, "translate", MethodType.methodType(RuntimeException.class, Throwable.class));
    private static final MethodHandle RELINK = find(
            Stubs.class,
            "relink",
            MethodType.methodType(MethodHandle.class, MutableCallSite.class, Lookup.class, String.class));

    private Stubs() {}

    /**
     * Bootstrap method of the {@code invokedynamic} instruction that is the body of a stub.
     *
     * @param lookup the class of the stub
     * @param stubName the stub's name
     * @param stubType the stub's type, receiver included
     * @return a call site of type {@code stubType}, constant unless the agent is just being attached. It throws
     *     {@link NotDifferentiableException} where the method reaches something that cannot be differentiated, and what is wrong with
     *     the stub itself it throws at every call, because an exception thrown from here would reach the caller inside a
     *     {@link BootstrapMethodError}
     */
    public static CallSite link(Lookup lookup, String stubName, MethodType stubType) {
        if (AgentLink.isAgentRunning()) {
            return new ConstantCallSite(body(lookup, stubName, stubType));
        }
        // The agent has given the stub its body, but does not make derivatives yet: each call asks again.
        MutableCallSite site = new MutableCallSite(stubType);
        MethodHandle relink = MethodHandles.insertArguments(RELINK, 0, site, lookup, stubName);
        site.setTarget(MethodHandles.foldArguments(MethodHandles.exactInvoker(stubType), relink));
        return site;
    }

    @SuppressWarnings("UnusedMethod") // called by RELINK
    private static MethodHandle relink(MutableCallSite site, Lookup lookup, String stubName) {
        if (!AgentLink.isAgentRunning()) {
            return failing(new IllegalStateException(AgentLink.AGENT_MISSING), site.type());
        }
        MethodHandle body = body(lookup, stubName, site.type());
        site.setTarget(body);
        return body;
    }

    private static MethodHandle body(Lookup lookup, String stubName, MethodType stubType) {
        MethodHandle derivative;
        try {
            derivative = AgentLink.stub(lookup, stubName, stubType);
        } catch (RuntimeException failure) {
            return failing(failure, stubType);
        }
        MethodHandle rethrow = MethodHandles.filterArguments(
                MethodHandles.throwException(stubType.returnType(), RuntimeException.class), 0, TRANSLATE);
        return MethodHandles.catchException(derivative, Throwable.class, rethrow);
    }

    private static MethodHandle failing(RuntimeException failure, MethodType stubType) {
        MethodHandle fail = MethodHandles.throwException(stubType.returnType(), RuntimeException.class)
                .bindTo(failure);
        return MethodHandles.dropArguments(fail, 0, stubType.parameterList());
    }

    private static MethodHandle find(Class<?> owner, String name, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(owner, name, type);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
