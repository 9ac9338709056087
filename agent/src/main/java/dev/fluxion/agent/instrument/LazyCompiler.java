package dev.fluxion.agent.instrument;

import dev.fluxion.agent.instrument.redefine.RedefinitionLog;
import dev.fluxion.agent.report.AgentLog;
import dev.fluxion.agent.report.LogLevel;
import dev.fluxion.runtime.Bridge;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Stands in for the compiler until somebody wants a derivative; an application that never does loads nothing of it. */
final class LazyCompiler implements Bridge.Compiler {
    private static final String COMPILER = "dev.fluxion.agent.instrument.ApplicationCompiler";

    private final Lookup trusted;
    private final CompilerClasses classes;
    private final Instrumentation instrumentation;
    private final RedefinitionLog redefinitions;
    private final String argument;
    private volatile Bridge.Compiler compiler;

    private LazyCompiler(
            Lookup trusted,
            CompilerClasses classes,
            Instrumentation instrumentation,
            RedefinitionLog redefinitions,
            String argument) {
        this.trusted = trusted;
        this.classes = classes;
        this.instrumentation = instrumentation;
        this.redefinitions = redefinitions;
        this.argument = argument;
    }

    /**
     * Hooks the compiler into the bridge, which must be in the boot loader by then. The call is here because to verify it the
     * JVM loads the bridge together with this class.
     *
     * @param argument the agent's, as it was given
     */
    static void install(
            Lookup trusted,
            CompilerClasses classes,
            Instrumentation instrumentation,
            RedefinitionLog redefinitions,
            String argument)
            throws Throwable {
        MethodHandle install =
                trusted.findStatic(Bridge.class, "install", MethodType.methodType(void.class, Bridge.Compiler.class));
        Bridge.Compiler installed = new LazyCompiler(trusted, classes, instrumentation, redefinitions, argument);
        install.invokeExact(installed);
    }

    @Override
    public MethodHandle function(String operator, Object function) throws Throwable {
        return compiler().function(operator, function);
    }

    @Override
    public MethodHandle method(String operator, Method method) throws Throwable {
        return compiler().method(operator, method);
    }

    @Override
    public MethodHandle output(String operator, Method method, int argument) throws Throwable {
        return compiler().output(operator, method, argument);
    }

    @Override
    public MethodHandle method(String operator, MethodHandle handle) throws Throwable {
        return compiler().method(operator, handle);
    }

    @Override
    public MethodHandle output(String operator, MethodHandle handle, int argument) throws Throwable {
        return compiler().output(operator, handle, argument);
    }

    @Override
    public MethodHandle grant(Method method) throws Throwable {
        return compiler().grant(method);
    }

    @Override
    public Method reveal(MethodHandle handle) throws Throwable {
        return compiler().reveal(handle);
    }

    @Override
    public List<String> names(Method method) throws Throwable {
        return compiler().names(method);
    }

    @Override
    public MethodHandle stub(Lookup lookup, String stubName, MethodType stubType) throws Throwable {
        return compiler().stub(lookup, stubName, stubType);
    }

    @Override
    public CallSite variant(
            Lookup lookup,
            MethodType type,
            String kind,
            String owner,
            String name,
            String descriptor,
            boolean isInterface,
            String transforms)
            throws Throwable {
        return compiler().variant(lookup, type, kind, owner, name, descriptor, isInterface, transforms);
    }

    @Override
    public CallSite member(Lookup lookup, MethodType type, String use, String owner, String name, String host)
            throws Throwable {
        return compiler().member(lookup, type, use, owner, name, host);
    }

    private Bridge.Compiler compiler() throws Throwable {
        Bridge.Compiler existing = compiler;
        return existing == null ? create() : existing;
    }

    @SuppressWarnings("unchecked") // of the same name and version
    private synchronized Bridge.Compiler create() throws Throwable {
        if (compiler == null) {
            var factory = (BiFunction<
                            Lookup,
                            Instrumentation,
                            BiFunction<
                                    Function<BiConsumer<Class<?>, byte[]>, Map<Class<?>, Object[]>>,
                                    Function<String, Consumer<String>>,
                                    Function<String, Bridge.Compiler>>>)
                    classes.make(COMPILER);
            compiler = factory.apply(trusted, instrumentation)
                    .apply(redefinitions::handOver, LazyCompiler::writer)
                    .apply(argument);
        }
        return compiler;
    }

    private static Consumer<String> writer(String level) {
        LogLevel asked = LogLevel.valueOf(level);
        if (!AgentLog.writes(asked)) {
            return null;
        }
        return asked == LogLevel.DEBUG
                ? message -> AgentLog.logger().debug(message)
                : message -> AgentLog.logger().warn(message);
    }
}
