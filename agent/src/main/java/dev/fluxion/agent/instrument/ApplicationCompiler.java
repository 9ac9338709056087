package dev.fluxion.agent.instrument;

import dev.fluxion.agent.instrument.redefine.ApplicationClassBytes;
import dev.fluxion.agent.instrument.redefine.LoadedClasses;
import dev.fluxion.agent.instrument.redefine.RedefinedClasses;
import dev.fluxion.agent.instrument.redefine.RedefinitionLog;
import dev.fluxion.agent.link.FluxionCompiler;
import dev.fluxion.agent.report.AgentLog;
import dev.fluxion.runtime.Bridge;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The compiler with the application's class files and modules. {@link LazyCompiler} makes one of these by name, in a loader of its own. */
public final class ApplicationCompiler
        implements BiFunction<
                Lookup,
                Instrumentation,
                BiFunction<
                        Function<BiConsumer<Class<?>, byte[]>, Map<Class<?>, Object[]>>,
                        Function<String, Consumer<String>>,
                        Function<String, Bridge.Compiler>>> {
    /**
     * Takes what the compiler needs of the agent; then {@link RedefinitionLog#handOver}, and who writes what is of a level of the
     * agent's log, null for nobody; then the agent's argument.
     */
    @Override
    public BiFunction<
                    Function<BiConsumer<Class<?>, byte[]>, Map<Class<?>, Object[]>>,
                    Function<String, Consumer<String>>,
                    Function<String, Bridge.Compiler>>
            apply(Lookup trusted, Instrumentation instrumentation) {
        return (redefinitions, logs) -> argument -> {
            AgentOptions options = AgentOptions.parse(argument);
            AgentLog.setLevel(options.log()); // which has been loaded again, for the compiler's loader
            RedefinedClasses redefined = new RedefinedClasses(trusted, instrumentation);
            ApplicationClassBytes bytes = new ApplicationClassBytes(new LoadedClasses(trusted), redefined);
            redefined.watch(bytes, redefinitions);
            return new FluxionCompiler(
                    trusted,
                    bytes,
                    module -> letRead(instrumentation, module),
                    CompilerTrace.warnings(logs),
                    redefined,
                    CompilerTrace.of(options, logs));
        };
    }

    private static void letRead(Instrumentation instrumentation, Module module) {
        if (!module.canRead(Bridge.class.getModule())) {
            instrumentation.redefineModule(
                    module, Set.of(Bridge.class.getModule()), Map.of(), Map.of(), Set.of(), Map.of());
        }
    }
}
