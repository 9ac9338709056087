package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.ActivityAnalysis;
import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.derive.linearize.Linearize;
import dev.fluxion.agent.derive.tape.TransposePlan;
import dev.fluxion.agent.derive.transpose.Transpose;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.ReadBack;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the transforms make of {@link Programs} and {@link LanguagePrograms} reads back from its text, in every stage. */
class DerivedTextTest {
    private static final ClassLoader LOADER = DerivedTextTest.class.getClassLoader();
    private static final Callees CALLEES = Laboratory.callees(LOADER);
    private static final RuleTable RULES = Laboratory.rules(LOADER);
    private static final Activity ACTIVE = new Activity(List.of(true), List.of(true));

    static Stream<CorpusOfPrograms.Case> programs() {
        return CorpusOfPrograms.all();
    }

    private static Linearized linearized(CorpusOfPrograms.Case program) {
        Function function = Laboratory.function(LOADER, program.variant());
        return Linearize.run(function, ActivityAnalysis.run(function, ACTIVE, CALLEES, RULES), RULES, 0, true);
    }

    private static Linearized optimized(CorpusOfPrograms.Case program) {
        return Linearization.of(Laboratory.function(LOADER, program.variant()), ACTIVE, CALLEES, RULES);
    }

    private static TransposePlan plan(Linearized linearized) {
        return TransposePlan.of(linearized, false, CALLEES, RULES);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aLinearizedProgramReadsBack(CorpusOfPrograms.Case program) {
        ReadBack.check(linearized(program).function());
        ReadBack.check(optimized(program).function());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aTransposedProgramReadsBack(CorpusOfPrograms.Case program) {
        ReadBack.check(Transpose.joint(optimized(program), 1, CALLEES, RULES));
        Linearized forward = optimized(program);
        ReadBack.check(Transpose.forward(forward, plan(forward), 1));
        Linearized shared = optimized(program);
        ReadBack.check(Transpose.sharedForward(shared, plan(shared), 1));
        ReadBack.check(Transpose.reverse(plan(optimized(program)), 1));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramOfForwardModeReadsBack(CorpusOfPrograms.Case program) {
        ReadBack.check(Laboratory.function(LOADER, program.variant().then(Variant.Kind.JVP, ACTIVE)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramOfSecondOrderReadsBack(CorpusOfPrograms.Case program) {
        Variant joint = program.variant().then(Variant.Kind.JOINT, ACTIVE);
        Activity asked = new Activity(List.of(false, true, true, false), List.of(false));
        Activity closed = CALLEES.facts(joint, asked).activity();
        ReadBack.check(Laboratory.function(LOADER, joint.then(Variant.Kind.JVP, closed)));
    }
}
