package dev.fluxion.agent.instrument;

import dev.fluxion.agent.link.FluxionCompiler;
import dev.fluxion.runtime.Bridge;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The compiler with the application's class files and modules. {@link LazyCompiler} makes one of these by name, in a loader of its own. */
public final class ApplicationCompiler
        implements BiFunction<Lookup, Instrumentation, Function<Consumer<String>, Bridge.Compiler>> {
    /** Takes what the compiler needs of the agent, the agent's log last. */
    @Override
    public Function<Consumer<String>, Bridge.Compiler> apply(Lookup trusted, Instrumentation instrumentation) {
        return log -> new FluxionCompiler(
                trusted, new ApplicationClassBytes(instrumentation), module -> letRead(instrumentation, module), log);
    }

    private static void letRead(Instrumentation instrumentation, Module module) {
        if (!module.canRead(Bridge.class.getModule())) {
            instrumentation.redefineModule(
                    module, Set.of(Bridge.class.getModule()), Map.of(), Map.of(), Set.of(), Map.of());
        }
    }
}
