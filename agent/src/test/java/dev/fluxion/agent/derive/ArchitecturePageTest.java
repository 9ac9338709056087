package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dumps in {@code docs/architecture.md} are those the compiler makes. Where one is not, the failure shows what belongs
 * there.
 */
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");

    /** The worked example. */
    static double f(double x) {
        return x * Math.sin(x);
    }

    static Stream<String> stages() throws Exception {
        ClassLoader loader = ArchitecturePageTest.class.getClassLoader();
        Variant plain = Laboratory.variant(ArchitecturePageTest.class.getDeclaredMethod("f", double.class));
        Activity active = new Activity(List.of(true), List.of(true));
        Function read = Laboratory.function(loader, plain);
        Callees callees = Laboratory.callees(loader);
        RuleTable rules = Laboratory.rules(loader);
        Function linearized = Linearization.of(read, active, callees, rules).function();
        return Stream.of(
                        read,
                        linearized,
                        Laboratory.function(loader, plain.then(Variant.Kind.JVP, active)),
                        Laboratory.function(loader, plain.then(Variant.Kind.JOINT, active)))
                .map(Function::toString);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void thePageShowsTheRealDump(String dump) throws Exception {
        String page = Files.readString(PAGE).replaceAll("  @\\d+", "");
        String expected = dump.replaceAll("  @\\d+", "");
        assertTrue(page.contains(expected), "docs/architecture.md lacks\n" + expected);
    }

    private static List<String> named(String pattern) throws IOException {
        List<String> names = Pattern.compile(pattern)
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertTrue(names.size() > 20, names.toString());
        return names;
    }

    @Test
    void everyFileThatThePageNamesExists() throws IOException {
        Path root = Path.of("..");
        Path agent = Path.of("src", "main", "java", "dev", "fluxion", "agent");
        for (String file : named("`([\\w/.-]+/[\\w.-]+\\.java|rules/[\\w/.-]+)`")) {
            assertTrue(Files.exists(agent.resolve(file)) || Files.exists(root.resolve(file)), file);
        }
    }

    @Test
    void everyClassThatThePageNamesExists() throws IOException {
        Set<String> known = new HashSet<>(Set.of("Math", "MethodHandles", "StackWalker", "Instrumentation"));
        for (Variant.Kind kind : Variant.Kind.values()) {
            known.add(kind.name());
        }
        for (Path sources : List.of(Path.of("src"), Path.of("..", "rules", "src"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> known.add(name.replace(".java", "")));
            }
        }
        List<String> unknown = named("`([A-Z]\\w+)(?:[.(#][^`]*)?`").stream()
                .filter(name -> !known.contains(name))
                .toList();
        assertEquals(List.of(), unknown);
    }
}
