package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
}
