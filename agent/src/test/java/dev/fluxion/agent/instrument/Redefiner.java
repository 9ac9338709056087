package dev.fluxion.agent.instrument;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Another agent, which redefines and retransforms classes as programs under test ask it to. */
final class Redefiner {
    /** New class files are those in the folder that the property {@code version} names. */
    static final String SOURCE = """
            import java.lang.instrument.*;
            import java.nio.file.*;
            import java.security.ProtectionDomain;
            public class Redefiner {
                static Instrumentation instrumentation;
                public static void premain(String arguments, Instrumentation given) { instrumentation = given; }

                static byte[] file(String version, Class<?> type) throws Exception {
                    return Files.readAllBytes(Path.of(System.getProperty(version), type.getName().replace('.', '/') + ".class"));
                }
                static void redefine(String version, Class<?>... types) throws Exception {
                    ClassDefinition[] definitions = new ClassDefinition[types.length];
                    for (int i = 0; i < types.length; i++) {
                        definitions[i] = new ClassDefinition(types[i], file(version, types[i]));
                    }
                    instrumentation.redefineClasses(definitions);
                }
                static void retransform(String version, Class<?> type) throws Exception {
                    byte[] file = file(version, type);
                    instrumentation.addTransformer(new ClassFileTransformer() {
                        @Override
                        public byte[] transform(ClassLoader loader, String name, Class<?> redefined,
                                ProtectionDomain domain, byte[] old) {
                            return redefined == type ? file : null;
                        }
                    }, true);
                    instrumentation.retransformClasses(type);
                }
            }
            """;

    private Redefiner() {}

    /** A jar in the folder, to be started with {@code -javaagent} and to be put on the class path. */
    static Path pack(Path folder) throws Exception {
        Path classes = Sources.compile(Files.createDirectory(folder.resolve("agent")), SOURCE);
        Path agent = folder.resolve("redefiner.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "Redefiner");
        manifest.getMainAttributes().putValue("Can-Redefine-Classes", "true");
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        try (OutputStream file = Files.newOutputStream(agent);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (String name : new String[] {"Redefiner.class", "Redefiner$1.class"}) {
                jar.putNextEntry(new JarEntry(name));
                jar.write(Files.readAllBytes(classes.resolve(name)));
            }
        }
        return agent;
    }
}
