package dev.fluxion;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * The way to the runtime, which the agent defines in the boot loader. It is looked up by name at every request, so that an agent
 * attached later is found; requests are rare, because their results are kept by whoever made them.
 */
final class AgentLink {
    static final String AGENT_MISSING =
            "Fluxion's agent is not running: start the JVM with -javaagent:fluxion-agent.jar, "
                    + "or attach it with java -jar fluxion-agent.jar attach <pid>.";

    private static final String BRIDGE = "dev.fluxion.runtime.Bridge";

    private AgentLink() {}

    /** A derivative of a functional object; the operators and their types are those of the runtime's bridge. */
    static MethodHandle function(String operator, Object function) {
        MethodHandle bridge = bridge("function", MethodType.methodType(MethodHandle.class, String.class, Object.class));
        try {
            return (MethodHandle) bridge.invokeExact(operator, function);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /** The same in a given mode. */
    static MethodHandle function(String operator, Mode mode, Object function) {
        return function(mode == Mode.AUTOMATIC ? operator : operator + ":" + mode, function);
    }

    /** A derivative of a method given by reflection. */
    static MethodHandle method(String operator, Method method) {
        MethodHandle bridge = bridge("method", MethodType.methodType(MethodHandle.class, String.class, Method.class));
        try {
            return (MethodHandle) bridge.invokeExact(operator, method);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /** The operator's name, with the numbers of the arguments that a derivative is with respect to; none means all that carry one. */
    static String withRespectTo(String operator, List<Integer> wrt) {
        StringBuilder asked = new StringBuilder(operator);
        for (int argument : wrt) {
            asked.append(':').append(argument);
        }
        return asked.toString();
    }

    /** A derivative of what a method writes into one of its arguments. */
    static MethodHandle output(String operator, Method method, int argument) {
        MethodHandle bridge =
                bridge("output", MethodType.methodType(MethodHandle.class, String.class, Method.class, int.class));
        try {
            return (MethodHandle) bridge.invokeExact(operator, method, argument);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /** A derivative of the method that a direct handle calls. */
    static MethodHandle method(String operator, MethodHandle handle) {
        MethodHandle bridge =
                bridge("method", MethodType.methodType(MethodHandle.class, String.class, MethodHandle.class));
        try {
            return (MethodHandle) bridge.invokeExact(operator, handle);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /** A derivative of what the method that a direct handle calls writes into one of its arguments. */
    static MethodHandle output(String operator, MethodHandle handle, int argument) {
        MethodHandle bridge = bridge(
                "output", MethodType.methodType(MethodHandle.class, String.class, MethodHandle.class, int.class));
        try {
            return (MethodHandle) bridge.invokeExact(operator, handle, argument);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /**
     * A direct handle of a method that its module keeps to itself, for the caller of the method that calls this one; null if none is
     * needed, or the agent does not say who that is.
     */
    static MethodHandle grant(Method method) {
        if (isAccessible(method) || !isAgentRunning()) {
            return null;
        }
        MethodHandle bridge = bridge("grant", MethodType.methodType(MethodHandle.class, Method.class));
        try {
            return (MethodHandle) bridge.invokeExact(method);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    @SuppressWarnings("deprecation") // asks for the flag, not for access from here
    private static boolean isAccessible(Method method) {
        Class<?> owner = method.getDeclaringClass();
        return method.isAccessible()
                || !owner.getModule().isNamed()
                || owner.getModule().isOpen(owner.getPackageName())
                || Modifier.isPublic(method.getModifiers())
                        && Modifier.isPublic(owner.getModifiers())
                        && owner.getModule().isExported(owner.getPackageName());
    }

    /** The method that a direct method handle calls. */
    static Method reveal(MethodHandle handle) {
        MethodHandle bridge = bridge("reveal", MethodType.methodType(Method.class, MethodHandle.class));
        try {
            return (Method) bridge.invokeExact(handle);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /** The names of a method's arguments, its receiver's among them; none if the agent is not running. */
    @SuppressWarnings("unchecked")
    static List<String> names(Method method) {
        if (!isAgentRunning()) {
            return List.of();
        }
        MethodHandle bridge = bridge("names", MethodType.methodType(List.class, Method.class));
        try {
            return (List<String>) bridge.invokeExact(method);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /** The body of a stub. */
    static MethodHandle stub(MethodHandles.Lookup lookup, String stubName, MethodType stubType) {
        MethodHandle bridge = bridge(
                "stub",
                MethodType.methodType(MethodHandle.class, MethodHandles.Lookup.class, String.class, MethodType.class));
        try {
            return (MethodHandle) bridge.invokeExact(lookup, stubName, stubType);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /** Whether the agent has made derivatives available. */
    static boolean isAgentRunning() {
        try {
            MethodHandle isInstalled = MethodHandles.publicLookup()
                    .findStatic(Class.forName(BRIDGE, true, null), "isInstalled", MethodType.methodType(boolean.class));
            return (boolean) isInstalled.invokeExact();
        } catch (ClassNotFoundException absent) {
            return false;
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    private static MethodHandle bridge(String name, MethodType type) {
        if (!isAgentRunning()) {
            throw new IllegalStateException(AGENT_MISSING);
        }
        try {
            return MethodHandles.publicLookup().findStatic(Class.forName(BRIDGE, true, null), name, type);
        } catch (ReflectiveOperationException mismatch) {
            throw new IllegalStateException(
                    "Fluxion's agent and the fluxion-rules jar of the application are of different versions: use the same"
                            + " version of both.",
                    mismatch);
        }
    }
}
