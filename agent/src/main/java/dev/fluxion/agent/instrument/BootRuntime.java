package dev.fluxion.agent.instrument;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** Puts the package {@code dev.fluxion.runtime}, which the agent jar carries, into the boot loader. */
final class BootRuntime {
    private static final String FOLDER = "dev/fluxion/runtime/";
    private static final String SUFFIX = ".class";

    private BootRuntime() {}

    /** Defines the runtime's classes. Those that the boot loader has already stay as they are. */
    static void install(Lookup trusted, Instrumentation instrumentation, Path agentJar) throws Throwable {
        Map<String, byte[]> classes = classFiles(agentJar);
        try {
            define(trusted, classes);
        } catch (ReflectiveOperationException | LinkageError internalsChanged) {
            append(instrumentation, classes);
        }
    }

    /** The runtime's class files by internal name. */
    static Map<String, byte[]> classFiles(Path agentJar) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile jar = new JarFile(agentJar.toFile())) {
            for (var entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.startsWith(FOLDER) && name.endsWith(SUFFIX)) {
                    try (var content = jar.getInputStream(entry)) {
                        classes.put(name.substring(0, name.length() - SUFFIX.length()), content.readAllBytes());
                    }
                }
            }
        }
        return classes;
    }

    /**
     * Defines the classes directly, which unlike {@link #append} leaves class data sharing on and prints nothing. A class
     * whose superclass is not there yet waits for the next round.
     */
    private static void define(Lookup trusted, Map<String, byte[]> classes) throws Throwable {
        MethodHandle defineClass = defineClass(trusted);
        Map<String, byte[]> waiting = classes;
        while (!waiting.isEmpty()) {
            Map<String, byte[]> postponed = new TreeMap<>();
            NoClassDefFoundError missing = null;
            for (var next : waiting.entrySet()) {
                byte[] bytes = next.getValue();
                try {
                    if (!isDefined(next.getKey())) {
                        defineClass.invoke(
                                next.getKey(), bytes, 0, bytes.length, (ClassLoader) null, (ProtectionDomain) null);
                    }
                } catch (NoClassDefFoundError superclass) {
                    missing = superclass;
                    postponed.put(next.getKey(), bytes);
                }
            }
            if (postponed.size() == waiting.size()) {
                throw missing;
            }
            waiting = postponed;
        }
    }

    private static MethodHandle defineClass(Lookup trusted) throws Throwable {
        Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe", true, null);
        MethodType type = MethodType.methodType(
                Class.class,
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                ProtectionDomain.class);
        Object instance = trusted.findStatic(unsafe, "getUnsafe", MethodType.methodType(unsafe))
                .invoke();
        return trusted.findVirtual(unsafe, "defineClass", type).bindTo(instance);
    }

    private static boolean isDefined(String internalName) {
        try {
            Class.forName(internalName.replace('/', '.'), false, null);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** The documented way, through a jar of their own; the JVM warns on stderr that it switches sharing off. */
    static void append(Instrumentation instrumentation, Map<String, byte[]> classes) throws IOException {
        Path jar = Files.createTempFile("fluxion-runtime", ".jar");
        jar.toFile().deleteOnExit();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            for (var next : classes.entrySet()) {
                entries.putNextEntry(new JarEntry(next.getKey() + SUFFIX));
                entries.write(next.getValue());
            }
        }
        instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar.toFile()));
    }
}
