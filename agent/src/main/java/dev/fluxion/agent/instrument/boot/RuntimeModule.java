package dev.fluxion.agent.instrument.boot;

import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.module.ModuleDescriptor;
import java.net.URI;

/**
 * The module of the runtime in the boot loader. All that generated code names there is public and exported; what is private, the
 * compiler above all, nobody reaches by reflection, as everybody could in the boot loader's unnamed module.
 */
final class RuntimeModule {
    private static final String NAME = "dev.fluxion.runtime";

    private RuntimeModule() {}

    /** Makes it. Its classes become part of it when they are defined. */
    static void define(Lookup trusted) throws Throwable {
        ModuleDescriptor descriptor =
                ModuleDescriptor.newModule(NAME).exports(NAME).build();
        // What layers of modules are made by.
        Class<?> modules = Class.forName("jdk.internal.module.Modules");
        MethodType define = MethodType.methodType(Module.class, ClassLoader.class, ModuleDescriptor.class, URI.class);
        Module module = (Module) trusted.findStatic(modules, "defineModule", define)
                .invokeExact((ClassLoader) null, descriptor, (URI) null);
        MethodType read = MethodType.methodType(void.class, Module.class, Module.class);
        trusted.findStatic(modules, "addReads", read).invokeExact(module, Object.class.getModule());
        MethodType export = MethodType.methodType(void.class, Module.class, String.class);
        trusted.findStatic(modules, "addExports", export).invokeExact(module, NAME);
    }
}
