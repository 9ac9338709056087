package dev.fluxion.agent.derive.transpose;

import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.graph.Edges;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Induction;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Regions;
import dev.fluxion.agent.derive.linearize.Cleanup;
import dev.fluxion.agent.derive.linearize.Rethrow;
import dev.fluxion.agent.derive.tape.Residuals;
import dev.fluxion.agent.derive.tape.Residuals.Slot;
import dev.fluxion.agent.derive.tape.TapeLayout;
import dev.fluxion.agent.derive.tape.TapeVariables;
import dev.fluxion.agent.derive.tape.TransposePlan;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;

/** Rewrites a planned function into its forward sweep, in place: linear ops go, residuals are recorded. */
final class ForwardSweep {
    private static final Invoke DISTANCE = Invoke.ofStatic(Intrinsic.TAPE, "distance", "(II)I");

    private final TransposePlan plan;
    private final Regions regions;
    private final Residuals residuals;
    private final TapeLayout layout;
    private final Emitter out;
    private final TapeVariables tape;
    private final Variant.Kind ofCallees;
    private final Flow flow;

    private ForwardSweep(TransposePlan plan, Emitter out, TapeVariables tape, Variant.Kind ofCallees) {
        this.plan = plan;
        this.regions = plan.regions();
        this.residuals = plan.residuals();
        this.layout = plan.layout();
        this.out = out;
        this.tape = tape;
        this.ofCallees = ofCallees;
        this.flow = Flow.of(plan.function());
    }

    /**
     * Leaves the emitter at the end of the exit block, whose return is the linearized function's.
     *
     * @param ofCallees which forward sweep callees make
     */
    static void run(TransposePlan plan, Emitter out, TapeVariables tape, Variant.Kind ofCallees) {
        new ForwardSweep(plan, out, tape, ofCallees).run();
    }

    private void run() {
        for (Block block : flow.order()) {
            List<Op> ops = List.copyOf(block.ops());
            block.ops().clear();
            out.moveTo(block);
            if (block == plan.function().entry()) {
                tape.open();
                begin(regions.root());
            }
            enter(block);
            ops.forEach(op -> op(op, block));
            leave(block);
        }
        dropLinearParameters(flow.order());
        out.moveTo(plan.exit());
    }

    private void enter(Block block) {
        Region region = regions.of(block);
        if (region != null && region.header() == block && region.trip() != null) {
            begin(region);
        }
        Block source =
                flow.incoming(block).size() == 1 ? flow.incoming(block).get(0).source() : null;
        if (source != null && !source.handlers().isEmpty() && !isExceptional(block)) {
            afterProtected(source);
        }
        Region left = plan.exit() == null || !plan.reverse().visits(block) ? null : plan.leftLoop(block);
        if (left != null) {
            endLoop(left);
        }
        out.moveTo(beforeProtected(block));
        residuals.copiesAt(block).forEach(this::record);
        out.moveTo(block);
        block.parameters().forEach(this::defined);
    }

    private void begin(Region region) {
        if (layout.isHead(region)) {
            tape.beginHead(region);
        } else if (!layout.isFlat(region) && !region.isRoot()) {
            residuals.in(region).forEach(tape::forget);
        }
    }

    private boolean isExceptional(Block block) {
        Flow.Incoming incoming = flow.incoming(block).get(0);
        return Edges.isExceptional(incoming.source(), incoming.edge());
    }

    /** What a protected op defines counts from its own successor on: on the way to a handler it has no value. */
    private void afterProtected(Block source) {
        for (Op op : source.ops()) {
            if (leavesAFrame(op)) {
                tape.open();
            }
            defines(op);
        }
    }

    private void defines(Op op) {
        definedBy(op).forEach(this::defined);
    }

    // An object counts as defined once its constructor has run: before that it cannot be kept.
    private static List<Value> definedBy(Op op) {
        return switch (op.kind()) {
            case NEW_OBJECT -> List.of();
            case INVOKE -> isConstructorCall((Invoke) op.operator()) ? List.of(op.operand(0)) : op.results();
            case ARITHMETIC, CONSTANT, ARRAY_LOAD, ARRAY_STORE, ARRAY_LENGTH, NEW_ARRAY, FIELD_GET, FIELD_PUT ->
                op.results();
            case INVOKE_DYNAMIC, INVOKE_VARIANT, CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> op.results();
            case STRONG_SCALE, STRONG_RATIO, SHADOW_OPERATION -> op.results();
        };
    }

    private static boolean isConstructorCall(Invoke invoke) {
        return invoke.kind() == Invoke.Kind.SPECIAL && invoke.method().name().equals("<init>");
    }

    private static boolean leavesAFrame(Op op) {
        return switch (op.kind()) {
            case INVOKE_VARIANT -> isForward((InvokeVariant) op.operator());
            case ARITHMETIC, CONSTANT, ARRAY_LOAD, ARRAY_STORE, ARRAY_LENGTH, NEW_ARRAY, FIELD_GET, FIELD_PUT -> false;
            case INVOKE, INVOKE_DYNAMIC, NEW_OBJECT, CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> false;
            case STRONG_SCALE, STRONG_RATIO, SHADOW_OPERATION -> false;
        };
    }

