package dev.fluxion.agent.link.classfile;

import java.util.HashMap;
import java.util.Map;

/** The packages of the modules that the JVM started with. */
final class NamedModules {
    private static final Map<String, Module> MODULES = modules();

    private NamedModules() {}

    private static Map<String, Module> modules() {
        Map<String, Module> modules = new HashMap<>();
        for (Module module : ModuleLayer.boot().modules()) {
            module.getPackages().forEach(name -> modules.put(name.replace('.', '/'), module));
        }
        return modules;
    }

    /** Whether everybody may use what is public in a package, if it is that of a module; all may where it is of none. */
    static boolean export(String packageName) {
        Module module = MODULES.get(packageName);
        return module == null || module.isExported(packageName.replace('/', '.'));
    }

    /** Whether a package is one of the JDK, so that nobody who uses it can change it. */
    static boolean areOfJdk(String packageName) {
        Module module = MODULES.get(packageName);
        return module != null
                && (module.getName().startsWith("java.") || module.getName().startsWith("jdk."));
    }
}
