package dev.fluxion.agent.derive.lanes;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.OpKind;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.optimize.Purity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which linear ops share a loop over the lanes, and which linear values need a row in memory. */
final class LanePlan {
    /** A part of a block. */
    sealed interface Step {
        /** Which of them it is. */
        enum Kind {
            ALONE,
            TOGETHER
        }

        Kind kind();
    }

    /** An op that is done once. */
    record Alone(Op op) implements Step {
        @Override
        public Kind kind() {
            return Kind.ALONE;
        }
    }

    /** Linear ops that are done lane by lane, then copies of tangents to the rows of joins. */
    record Together(List<Op> ops, List<Copy> copies) implements Step {
        @Override
        public Kind kind() {
            return Kind.TOGETHER;
        }
    }

    /** A tangent and the parameter of a join that takes it. */
    record Copy(Value from, Value to) {}

    /** A constant of this size changes little. */
    static final double LEAST = 0.125;

    private final Map<Block, List<Step>> steps = new HashMap<>();
    private final Map<Edge, Together> copies = new LinkedHashMap<>();
    private final Set<Value> zeros = new HashSet<>();
    private final Set<Value> constants = new HashSet<>();
    /** Tangents that came in a row, which nobody writes to. */
    private final Map<Value, Value> existingRows = new HashMap<>();

    private final Set<Value> withRows = new LinkedHashSet<>();

    private LanePlan() {}

    static LanePlan of(Function function) {
        LanePlan plan = new LanePlan();
        List<Block> order = Flow.of(function).order();
        plan.findConstants(order);
        plan.findExistingRows(function, order);
        order.forEach(plan::divide);
        plan.dropFirstZeros(function.entry());
        plan.findValuesWithRows(function, order);
        return plan;
    }

    List<Step> steps(Block block) {
        return steps.get(block);
    }

    /** The copies that an edge of a branch makes; null if none. */
    Together copies(Edge edge) {
        return copies.get(edge);
    }

    /** Whether a product by the value may be less than {@link #LEAST} of the other factor; not if it is a constant of some size. */
    boolean mayBeTiny(Value value) {
        return !constants.contains(value);
    }

    boolean isZero(Value value) {
        return zeros.contains(value);
    }

    Map<Value, Value> existingRows() {
        return existingRows;
    }

    Set<Value> valuesWithRows() {
        return withRows;
    }

    /** The op of a protected block whose exceptions its handlers catch; null if it is the terminator that throws. */
    Op protectedOp(Block block) {
        int last = block.ops().size() - 1;
        boolean exists = !block.handlers().isEmpty()
                && !(block.terminator() instanceof Terminator.Throw)
                && last >= 0
                && block.ops().get(last).operator().mayThrow();
        return exists ? block.ops().get(last) : null;
    }

