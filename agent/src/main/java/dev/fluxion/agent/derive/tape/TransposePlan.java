package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.activity.Origins;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.graph.Canonical;
import dev.fluxion.agent.derive.graph.Definitions;
import dev.fluxion.agent.derive.graph.Edges;
import dev.fluxion.agent.derive.graph.Induction;
import dev.fluxion.agent.derive.graph.Linearized;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Regions;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.SimplifyParameters;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that forward and reverse sweep have to agree on: the canonical graph with its loops and their counters, how control
 * runs backwards, what is kept and where.
 */
public final class TransposePlan {
    /** One more than a number of trips; refuses to wrap around. */
    public static final Invoke NEXT_TRIP = Invoke.ofStatic(Intrinsic.TAPE, "next", "(I)I");

    private final Function function;
    private final Regions regions;
    private final boolean joint;
    private final Block exit;
    private ReverseFlow reverse;
    private StableReads stable;
    private Origins origins;
    private Residuals residuals;
    private TapeLayout layout;
    private final Map<Block, Value> selectors = new HashMap<>();
    private final List<Value> references;

    private TransposePlan(Function function, boolean joint) {
        this.function = function;
        this.joint = joint;
        this.regions = Canonical.run(function);
        SimplifyParameters.run(function);
        this.exit = function.blocks().stream()
                .filter(block -> block.terminator().isReturn())
                .findFirst()
                .orElse(null);
        this.references = function.parameters().stream()
                .skip(1)
                .filter(parameter -> parameter.type().isReference())
                .toList();
    }

    /**
     * Changes the function into canonical form and plans its transposition. Deterministic: the plans of two copies of one
     * function agree, as their texts say, so that the two sweeps may be built apart.
     *
     * @param linearized its function's first parameter is the tape
     * @param joint whether both sweeps will share a frame
     */
    public static TransposePlan of(Linearized linearized, boolean joint, Callees callees, RuleTable rules) {
        TransposePlan plan = new TransposePlan(linearized.function(), joint);
        if (plan.exit != null) {
            plan.build(linearized, callees, rules);
        }
        return plan;
    }

    private void build(Linearized linearized, Callees callees, RuleTable rules) {
        stable = StableReads.of(linearized, joint, callees, rules);
        origins = Origins.of(linearized, stable.memory());
        HoistInvariants.run(function, regions, stable);
        Induction induction = Induction.of(regions, new Definitions(function));
        reverse = ReverseFlow.of(function, regions, exit);
        addCounters(induction);
        addSelectors();
        Set<Value> direct = new HashSet<>(joint ? function.parameters() : references);
        direct.add(function.parameters().get(0));
        residuals = new Residuals(regions, new Definitions(function), induction, stable, direct, joint);
        reverse.blocks().forEach(this::request);
        residuals.decide();
        layout = TapeLayout.of(reverse.flow(), regions, residuals, joint);
    }

    private void addCounters(Induction induction) {
        for (Region loop : regions.loops()) {
            if (!reverse.visits(loop.header())) {
                continue;
            }
            Value trip = loop.header().addParameter(Type.INT, "trip");
            loop.countBy(trip);
            Value zero = Edges.constantAtTop(loop.preheader(), 0);
            Value next = Value.of(Type.INT);
            if (induction.count(loop) != null) {
                Value one = Edges.constantAtTop(loop.latch(), 1);
                loop.latch().ops().add(new Op(Arithmetic.IADD, List.of(trip, one), List.of(next), Position.UNKNOWN));
            } else {
                loop.latch().ops().add(new Op(NEXT_TRIP, List.of(trip), List.of(next), Position.UNKNOWN));
            }
            loop.preheader().replaceEdges(edge -> Edges.with(edge, zero));
            loop.latch().replaceEdges(edge -> Edges.with(edge, next));
        }
    }

    // The edge by which a join was entered becomes a parameter of the join like any other, and a residual like any
    // other.
    private void addSelectors() {
        for (Block block : reverse.blocks()) {
            List<ReverseFlow.Step> steps = reverse.steps(block);
            if (steps.size() < 2 || regions.of(block).header() == block) {
                continue;
            }
            selectors.put(block, block.addParameter(Type.INT, "path"));
            for (int i = 0; i < steps.size(); i++) {
                Edge taken = steps.get(i).edge();
                Block source = steps.get(i).block();
                Value number = Edges.constantAtTop(source, i);
                source.replaceEdges(edge -> isSame(edge, taken) ? Edges.with(edge, number) : edge);
            }
        }
    }

    private static boolean isSame(Edge edge, Edge other) {
        return edge.target() == other.target()
                && edge.arguments().size() == other.arguments().size()
                && edge.arguments().equals(other.arguments());
    }

    private void request(Block block) {
        for (Op op : block.ops()) {
            if (op.isLinear()) {
                residualOperands(op).forEach(value -> residuals.request(value, block));
            }
        }
        Value selector = selectors.get(block);
        if (selector != null) {
            residuals.request(selector, block);
        }
        Region left = leftLoop(block);
        if (left != null) {
            residuals.request(left.trip(), block);
        }
    }

    /** The nonlinear values that the transpose of a linear op reads. */
    public static List<Value> residualOperands(Op op) {
        boolean isCall = op.operator() instanceof InvokeVariant;
        List<Value> read = new ArrayList<>();
        for (int i = isCall ? 1 : 0; i < op.operands().size(); i++) {
            Value value = op.operand(i);
            if (isCall ? value.type().isReference() : !value.isLinear()) {
                read.add(value);
            }
        }
        return read;
    }

    /** One half of a call of a linearized callee: the variant of its forward sweep, or of its reverse. */
    public Variant half(Op call, Variant.Kind half) {
        Variant variant = ((InvokeVariant) call.operator()).variant();
        List<Variant.Transform> transforms = variant.transforms();
        Variant primal = new Variant(variant.kind(), variant.method(), transforms.subList(0, transforms.size() - 1));
        Activity activity = transforms.get(transforms.size() - 1).activity();
        List<Boolean> constants = new ArrayList<>();
        for (int i = 0; i < activity.parameters().size(); i++) {
            Value argument = call.operand(1 + i);
            constants.add(argument.type().isReference() && stable.isConstant(argument));
        }
        return primal.then(half, activity.withConstants(constants));
    }

    /** The loop that the edge into this block leaves, if the reverse sweep goes back into it; else null. */
    public Region leftLoop(Block block) {
        List<ReverseFlow.Step> steps = reverse.steps(block);
        if (steps == null || steps.size() != 1 || steps.get(0).edge() == null) {
            return null;
        }
        Region from = regions.of(steps.get(0).block());
        return from != regions.of(block) && !from.encloses(regions.of(block)) ? from : null;
    }

    public Function function() {
        return function;
    }

    public Regions regions() {
        return regions;
    }

    /** Whether both sweeps share a frame. */
    boolean isJoint() {
        return joint;
    }

    /** The block that returns; null if the function never does. */
    public Block exit() {
        return exit;
    }

    public ReverseFlow reverse() {
        return reverse;
    }

    public Residuals residuals() {
        return residuals;
    }

    Origins origins() {
        return origins;
    }

    public TapeLayout layout() {
        return layout;
    }

    /** The parameter that tells by which edge a join was entered. */
    public Value selector(Block join) {
        return selectors.get(join);
    }

    public Value tape() {
        return function.parameters().get(0);
    }

    /** The function's reference parameters, which both sweeps receive. */
    public List<Value> references() {
        return references;
    }
}
