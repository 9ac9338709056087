package dev.fluxion.agent.derive.transpose;

import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.tape.TapeVariables;
import dev.fluxion.agent.derive.tape.TransposePlan;
import dev.fluxion.agent.derive.tape.UnwrittenResiduals;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.optimize.Substitution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a linearized function to programs that run its linear part backwards.
 *
 * <p>Shapes, where the linearized function is {@code (tape, arguments, tangents and shadows) -> (results, tangents and
 * shadows)}:
 *
 * <ul>
 *   <li>joint: {@code (tape, arguments, shadows, cotangents of results) -> (results, cotangents of scalar arguments)}, a
 *       cotangent of a reference result being an array that is added to the result's shadow;
 *   <li>forward: {@code (tape, arguments, shadows) -> (results, shadows of results)}, a frame left on the tape, and if several
 *       reverse sweeps will take it, the shadows made on the way;
 *   <li>reverse: {@code (tape, references among arguments and shadows, cotangents of scalar results) -> (cotangents of scalar
 *       arguments)}, that frame consumed.
 * </ul>
 *
 * The linearized function is consumed. Values of the reversed part are still marked linear in what is returned.
 */
public final class Transpose {
    private static final ShadowOperation ADD_COTANGENT =
            new ShadowOperation(ShadowOperation.Kind.ADD, Type.DOUBLE, false);

    private Transpose() {}

    /** Forward sweep and transposed linear part in one function. */
    public static Function joint(Linearized linearized, int primalResults, Callees callees, RuleTable rules) {
        TransposePlan plan = TransposePlan.of(linearized, true, callees, rules);
        Function source = plan.function();
        List<Type> resultTypes = new ArrayList<>(source.resultTypes().subList(0, primalResults));
        List<Value> scalars =
                source.parameters().stream().filter(Value::isLinear).toList();
        scalars.forEach(parameter -> resultTypes.add(parameter.type()));
        Function joint = new Function(source.name(), resultTypes);
        joint.blocks().add(source.entry());
        List<Value> seeds = seeds(source, primalResults);
        if (plan.exit() == null) {
            neverReturns(source);
            collected(joint);
        } else {
            Emitter out = new Emitter(joint);
            TapeVariables tape = new TapeVariables(plan, joint, out, plan.tape(), Map.of());
            List<Value> returned = ((Terminator.Return) plan.exit().terminator()).operands();
            Block turn = joint.addBlock();
            out.moveTo(turn);
            for (int i = primalResults; i < returned.size(); i++) {
                if (returned.get(i).type().isReference()) {
                    out.effect(ADD_COTANGENT, returned.get(i), seeds.get(i));
                }
            }
            Cotangents cotangents = ReverseSweep.run(plan, out, tape, seeds, Map.of());
            List<Value> results = new ArrayList<>(returned.subList(0, primalResults));
            scalars.forEach(parameter -> results.add(cotangents.orZero(parameter)));
            leaveRoot(plan, tape);
            tape.close();
            out.block().terminate(new Terminator.Return(results));
            ForwardSweep.run(plan, out, tape, Variant.Kind.FORWARD);
            out.block().terminate(new Terminator.Jump(new Edge(turn)));
            tape.variables().complete();
            UnwrittenResiduals.run(collected(joint), tape.variables());
        }
        seeds.stream().filter(seed -> seed != null).forEach(joint.parameters()::add);
        return joint;
    }

    /**
     * The forward sweep alone.
     *
     * @param plan of the linearized function, for sweeps that are made apart
     */
    public static Function forward(Linearized linearized, TransposePlan plan, int primalResults) {
        return forward(linearized, plan, primalResults, Variant.Kind.FORWARD);
    }

    /** The forward sweep alone, for several reverse sweeps. */
    public static Function sharedForward(Linearized linearized, TransposePlan plan, int primalResults) {
        return forward(linearized, plan, primalResults, Variant.Kind.FORWARD_SHARED);
    }

