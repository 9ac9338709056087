package dev.fluxion.agent.link.companion;

/** Lets generated code see the runtime from inside a named module. */
public interface ModuleReads {
    /**
     * Adds a read edge from the module to the boot loader's unnamed module, where the runtime is. It must be called before
     * the first class that refers to the runtime is linked there: the JVM remembers a failed reference for good.
     */
    void letRead(Module module);
}
