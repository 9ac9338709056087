package dev.fluxion.agent.instrument;

import dev.fluxion.agent.instrument.boot.BootRuntime;
import dev.fluxion.agent.instrument.redefine.RedefinitionLog;
import dev.fluxion.agent.report.AgentLog;
import java.lang.instrument.Instrumentation;

/** The steps by which the agent gets into a JVM. It runs at every start of the application, so it loads as little as it can. */
final class Installation {
    private Installation() {}

    static void install(AgentOptions options, Instrumentation instrumentation) throws Throwable {
        AgentLog.setLevel(options.log());
        BootRuntime runtime = BootRuntime.install(instrumentation, AgentJar.path());
        CompilerClasses classes = new CompilerClasses(runtime);
        BackgroundCheck check = new BackgroundCheck(classes);
        RedefinitionLog redefinitions = new RedefinitionLog(runtime.trusted());
        instrumentation.addTransformer(new StubTransformer(redefinitions, check), true);
        LoadedStubs.retransform(instrumentation, check);
        // Last, so that until now a running program's stubs say that there is no agent.
        LazyCompiler.install(runtime.trusted(), classes, instrumentation, redefinitions, options.argument());
    }
}
