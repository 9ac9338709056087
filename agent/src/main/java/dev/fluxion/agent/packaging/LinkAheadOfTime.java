package dev.fluxion.agent.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/**
 * A step of the build: the agent's classes as the jar carries them. What {@code invokedynamic} would link at its first execution,
 * lambdas and the records' {@code equals} and {@code hashCode}, is linked here. A program that has just started otherwise waits
 * for some hundreds of such links before it sees its first derivative.
 */
public final class LinkAheadOfTime {
    /** Defined in the boot loader class by class, by name. */
    private static final String RUNTIME = "dev/fluxion/runtime/";

    /** Their names, by lines. */
    private static final String RUNTIME_INDEX = RUNTIME + "classes";

    private static final String PACKAGING = "dev/fluxion/agent/packaging/";

    private LinkAheadOfTime() {}

    /**
     * Writes the classes and resources of one folder to another.
     *
     * @param arguments the folder, and the one to write
     */
    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        Map<String, ClassNode> classes = new LinkedHashMap<>();
        StringBuilder runtime = new StringBuilder();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = from.relativize(file).toString().replace('\\', '/');
                if (name.startsWith("dev/") && name.endsWith(".class") && !name.startsWith(RUNTIME)) {
                    ClassNode node = new ClassNode();
                    new ClassReader(Files.readAllBytes(file)).accept(node, 0);
                    classes.put(node.name, node);
                } else {
                    write(to.resolve(name), Files.readAllBytes(file));
                }
                if (name.startsWith(RUNTIME)) {
                    runtime.append(name).append('\n');
                }
            }
        }
        write(to.resolve(RUNTIME_INDEX), runtime.toString().getBytes(StandardCharsets.UTF_8));
        classes.keySet().removeIf(name -> name.startsWith(PACKAGING));
        for (ClassNode node : List.copyOf(classes.values())) {
            RecordMethods.link(node);
            LambdaClasses.link(node, classes);
        }
        for (ClassNode node : classes.values()) {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            node.accept(writer);
            write(to.resolve(node.name + ".class"), writer.toByteArray());
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