    private static Function forward(Linearized linearized, TransposePlan plan, int primalResults, Variant.Kind kind) {
        Function source = plan.function();
        List<Type> resultTypes = new ArrayList<>();
        for (int i = 0; i < source.resultTypes().size(); i++) {
            if (isForward(source.resultTypes().get(i), i, primalResults)) {
                resultTypes.add(source.resultTypes().get(i));
            }
        }
        Function forward = new Function(source.name(), resultTypes);
        forward.blocks().add(source.entry());
        if (plan.exit() == null) {
            neverReturns(source);
            return collected(forward);
        }
        Emitter out = new Emitter(forward);
        TapeVariables tape = new TapeVariables(plan, forward, out, plan.tape(), Map.of());
        List<Value> returned = ((Terminator.Return) plan.exit().terminator()).operands();
        ForwardSweep.run(plan, out, tape, kind);
        if (kind == Variant.Kind.FORWARD_SHARED) {
            ShadowsMade.run(source, plan.tape(), linearized.shadows());
        }
        Region root = plan.regions().root();
        tape.push(root, plan.residuals().in(root));
        tape.close();
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < returned.size(); i++) {
            if (isForward(source.resultTypes().get(i), i, primalResults)) {
                results.add(returned.get(i));
            }
        }
        out.block().terminate(new Terminator.Return(results));
        tape.variables().complete();
        UnwrittenResiduals.run(collected(forward), tape.variables());
        return forward;
    }

    private static boolean isForward(Type type, int index, int primalResults) {
        return index < primalResults || type.isReference();
    }

    /**
     * The transposed linear part alone.
     *
     * @param plan equal to that of the forward sweep
     */
    public static Function reverse(TransposePlan plan, int primalResults) {
        Function source = plan.function();
        List<Value> scalars =
                source.parameters().stream().filter(Value::isLinear).toList();
        Function reverse =
                new Function(source.name(), scalars.stream().map(Value::type).toList());
        Block entry = reverse.addBlock();
        Map<Value, Value> direct = new HashMap<>();
        Value tapeParameter = plan.tape().fresh();
        entry.parameters().add(tapeParameter);
        direct.put(plan.tape(), tapeParameter);
        for (Value reference : plan.references()) {
            Value parameter = reference.fresh();
            entry.parameters().add(parameter);
            direct.put(reference, parameter);
        }
        List<Value> seeds = seeds(source, primalResults);
        for (int i = 0; i < seeds.size(); i++) {
            if (seeds.get(i) != null && seeds.get(i).isLinear()) {
                entry.parameters().add(seeds.get(i));
            }
        }
        Emitter out = new Emitter(reverse);
        out.moveTo(entry);
        if (plan.exit() == null) {
            List<Value> zeros =
                    scalars.stream().map(scalar -> out.zero(scalar.type())).toList();
            entry.terminate(new Terminator.Return(zeros));
            return reverse;
        }
        TapeVariables tape = new TapeVariables(plan, reverse, out, tapeParameter, direct);
        tape.open();
        tape.pop(plan.regions().root());
        Cotangents cotangents = ReverseSweep.run(plan, out, tape, seeds, direct);
        leaveRoot(plan, tape);
        tape.close();
        List<Value> results =
                scalars.stream().map(scalar -> cotangents.orZero(scalar)).toList();
        out.block().terminate(new Terminator.Return(results));
        tape.variables().complete();
        return collected(reverse);
    }

    private static void leaveRoot(TransposePlan plan, TapeVariables tape) {
        Region root = plan.regions().root();
        if (plan.layout().isHead(root)) {
            tape.leaveHead(root);
        }
    }

    /** A cotangent for each result that has a tangent or shadow, null for the others. */
    private static List<Value> seeds(Function source, int primalResults) {
        List<Value> seeds = new ArrayList<>();
        for (int i = 0; i < source.resultTypes().size(); i++) {
            Type type = source.resultTypes().get(i);
            Value seed = type.isReference() ? Value.of(type, "cotangent") : Value.linear(type, "cotangent");
            seeds.add(i < primalResults ? null : seed);
        }
        return seeds;
    }

    /** A function that always throws has nothing to transpose: it runs with zero tangents. */
    private static void neverReturns(Function source) {
        Emitter out = new Emitter(source);
        Block entry = source.entry();
        Block zeros = new Block();
        out.moveTo(zeros);
        Substitution substitution = new Substitution();
        for (Value parameter : entry.parameters()) {
            if (parameter.isLinear()) {
                substitution.replace(parameter, out.zero(parameter.type()));
            }
        }
        entry.parameters().removeIf(Value::isLinear);
        substitution.apply(source);
        entry.ops().addAll(0, zeros.ops());
    }

    /** Lists exactly the blocks that can be reached, which the sweeps added here and there. */
    private static Function collected(Function function) {
        List<Block> order = Flow.of(function).order();
        function.blocks().clear();
        function.blocks().addAll(order);
        return function;
    }
}
