package dev.fluxion.agent.packaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes of {@link Shapes} under other names of their package, linked ahead of time. */
class LinkAheadOfTimeTest {
    private static final String FOLDER = "dev/fluxion/agent/packaging/";

    @TempDir
    private Path folder;

    private Path linked;

    /** Under this package's own name the classes would be left out. */
    @BeforeEach
    void link() throws Exception {
        Path original = Path.of(
                Shapes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path renamed = folder.resolve("from/dev/fluxion/agent/renamed");
        Files.createDirectories(renamed);
        try (Stream<Path> files = Files.list(original.resolve(FOLDER))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("Shapes"))
                    .toList()) {
                Files.write(renamed.resolve(file.getFileName().toString()), Renaming.of(Files.readAllBytes(file)));
            }
        }
        Files.writeString(folder.resolve("from/resource.txt"), "kept");
        linked = folder.resolve("to");
        LinkAheadOfTime.main(new String[] {folder.resolve("from").toString(), linked.toString()});
    }

    @Test
    void theyDoWhatTheyDid() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {linked.toUri().toURL()})) {
            Class<?> shapes = loader.loadClass("dev.fluxion.agent.renamed.Shapes");
            assertSame(loader, shapes.getClassLoader());
            Supplier<?> instance = (Supplier<?>) shapes.getDeclaredConstructor().newInstance();
            assertEquals(new Shapes().get(), instance.get());
        }
    }

    @Test
    void littleIsLeftToBootstrapMethods() throws IOException {
        List<String> left = Stream.of("Shapes", "Shapes$Pair", "Shapes$Wide", "Shapes$Derived", "Shapes$Named")
                .flatMap(name -> bootstraps(linked.resolve("dev/fluxion/agent/renamed/" + name + ".class")))
                .filter(call -> !call.equals("toString") && !call.startsWith("makeConcat"))
                .toList();
        assertEquals(List.of("getAsLong"), left, "results::size has to be widened");
    }

    private static Stream<String> bootstraps(Path file) {
        ClassNode node = new ClassNode();
        try {
            new ClassReader(Files.readAllBytes(file)).accept(node, 0);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        Stream.Builder<String> names = Stream.builder();
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof InvokeDynamicInsnNode call) {
                    names.add(call.name);
                }
            }
        }
        return names.build();
    }

    @Test
    void everythingElseIsCopied() throws IOException {
        assertEquals("kept", Files.readString(linked.resolve("resource.txt")));
    }

    @Test
    void theSameInputGivesTheSameClasses() throws IOException {
        Path again = folder.resolve("again");
        LinkAheadOfTime.main(new String[] {folder.resolve("from").toString(), again.toString()});
        try (Stream<Path> files = Files.walk(linked)) {
            List<Path> written = files.filter(Files::isRegularFile).toList();
            assertFalse(written.isEmpty());
            for (Path file : written) {
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again.resolve(linked.relativize(file))));
            }
        }
    }

    /** Else a class of lambdas that implements two of them would have neither. */
    @Test
    void noTwoInterfacesOfTheLibraryHaveTheSameDefaultMethod() throws Exception {
        Map<String, Method> defaults = new HashMap<>();
        FileSystem library = FileSystems.getFileSystem(URI.create("jrt:/"));
        try (Stream<Path> files = Files.list(library.getPath("/modules/java.base/java/util/function"))) {
            for (Path file : files.toList()) {
                String simpleName = file.getFileName().toString().replace(".class", "");
                for (Method method :
                        Class.forName("java.util.function." + simpleName).getDeclaredMethods()) {
                    if (method.isDefault()) {
                        String key = method.getName() + Type.getMethodDescriptor(method);
                        assertNull(defaults.put(key, method), () -> method.toString());
                    }
                }
            }
        }
        assertFalse(defaults.isEmpty());
    }
}
