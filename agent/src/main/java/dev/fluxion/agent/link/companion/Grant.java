package dev.fluxion.agent.link.companion;

import dev.fluxion.runtime.Bridge;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A handle of a method for whoever calls {@code Fluxion.of} with it, if its module could make it accessible: the caller need not do
 * that first.
 *
 * <p>Who calls is read off the stack, of which nothing is left out. A caller by reflection or through a method handle is the JDK,
 * and not granted anything: whose code it acts for is not known. The API may lie about its caller, unless it is the one of the
 * command line or of the caller's own module, which has nothing to gain by it.
 */
public final class Grant implements Function<Stream<StackFrame>, Class<?>> {
    private static final String MODULE = "dev.fluxion";
    private static final String API = "dev.fluxion.Fluxion";
    private static final String LINK = "dev.fluxion.AgentLink";

    private Grant() {}

    /**
     * A direct handle; null if the caller is not known.
     *
     * @throws IllegalArgumentException if its module may not use the method
     */
    public static MethodHandle of(Method method, Lookup trusted) throws IllegalAccessException {
        Class<?> caller = StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES))
                .walk(new Grant());
        if (caller == null) {
            return null;
        }
        Reach.require(caller, method, (caller.isHidden() ? caller.getNestHost() : caller).getName());
        return trusted.in(method.getDeclaringClass()).unreflect(method);
    }

    @Override
    public Class<?> apply(Stream<StackFrame> frames) {
        Iterator<StackFrame> rest = frames.dropWhile(Grant::isWithin)
                .dropWhile(Grant::isCallOf)
                .limit(3)
                .iterator();
        StackFrame link = rest.hasNext() ? rest.next() : null;
        StackFrame of = rest.hasNext() ? rest.next() : null;
        StackFrame caller = rest.hasNext() ? rest.next() : null;
        return caller != null && isApi(link, of) && isTrusted(of, caller) ? caller.getDeclaringClass() : null;
    }

    private static boolean isWithin(StackFrame frame) {
        return frame.getDeclaringClass() != Bridge.class;
    }

    private static boolean isCallOf(StackFrame frame) {
        return frame.getDeclaringClass() == Bridge.class
                || frame.getDeclaringClass().getPackageName().equals("java.lang.invoke");
    }

    private static boolean isApi(StackFrame link, StackFrame of) {
        return link.getClassName().equals(LINK)
                && of.getClassName().equals(API)
                && of.getMethodName().equals("of")
                && module(of) == module(link);
    }

    private static boolean isTrusted(StackFrame of, StackFrame caller) {
        boolean isKnown = module(of) == module(caller)
                || module(of) == ModuleLayer.boot().findModule(MODULE).orElse(null);
        // Of those that the JDK makes for reflection some are in no module of its own.
        return isKnown
                && module(caller) != Object.class.getModule()
                && !caller.getClassName().startsWith("jdk.internal.reflect.");
    }

    private static Module module(StackFrame frame) {
        return frame.getDeclaringClass().getModule();
    }
}
