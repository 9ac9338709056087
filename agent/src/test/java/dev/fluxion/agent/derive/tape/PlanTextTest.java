package dev.fluxion.agent.derive.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.derive.CorpusOfPrograms;
import dev.fluxion.agent.derive.Derive;
import dev.fluxion.agent.derive.activity.ActivityAnalysis;
import dev.fluxion.agent.derive.activity.ActivityFacts;
import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.derive.graph.Reducible;
import dev.fluxion.agent.derive.linearize.Linearize;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.optimize.Optimize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forward and reverse sweep are made apart, of plans that have to be equal. */
class PlanTextTest {
    private static final Activity ACTIVE = Activity.parse("[a|a]");
    private static final Activity CONSTANT = Activity.parse("[a!|a]");
    private static final Activity SHADOWS = Activity.parse("[-,a,a,-|-]");

    /** The compiler holds them weakly. */
    private final List<ClassLoader> held = new ArrayList<>();

    static Stream<CorpusOfPrograms.Case> programs() {
        return CorpusOfPrograms.all();
    }

    /** Knows nothing of what was made before. */
    private ClassLoader fresh() {
        held.add(new ClassLoader(PlanTextTest.class.getClassLoader()) {});
        return held.get(held.size() - 1);
    }

    private static String plan(ClassLoader loader, Variant variant, Activity asked, int level) {
        Callees callees = Laboratory.callees(loader);
        RuleTable rules = Laboratory.rules(loader);
        Function source = Reducible.run(Laboratory.function(loader, variant));
        Activity closed = callees.facts(variant, asked).activity();
        ActivityFacts facts = ActivityAnalysis.run(source, closed, callees, rules);
        Linearized linearized = Linearize.run(source, facts, rules, level, true);
        Optimize.runOnLinear(linearized.function());
        return PlanText.of(TransposePlan.of(linearized, false, callees, rules));
    }

    private static Variant program(String name) {
        return programs()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow()
                .variant();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theSweepsOfAProgramArePlannedAlike(CorpusOfPrograms.Case program) {
        String plan = plan(fresh(), program.variant(), ACTIVE, 0);
        assertEquals(plan, plan(fresh(), program.variant(), ACTIVE, 0));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theSweepsOfADerivativeArePlannedAlike(CorpusOfPrograms.Case program) {
        Variant joint = program.variant().then(Variant.Kind.JOINT, ACTIVE);
        String plan = plan(fresh(), joint, SHADOWS, 1);
        assertEquals(plan, plan(fresh(), joint, SHADOWS, 1));
    }

    @Test
    void whatIsKeptBecauseItMayChangeIsInThePlan() {
        Variant product = program("rosenbrock");
        assertNotEquals(plan(fresh(), product, ACTIVE, 0), plan(fresh(), product, CONSTANT, 0));
    }

    @Test
    void whatIsKeptIsInThePlanWithItsPlace() {
        String plan = plan(fresh(), program("swapsInALoop"), ACTIVE, 0);
        List<String> lines = plan.lines().toList();
        int loop = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("region b") && line.contains(" flat"))
                .findFirst()
                .orElseThrow());
        assertEquals(true, lines.get(loop + 1).matches("  DOUBLES \\d+ at 0"), plan);
    }

    @Test
    void aSweepThatIsPlannedDifferentlyFromTheOtherIsAnError() {
        ClassLoader loader = fresh();
        Function function = Laboratory.function(loader, program("swapsInALoop"));
        Callees callees = Laboratory.callees(loader);
        RuleTable rules = Laboratory.rules(loader);
        for (Variant.Kind kind : List.of(Variant.Kind.FORWARD, Variant.Kind.FORWARD_SHARED, Variant.Kind.REVERSE)) {
            Variant.Transform sweep = new Variant.Transform(kind, 0, ACTIVE);
            assertThrows(AssertionError.class, () -> Derive.apply(sweep, function, 0, callees, rules, plan -> false));
        }
    }
}
