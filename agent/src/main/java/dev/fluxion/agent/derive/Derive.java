package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.activity.ActivityAnalysis;
import dev.fluxion.agent.derive.activity.ActivityFacts;
import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.MemoryClasses;
import dev.fluxion.agent.derive.activity.MemoryGraph;
import dev.fluxion.agent.derive.activity.MemoryNaming;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.ScalarTangents;
import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.derive.graph.Reducible;
import dev.fluxion.agent.derive.lanes.LaneForm;
import dev.fluxion.agent.derive.lanes.LaneLoops;
import dev.fluxion.agent.derive.lanes.UnrolledLanes;
import dev.fluxion.agent.derive.linearize.Linearize;
import dev.fluxion.agent.derive.tape.PlanText;
import dev.fluxion.agent.derive.tape.TransposePlan;
import dev.fluxion.agent.derive.transpose.Transpose;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Verifier;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.optimize.Optimize;
import java.util.function.Predicate;

/** The transforms, each from a function to a function of the same IR. */
public final class Derive {
    private Derive() {}

    /**
     * Applies one transform.
     *
     * @param transform with the closed activity, as {@link #facts} reports it
     * @param function left unchanged
     * @param level how many transforms made the function
     * @param plans compares the plans of the sweeps that are made of the function
     * @throws Unsupported if the function as a whole has no such derivative
     */
    public static Function apply(
            Variant.Transform transform,
            Function function,
            int level,
            Callees callees,
            RuleTable rules,
            Predicate<String> plans) {
        Variant.Kind kind = transform.kind();
        Activity activity = transform.activity();
        if (kind == Variant.Kind.WITH_TAPE) {
            return WithTape.run(function);
        }
        if (kind == Variant.Kind.WITHOUT_TAPE) {
            return WithoutTape.run(function);
        }
        if (kind == Variant.Kind.OUTPUT) {
            return Output.run(function, activity.parameters().indexOf(true));
        }
        Linearized linearized = linearized(transform, function, level, callees, rules);
        return finished(derived(transform, linearized, function.resultTypes().size(), callees, rules, plans));
    }

    /** The first stage: with a tangent or shadow for whatever carries a derivative. */
    static Linearized linearized(
            Variant.Transform transform, Function function, int level, Callees callees, RuleTable rules) {
        Variant.Kind kind = transform.kind();
        Function source = kind.isForwardMode() ? function : Reducible.run(function);
        ActivityFacts facts = ActivityAnalysis.run(source, transform.activity(), callees, rules);
        Linearized linearized = Linearize.run(source, facts, rules, level, !kind.isForwardMode());
        assert verified(linearized.function());
        if (kind == Variant.Kind.CHUNK) {
            linearized = LaneForm.run(linearized, transform.lanes());
            assert verified(linearized.function());
        }
        Optimize.runOnLinear(linearized.function());
        assert verified(linearized.function());
        return linearized;
    }

    /**
     * The second: the linear ops along one direction, along many, or transposed.
     *
     * @param results how many the function had
     */
    static Function derived(
            Variant.Transform transform,
            Linearized linearized,
            int results,
            Callees callees,
            RuleTable rules,
            Predicate<String> plans) {
        Variant.Kind kind = transform.kind();
        Function derived = switch (kind) {
            case JVP, LINEAR -> linearized.function();
            case CHUNK -> LaneLoops.run(linearized.function(), transform.lanes());
            case LANES -> UnrolledLanes.run(linearized.function(), transform.lanes());
            case PARTIALS -> UnrolledLanes.partials(linearized.function());
            case JOINT -> Transpose.joint(linearized, results, callees, rules);
            case FORWARD -> Transpose.forward(linearized, plan(linearized, callees, rules, plans), results);
            case FORWARD_SHARED ->
                Transpose.sharedForward(linearized, plan(linearized, callees, rules, plans), results);
            case REVERSE -> Transpose.reverse(plan(linearized, callees, rules, plans), results);
            case REPEATED, DECLARED, OUTPUT, WITH_TAPE, WITHOUT_TAPE -> throw new AssertionError(kind);
        };
        assert verified(derived);
        Optimize.dropLinear(derived);
        assert verified(derived);
        return derived;
    }

    /** The last: an ordinary function, in which nothing is linear any more. */
    static Function finished(Function derived) {
        Erase.run(derived);
        WideCalls.run(derived);
        Optimize.run(derived);
        assert verified(derived);
        return derived;
    }

    /** The plan of a sweep that is made apart from the other. Whether that has the same is asked wherever assertions are enabled. */
    private static TransposePlan plan(
            Linearized linearized, Callees callees, RuleTable rules, Predicate<String> plans) {
        TransposePlan plan = TransposePlan.of(linearized, false, callees, rules);
        assert plans.test(PlanText.of(plan))
                : "another sweep of the function was planned differently\n" + PlanText.of(plan);
        return plan;
    }

    /** The verifier runs between all passes wherever assertions are enabled, as they are in tests. */
    private static boolean verified(Function function) {
        Verifier.verify(function);
        return true;
    }

    /** What a caller has to know to differentiate a call of the function with the given arguments active. */
    public static CallFacts facts(Function function, Activity requested, Callees callees, RuleTable rules) {
        ActivityFacts facts = ActivityAnalysis.run(function, requested, callees, rules);
        boolean runsReverse = ScalarTangents.runsReverse(function, facts);
        MemoryClasses memory = facts.memory();
        MemoryGraph graph = MemoryNaming.of(function.parameters(), facts.results(), memory);
        return new CallFacts(
                null,
                facts.activity(),
                graph,
                facts.encodedResults(),
                facts.results().stream()
                        .map(result -> result.type().isReference() && memory.reachesExposed(memory.of(result)))
                        .toList(),
                facts.results().stream()
                        .map(result -> result.type().isReference() && memory.reachesForeign(memory.of(result)))
                        .toList(),
                !graph.isWhole() || memory.isWritten(memory.external()),
                facts.readsOutside(),
                !runsReverse && ScalarTangents.suffice(function, facts),
                runsReverse);
    }
}
