package dev.fluxion.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Imports point one way: every stage knows the IR, {@code link} joins the stages, {@code instrument} is the face. A stage is a package
 * below {@code dev.fluxion.agent}, and its rooms are the packages below it.
 */
class DependencyDirectionTest {
    /**
     * Each package below {@code dev.fluxion}, and those that it may import: of its own stage one by one, another stage with all of its
     * rooms. A package imports only what stands above it here.
     */
    private static final String TABLE = """
            agent.ir.value:
            agent.ir.operator: agent.ir.value
            agent.ir: agent.ir.operator agent.ir.value
            agent.ir.graph: agent.ir agent.ir.operator agent.ir.value
            agent.known: agent.ir
            agent.optimize: agent.ir agent.known
            agent.derive.graph: agent.ir agent.optimize
            agent.derive.activity: agent.ir agent.known agent.derive.graph
            agent.derive.lanes: agent.ir agent.optimize agent.derive.activity agent.derive.graph
            agent.derive.linearize: agent.ir agent.derive.activity agent.derive.graph
            agent.derive.tape: agent.ir agent.optimize agent.derive.activity agent.derive.graph
            agent.derive.transpose: agent.ir agent.optimize agent.derive.activity agent.derive.graph
                agent.derive.linearize agent.derive.tape
            agent.derive: agent.ir agent.optimize agent.derive.activity agent.derive.graph agent.derive.lanes
                agent.derive.linearize agent.derive.tape agent.derive.transpose
            agent.packaging:
            agent.read: agent.ir
            agent.report: agent.ir
            runtime:
            agent.write.layout: agent.ir
            agent.write: agent.ir runtime agent.write.layout
            agent.write.parts: agent.ir agent.write agent.write.layout
            agent.link.array: runtime
            agent.link.classfile: agent.ir agent.optimize agent.derive agent.read
            agent.link.effect: agent.ir agent.known agent.derive agent.link.classfile
            agent.link.program: agent.ir agent.optimize agent.derive agent.read agent.report agent.write
                agent.link.classfile agent.link.effect
            agent.link.rule: agent.ir agent.known agent.optimize agent.derive agent.read agent.link.classfile
            agent.link.companion: agent.ir agent.derive agent.report runtime agent.write agent.link.classfile
                agent.link.program agent.link.rule
            agent.link.dispatch: agent.ir agent.derive runtime agent.link.classfile agent.link.companion
                agent.link.program
            agent.link.operator: agent.ir agent.derive runtime agent.link.array agent.link.classfile
                agent.link.companion agent.link.dispatch agent.link.program
            agent.link.evaluate: agent.ir agent.derive runtime agent.link.array agent.link.companion agent.link.operator
            agent.link.body: agent.ir agent.derive runtime agent.link.evaluate agent.link.operator
            agent.link.entry: agent.ir agent.derive agent.report runtime agent.write agent.link.array agent.link.body
                agent.link.companion agent.link.dispatch agent.link.evaluate agent.link.operator
            agent.link.nested: agent.ir agent.derive agent.report runtime agent.link.body agent.link.classfile
                agent.link.companion agent.link.program agent.link.operator
            agent.link: agent.ir agent.known agent.derive agent.read agent.report runtime agent.link.classfile
                agent.link.companion agent.link.dispatch agent.link.entry agent.link.nested agent.link.program
                agent.link.rule
                agent.link.operator
            agent.instrument.boot: agent.report
            agent.instrument.stub: agent.report
            agent.instrument.redefine: agent.report agent.link agent.instrument.stub
            agent.instrument: agent.report runtime agent.link agent.instrument.boot agent.instrument.redefine
                agent.instrument.stub
            agent.instrument.attach: agent.instrument
            """;

    private static final Map<String, List<String>> MAY_IMPORT = parse(TABLE);

    private static Map<String, List<String>> parse(String table) {
        Map<String, List<String>> parsed = new LinkedHashMap<>();
        for (String line : table.replaceAll("\n +", " ").lines().toList()) {
            int colon = line.indexOf(':');
            List<String> others = Stream.of(line.substring(colon + 1).trim().split(" +"))
                    .filter(other -> !other.isEmpty())
                    .toList();
            assertEquals(null, parsed.put(line.substring(0, colon), others), line);
        }
        return parsed;
    }

    static Stream<String> packages() {
        return MAY_IMPORT.keySet().stream();
    }

    /** The package below {@code agent} of which a package is a room, or it itself. */
    private static String stage(String name) {
        int end = name.indexOf('.', name.indexOf('.') + 1);
        return end < 0 ? name : name.substring(0, end);
    }

    private static String matcher(String name, String importing) {
        boolean isStage = name.equals(stage(name)) && !name.equals(stage(importing));
        return ImportedClasses.ROOT + name + (isStage ? ".." : "");
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyThoseOfItsLine(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_IMPORT.get(name).stream())
                .map(other -> matcher(other, name))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ImportedClasses.ROOT + name)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ImportedClasses.ROOT + ".").and(resideOutsideOfPackages(allowed)))
                .check(ImportedClasses.ALL);
    }

    @Test
    void theTableHasEveryPackageAndNoOther() {
        Set<String> named = packages().map(ImportedClasses.ROOT::concat).collect(Collectors.toSet());
        assertEquals(ImportedClasses.packages().keySet(), named);
    }

    @Test
    void aLineOfTheTableNamesOnlyThoseAboveIt() {
        Set<String> above = new HashSet<>();
        List<String> below = new ArrayList<>();
        MAY_IMPORT.forEach((name, others) -> {
            for (String other : others) {
                boolean isStage = other.equals(stage(other)) && !other.equals(stage(name));
                boolean areAbove = packages()
                        .filter(each -> each.equals(other) || isStage && each.startsWith(other + "."))
                        .allMatch(above::contains);
                if (!areAbove || !MAY_IMPORT.containsKey(other)) {
                    below.add(name + " imports " + other);
                }
            }
            above.add(name);
        });
        assertEquals(List.of(), below);
        assertEquals(MAY_IMPORT.keySet(), above);
    }

    @Test
    void theRuntimeImportsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(ImportedClasses.ROOT + "runtime")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ImportedClasses.ROOT + "runtime")
                .check(ImportedClasses.ALL);
    }

    @Test
    void onlyInstrumentKnowsTheInstrumentationApi() {
        String api = "java.lang.instrument..";
        String instrument = ImportedClasses.ROOT + "agent.instrument..";
        noClasses()
                .that()
                .resideOutsideOfPackage(instrument)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(api)
                .check(ImportedClasses.ALL);
        assertTrue(
                ImportedClasses.ALL.stream()
                        .filter(resideInAPackage(instrument))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .anyMatch(dependency -> resideInAPackage(api).test(dependency.getTargetClass())),
                "nobody knows it");
    }
}
