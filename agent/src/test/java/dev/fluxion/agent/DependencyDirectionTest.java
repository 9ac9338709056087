package dev.fluxion.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Imports point one way: every stage knows the IR, {@code link} joins the stages, {@code instrument} is the face. */
class DependencyDirectionTest {

    /** Each package below {@code dev.fluxion}, and those of the others that it may import. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            mayImport("runtime"),
            mayImport("agent.ir"),
            mayImport("agent.read", "agent.ir"),
            mayImport("agent.optimize", "agent.ir"),
            mayImport("agent.write", "agent.ir"),
            mayImport("agent.derive", "agent.ir", "agent.optimize"),
            mayImport("agent.report", "agent.ir"),
            mayImport("agent.packaging"),
            mayImport(
                    "agent.link",
                    "runtime",
                    "agent.ir",
                    "agent.read",
                    "agent.optimize",
                    "agent.write",
                    "agent.derive",
                    "agent.report"),
            mayImport("agent.instrument", "runtime", "agent.link", "agent.report"));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("dev.fluxion.agent", "dev.fluxion.runtime");

    static Stream<String> packages() {
        return MAY_IMPORT.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyThoseBelowIt(String name) {
        String[] allowed = Stream.concat(Stream.of(name), MAY_IMPORT.get(name).stream())
                .map(DependencyDirectionTest::matcher)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(matcher(name))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.fluxion..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void everyClassIsInAPackageOfTheTable() {
        classes()
                .should()
                .resideInAnyPackage(
                        packages().map(DependencyDirectionTest::matcher).toArray(String[]::new))
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void theRuntimeImportsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(matcher("runtime"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", matcher("runtime"))
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void onlyInstrumentKnowsTheInstrumentationApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage(matcher("agent.instrument"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.instrument..")
                .allowEmptyShould(true)
                .check(OURS);
    }

    private static Map.Entry<String, List<String>> mayImport(String name, String... others) {
        return Map.entry(name, List.of(others));
    }

    private static String matcher(String name) {
        return "dev.fluxion." + name + "..";
    }
}
