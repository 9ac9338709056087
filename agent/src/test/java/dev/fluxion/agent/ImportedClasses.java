package dev.fluxion.agent;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes of this module without its tests, and who knows whom, as their class files say. */
final class ImportedClasses {
    static final String ROOT = "dev.fluxion.";

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOT + "agent", ROOT + "runtime");

    private static final Path SOURCES = Path.of("src", "main", "java");

    private ImportedClasses() {}

    /** The names of the source files, by package and class, as the folder has them. */
    static Set<String> sourceFiles() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .map(file -> SOURCES.relativize(file).toString().replace(".java", ""))
                    .map(file -> file.replace(file.contains("\\") ? '\\' : '/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** By source file, those that it knows. A sealed type does not know its kinds: it only lists them. */
    static Map<String, Set<String>> files() {
        return graph(ImportedClasses::file);
    }

    /** By package, those that it imports. */
    static Map<String, Set<String>> packages() {
        return graph(JavaClass::getPackageName);
    }

    private static Map<String, Set<String>> graph(Function<JavaClass, String> node) {
        Map<String, Set<String>> graph = new TreeMap<>();
        for (JavaClass from : ALL) {
            Set<String> known = graph.computeIfAbsent(node.apply(from), name -> new TreeSet<>());
            from.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(to -> to.getName().startsWith(ROOT))
                    .filter(to -> !isKind(from, to))
                    .map(node)
                    .filter(to -> !to.equals(node.apply(from)))
                    .forEach(known::add);
        }
        return graph;
    }

    private static boolean isKind(JavaClass sealed, JavaClass kind) {
        Class<?>[] kinds = sealed.isInterface() ? sealed.reflect().getPermittedSubclasses() : null;
        return kinds != null && Stream.of(kinds).anyMatch(type -> type.getName().equals(kind.getName()));
    }

    private static String file(JavaClass type) {
        String name = type.getName();
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }
}