    private void findConstants(List<Block> order) {
        for (Block block : order) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof Constant constant && !op.results().isEmpty()) {
                    if (op.isLinear()) {
                        zeros.add(op.result());
                    } else if (constant.value() instanceof Number number && Math.abs(number.doubleValue()) >= LEAST) {
                        constants.add(op.result());
                    }
                }
            }
        }
    }

    // A row that came as an argument or as a result belongs to nobody who would write to it.
    private void findExistingRows(Function function, List<Block> order) {
        Set<Value> unchanging = new HashSet<>(function.parameters());
        for (Block block : order) {
            for (Op op : block.ops()) {
                if (op.kind() == OpKind.INVOKE_VARIANT) {
                    unchanging.addAll(op.results());
                } else if (op.kind() == OpKind.ARRAY_LOAD
                        && op.result().isLinear()
                        && unchanging.contains(op.operand(0))) {
                    existingRows.put(op.result(), op.operand(0));
                }
            }
        }
    }

    private void divide(Block block) {
        List<Step> divided = new ArrayList<>();
        List<Op> pending = new ArrayList<>();
        Op protectedOp = protectedOp(block);
        for (Op op : block.ops()) {
            if (op.isLinear() && !op.isLinearCall()) {
                if (!isZero(op)) {
                    pending.add(op);
                }
                continue;
            }
            if (op.equals(protectedOp)) {
                // A handler reads also the rows of tangents that it is not passed.
                close(divided, pending, toHandlers(block));
            } else if (mustFollow(op, pending)) {
                close(divided, pending, List.of());
            }
            divided.add(new Alone(op));
        }
        Terminator terminator = block.terminator();
        List<Copy> atEnd = switch (terminator.kind()) {
            case THROW -> toHandlers(block);
            case JUMP -> along(terminator.edges().get(0));
            case BRANCH, SWITCH, RETURN -> onEdges(terminator);
        };
        close(divided, pending, atEnd);
        steps.put(block, divided);
    }

    /** Notes what each edge of a branch copies; nothing is copied before. */
    private List<Copy> onEdges(Terminator terminator) {
        for (Edge edge : terminator.edges()) {
            List<Copy> needed = along(edge);
            if (!needed.isEmpty()) {
                copies.put(edge, new Together(List.of(), needed));
            }
        }
        return List.of();
    }

    /** The rows are new when the entry ends, and the entry is not entered again. */
    private void dropFirstZeros(Block entry) {
        List<Step> divided = steps.get(entry);
        if (!divided.isEmpty() && divided.get(divided.size() - 1) instanceof Together last) {
            List<Copy> needed =
                    last.copies().stream().filter(copy -> !isZero(copy.from())).toList();
            divided.remove(divided.size() - 1);
            close(divided, new ArrayList<>(last.ops()), needed);
        }
    }

    private static void close(List<Step> divided, List<Op> pending, List<Copy> copies) {
        if (!pending.isEmpty() || !copies.isEmpty()) {
            divided.add(new Together(List.copyOf(pending), copies));
            pending.clear();
        }
    }

    /**
     * Whether an op must not come before linear ops that stand before it: it works on rows itself, or it may throw, and whoever
     * catches that sees what they have stored.
     */
    private static boolean mustFollow(Op op, List<Op> pending) {
        if (pending.isEmpty()) {
            return false;
        }
        boolean mayThrow = op.operator().mayThrow() && !Purity.isMathematics(op);
        return worksOnRows(op) || mayThrow && pending.stream().anyMatch(LanePlan::isStore);
    }

    private static boolean worksOnRows(Op op) {
        return switch (op.kind()) {
            case INVOKE_VARIANT -> true;
            case INVOKE -> ((Invoke) op.operator()).method().owner().equals(LaneForm.ROWS);
            // It would be written to rows by a call.
            case SHADOW_OPERATION -> throw notOfOneLane(op);
            case ARITHMETIC, CONSTANT, ARRAY_LOAD, ARRAY_STORE, ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT -> false;
            case FIELD_GET, FIELD_PUT, INVOKE_DYNAMIC, CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> false;
            case STRONG_SCALE, STRONG_RATIO -> false;
        };
    }

    /** What a linear op does to memory, if anything. */
    private static boolean isStore(Op op) {
        return switch (op.kind()) {
            case ARRAY_STORE -> true;
            case ARITHMETIC, STRONG_SCALE, STRONG_RATIO, ARRAY_LOAD -> false;
            case CONSTANT, ARRAY_LENGTH, NEW_ARRAY, NEW_OBJECT, FIELD_GET, FIELD_PUT -> throw notOfOneLane(op);
            case INVOKE, INVOKE_DYNAMIC, INVOKE_VARIANT, SHADOW_OPERATION -> throw notOfOneLane(op);
            case CHECK_CAST, INSTANCE_OF, MONITOR, REFUSE -> throw notOfOneLane(op);
        };
    }

    /** A linear op that no loop over the lanes can do. */
    static IllegalStateException notOfOneLane(Op op) {
        return new IllegalStateException("not of one lane: " + op.operator().text());
    }

    private static boolean isZero(Op op) {
        return op.kind() == OpKind.CONSTANT;
    }

    private static List<Copy> toHandlers(Block block) {
        List<Copy> copies = new ArrayList<>();
        for (Handler handler : block.handlers()) {
            List<Value> parameters = handler.edge().target().parameters();
            copies.addAll(copies(handler.edge(), parameters.subList(1, parameters.size())));
        }
        return copies;
    }

    private static List<Copy> along(Edge edge) {
        return copies(edge, edge.target().parameters());
    }

    private static List<Copy> copies(Edge edge, List<Value> parameters) {
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Value argument = edge.arguments().get(i);
            if (parameters.get(i).isLinear() && argument != parameters.get(i)) {
                copies.add(new Copy(argument, parameters.get(i)));
            }
        }
        return copies;
    }

    private void findValuesWithRows(Function function, List<Block> order) {
        for (Block block : order) {
            if (block != function.entry()) {
                block.parameters().stream().filter(Value::isLinear).forEach(withRows::add);
            }
        }
        for (Block block : order) {
            for (Step step : steps.get(block)) {
                findRead(step);
            }
            needRows(block.terminator().operands());
        }
        copies.values().forEach(this::findRead);
    }

    private Done findRead(Step step) {
        return switch (step.kind()) {
            case ALONE -> needRows(((Alone) step).op().operands());
            case TOGETHER -> findRead((Together) step);
        };
    }

    private Done needRows(List<Value> values) {
        values.forEach(this::needRow);
        return DONE;
    }

    private Done findRead(Together together) {
        Set<Value> own = new HashSet<>();
        for (Op op : together.ops()) {
            op.operands().stream().filter(operand -> !own.contains(operand)).forEach(this::needRow);
            own.addAll(op.results());
        }
        for (Copy copy : together.copies()) {
            if (!own.contains(copy.from())) {
                needRow(copy.from());
            }
        }
        return DONE;
    }

    private void needRow(Value value) {
        if (value.isLinear() && !isZero(value) && !existingRows.containsKey(value)) {
            withRows.add(value);
        }
    }
}