    private static boolean isForward(InvokeVariant call) {
        List<Variant.Transform> transforms = call.variant().transforms();
        return !transforms.isEmpty()
                && transforms.get(transforms.size() - 1).kind().isForwardSweep();
    }

    private void endLoop(Region loop) {
        boolean plain = layout.isPlain(loop);
        if (layout.isFlat(loop)) {
            tape.endFlat(loop, plain ? loop.trip() : out.arithmetic(Arithmetic.IADD, loop.trip(), out.constant(1)));
        } else if (!plain) {
            tape.push(loop, residuals.in(loop));
        }
    }

    private void defined(Value value) {
        Slot slot = residuals.slotAtDefinition(value);
        if (slot != null) {
            record(slot);
        }
    }

    private void record(Slot slot) {
        Region region = slot.region();
        if (layout.isHead(region)) {
            tape.storeHead(slot);
        } else if (region.isRoot() || !layout.isFlat(region)) {
            tape.keep(slot);
        } else if (!isDeferred(slot)) {
            tape.storeFlat(slot, region.trip());
        }
    }

    /** A plain loop's header runs once more than there are records; what it defines is stored at the latch. */
    private boolean isDeferred(Slot slot) {
        Region region = slot.region();
        return !slot.isCopy()
                && layout.isPlain(region)
                && residuals.definitions().block(slot.value()) == region.header();
    }

    private void op(Op op, Block block) {
        out.at(op.position());
        if (op.isLinearCall()) {
            call(op, block);
        } else if (!op.isLinear()) {
            out.append(op);
            if (block.handlers().isEmpty()) {
                defines(op);
            }
        }
    }

    private void call(Op op, Block block) {
        closeBefore(block);
        List<Value> operands =
                op.operands().stream().filter(value -> !value.isLinear()).toList();
        List<Value> results =
                op.results().stream().filter(value -> !value.isLinear()).toList();
        Variant forward = plan.half(op, ofCallees);
        out.append(new Op(new InvokeVariant(forward, false), operands, results, op.position()));
        if (block.handlers().isEmpty()) {
            tape.open();
            results.forEach(this::defined);
        } else {
            refuseHandlers(block);
        }
    }

    /** A protected block holds nothing but the op that throws: what has to happen first does in the block that leads there. */
    private Block beforeProtected(Block block) {
        return block.handlers().isEmpty() ? block : flow.incoming(block).get(0).source();
    }

    private void closeBefore(Block block) {
        out.moveTo(beforeProtected(block));
        tape.close();
        out.moveTo(block);
    }

    // What a call did before it threw would have to be reversed in part.
    private void refuseHandlers(Block block) {
        block.handlers().replaceAll(handler -> {
            if (Cleanup.rethrows(handler.edge().target())) {
                return handler;
            }
            Block refusal = plan.function().addBlock();
            Value exception = refusal.addParameter(
                    handler.edge().target().parameters().get(0).type(), null);
            Rethrow.begin(refusal, exception, out.position());
            refusal.ops()
                    .add(new Op(
                            new Refuse(
                                    "an exception thrown by a differentiated call and caught by its caller, in reverse mode,",
                                    "Use forward mode, or test the condition before the call."),
                            List.of(),
                            List.of(),
                            out.position()));
            refusal.terminate(new Terminator.Throw(exception));
            return new Handler(handler.catchType(), new Edge(refusal));
        });
    }

    private void leave(Block block) {
        Region region = regions.of(block);
        if (region != null && region.latch() == block && region.trip() != null) {
            endIteration(region);
        }
        for (Edge edge : block.terminator().edges()) {
            Region entered = regions.of(edge.target());
            if (entered != null && entered.preheader() == block && entered.trip() != null && layout.isFlat(entered)) {
                tape.beginFlat(entered, reservation(entered));
            }
        }
    }

    private Value reservation(Region loop) {
        Induction.Count count = residuals.induction().count(loop);
        if (count == null) {
            return out.constant(1);
        }
        Value distance = distance(out, count);
        return layout.isPlain(loop) ? distance : out.invoke(TransposePlan.NEXT_TRIP, Type.INT, distance);
    }

    /** The trip count of a loop that knows it. */
    static Value distance(Emitter out, Induction.Count count) {
        return count.step() > 0
                ? out.invoke(DISTANCE, Type.INT, count.initial(), count.bound())
                : out.invoke(DISTANCE, Type.INT, count.bound(), count.initial());
    }

    private void endIteration(Region loop) {
        if (!layout.isFlat(loop)) {
            tape.push(loop, residuals.in(loop));
            return;
        }
        for (Slot slot : residuals.in(loop)) {
            if (isDeferred(slot)) {
                tape.storeFlat(slot, loop.trip());
            }
        }
        if (residuals.induction().count(loop) == null) {
            tape.ensureFlat(loop, out.arithmetic(Arithmetic.IADD, loop.trip(), out.constant(2)));
        }
    }

    private static void dropLinearParameters(List<Block> order) {
        for (Block block : order) {
            block.replaceEdges(edge -> edge.retain(parameter -> !parameter.isLinear()));
        }
        order.forEach(block -> block.parameters().removeIf(Value::isLinear));
    }
}
