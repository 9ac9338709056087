package dev.fluxion.agent.instrument.boot;

import dev.fluxion.agent.report.AgentLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Puts the package {@code dev.fluxion.runtime}, which the agent jar carries, into the boot loader: the bridge at every start,
 * all of it once somebody wants a derivative. The jar has an index of it: to list thousands of entries takes milliseconds.
 */
public final class BootRuntime {
    private static final String FOLDER = "dev/fluxion/runtime/";
    private static final String SUFFIX = ".class";

    /** Names its class files, by lines. */
    private static final String INDEX = FOLDER + "classes";

    private static final String[] BRIDGE = {FOLDER + "Bridge$Compiler", FOLDER + "Bridge"};

    private final Lookup trusted;
    private final Instrumentation instrumentation;
    private final Path agentJar;

    private BootRuntime(Lookup trusted, Instrumentation instrumentation, Path agentJar) {
        this.trusted = trusted;
        this.instrumentation = instrumentation;
        this.agentJar = agentJar;
    }

    /** Defines the bridge, unless the boot loader has it already. */
    public static BootRuntime install(Instrumentation instrumentation, Path agentJar) throws Throwable {
        Map<String, byte[]> classes = new TreeMap<>();
        byte[] reader;
        try (JarFile jar = new JarFile(agentJar.toFile())) {
            reader = read(jar, jar.getJarEntry(TrustedLookup.READER.concat(SUFFIX)));
            for (String name : BRIDGE) {
                classes.put(name, read(jar, jar.getJarEntry(name.concat(SUFFIX))));
            }
        }
        BootRuntime runtime = new BootRuntime(TrustedLookup.obtain(instrumentation, reader), instrumentation, agentJar);
        runtime.install(classes);
        return runtime;
    }

    public Lookup trusted() {
        return trusted;
    }

    /** Defines the whole package, except what the boot loader has already. */
    public void installAll() throws Throwable {
        install(classFiles());
    }

    /** The runtime's class files by internal name. */
    Map<String, byte[]> classFiles() throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile jar = new JarFile(agentJar.toFile())) {
            String index = new String(read(jar, jar.getJarEntry(INDEX)), StandardCharsets.UTF_8);
            for (String name : index.split("\n", 0)) {
                classes.put(name.substring(0, name.length() - SUFFIX.length()), read(jar, jar.getJarEntry(name)));
            }
        }
        return classes;
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }

    private void install(Map<String, byte[]> classes) throws Throwable {
        try {
            define(classes);
        } catch (ReflectiveOperationException | LinkageError internalsChanged) {
            AgentLog.dropped(() -> "The runtime is not defined class by class", internalsChanged);
            append(instrumentation, classes);
        }
    }

    /**
     * Defines the classes directly, which unlike {@link #append} leaves class data sharing on and prints nothing. A class
     * whose superclass is not there yet waits for the next round.
     */
    private void define(Map<String, byte[]> classes) throws Throwable {
        MethodHandle defineClass = defineClass();
        if (!isDefined(BRIDGE[0])) {
            RuntimeModule.define(trusted);
        }
        Map<String, byte[]> waiting = classes;
        while (!waiting.isEmpty()) {
            Map<String, byte[]> postponed = new TreeMap<>();
            NoClassDefFoundError missing = null;
            for (var next : waiting.entrySet()) {
                try {
                    if (!isDefined(next.getKey())) {
                        define(defineClass, next.getKey(), next.getValue());
                    }
                } catch (NoClassDefFoundError superclass) {
                    missing = superclass;
                    postponed.put(next.getKey(), next.getValue());
                }
            }
            if (postponed.size() == waiting.size()) {
                throw missing;
            }
            waiting = postponed;
        }
    }

    /** Invoked with exactly the method's own types, because anything else makes the JDK generate code at every start. */
    private static void define(MethodHandle defineClass, String name, byte[] bytes) throws Throwable {
        Class<?> defined = (Class<?>) defineClass.invokeExact(
                (ClassLoader) null, name, bytes, 0, bytes.length, (ProtectionDomain) null, (String) null);
        assert defined.getClassLoader() == null;
    }

    /** The native method behind all that class loaders define. */
    private MethodHandle defineClass() throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(
                Class.class,
                ClassLoader.class,
                String.class,
                byte[].class,
                int.class,
                int.class,
                ProtectionDomain.class,
                String.class);
        return trusted.findStatic(ClassLoader.class, "defineClass1", type);
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
