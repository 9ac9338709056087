package dev.fluxion.agent.instrument;

import dev.fluxion.agent.instrument.redefine.ClassResources;
import dev.fluxion.agent.instrument.stub.StubAnnotations;
import dev.fluxion.agent.report.AgentLog;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings the stubs of classes to life that were loaded before the agent, and has those checked that ask for it. */
final class LoadedStubs {
    private final Instrumentation instrumentation;
    private final BackgroundCheck check;
    private final Set<Class<?>> seen = new HashSet<>();
    private final Map<ClassLoader, Boolean> knowsStubs = new HashMap<>();

    private LoadedStubs(Instrumentation instrumentation, BackgroundCheck check) {
        this.instrumentation = instrumentation;
        this.check = check;
    }

    /** To be called once the transformer is there, which takes care of classes loaded from then on. */
    static void retransform(Instrumentation instrumentation, BackgroundCheck check) {
        LoadedStubs stubs = new LoadedStubs(instrumentation, check);
        List<Class<?>> found = stubs.find();
        while (!found.isEmpty()) { // again, for classes that were being loaded while the transformer came
            stubs.retransform(found);
            found = stubs.find();
        }
    }

    private List<Class<?>> find() {
        List<Class<?>> found = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            try {
                if (mayHaveStubs(type) && seen.add(type) && mentionsStubs(type)) {
                    found.add(type);
                }
            } catch (RuntimeException failure) { // a class loader of the application may do anything
                AgentLog.logger()
                        .warn(
                                "Stubs of {} do not work, because its bytes cannot be read: {}",
                                type.getName(),
                                failure.toString());
            }
        }
        return found;
    }

    /** Also true where nobody knows: then it is for the transformer to see. */
    private boolean mentionsStubs(Class<?> type) {
        byte[] classFile = ClassResources.read(type.getClassLoader(), ClassResources.internalName(type));
        if (classFile == null) {
            return true;
        }
        StubAnnotations.Mentioned mentioned = StubAnnotations.mentionedIn(classFile);
        if (!mentioned.isNothing()) {
            check.add(type.getClassLoader(), ClassResources.internalName(type), classFile);
        }
        return mentioned.stubs();
    }

    private boolean mayHaveStubs(Class<?> type) {
        return StubTransformer.mayHaveStubs(type.getClassLoader(), ClassResources.internalName(type))
                && instrumentation.isModifiableClass(type)
                && knowsStubs.computeIfAbsent(type.getClassLoader(), LoadedStubs::offersStubs);
    }

    private static boolean offersStubs(ClassLoader loader) {
        return loader.getResource("dev/fluxion/Stubs.class") != null;
    }

    private void retransform(List<Class<?>> types) {
        try {
            instrumentation.retransformClasses(types.toArray(Class<?>[]::new));
        } catch (Exception | LinkageError oneOfThem) { // which is said of it
            for (Class<?> type : types) {
                retransform(type);
            }
        }
    }

    private void retransform(Class<?> type) {
        try {
            instrumentation.retransformClasses(type);
        } catch (Exception | LinkageError refused) {
            AgentLog.logger()
                    .warn(
                            "{} is left as it is, because the JVM does not let it be changed: {}. Start the application with -javaagent.",
                            type.getName(),
                            refused.toString());
        }
    }
}
