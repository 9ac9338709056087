package dev.fluxion.agent.instrument;

import dev.fluxion.agent.instrument.boot.BootRuntime;

/** Makes the compiler's objects by the names of their classes, all from one loader, which is there once the first is asked for. */
final class CompilerClasses {
    private final BootRuntime runtime;
    private ClassLoader loader;

    CompilerClasses(BootRuntime runtime) {
        this.runtime = runtime;
    }

    /** An object of the class, by its constructor without parameters. */
    synchronized Object make(String className) throws Throwable {
        if (loader == null) {
            runtime.installAll();
            loader = new CompilerLoader();
        }
        return Class.forName(className, true, loader).getDeclaredConstructor().newInstance();
    }
}
