package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where each value that needs a local is live, as ranges of positions in the code's layout. A statement reads its operands at
 * an even position and defines its results at the next, odd one, so that a result may share the slot of an operand that dies.
 */
final class LiveRanges {
    private record Use(Block block, int position) {}

    private static final class Occurrences {
        Block block;
        int definition;
        final List<Use> uses = new ArrayList<>();
    }

    private final Schedule schedule;
    private final Flow flow;
    private final Set<Edge> exceptional;
    private final Map<Block, Integer> starts = new LinkedHashMap<>();
    private final Map<Block, Integer> ends = new LinkedHashMap<>();
    private final Map<Block, Integer> throwPositions = new LinkedHashMap<>();
    private final Map<Value, Occurrences> occurrences = new LinkedHashMap<>();
    private final Map<Block, List<Value>> liveIn = new LinkedHashMap<>();
    /** Start to end, exclusive. */
    private final Map<Value, TreeMap<Integer, Integer>> ranges = new LinkedHashMap<>();

    LiveRanges(
            Function function,
            List<Block> layout,
            Flow flow,
            Set<Edge> exceptional,
            Schedule schedule,
            Initialization initialization) {
        this.schedule = schedule;
        this.flow = flow;
        this.exceptional = exceptional;
        int position = 0;
        for (Block block : layout) {
            liveIn.put(block, new ArrayList<>());
            position = number(function, block, position);
        }
        if (initialization.atStart(function.entry()).size() == 1) {
            keepUnderConstruction(function.parameters().get(0), layout, initialization);
        }
        occurrences.forEach(this::spread);
    }

    /** Ranges by value, for the values that are in locals; iteration is in order of definition. */
    Map<Value, TreeMap<Integer, Integer>> ranges() {
        return ranges;
    }

    /** Values defined elsewhere that the block, or what follows it, reads. */
    List<Value> liveIn(Block block) {
        return liveIn.get(block);
    }

    @SuppressWarnings("ReferenceEquality") // ops have identity
    private int number(Function function, Block block, int first) {
        starts.put(block, first);
        block.parameters().forEach(parameter -> define(parameter, block, first));
        int position = first + 2;
        for (Op root : schedule.roots(block)) {
            use(root, block, position);
            if (root == schedule.throwingRoot(block)) {
                throwPositions.put(block, position);
            }
            for (Value result : root.results()) {
                define(result, block, position + 1);
            }
            if (schedule.allocates(root)) {
                define(root.operand(0), block, position + 1);
            }
            position += 2;
        }
        Terminator terminator = block.terminator();
        for (Value operand : terminator.operands()) {
            use(operand, block, position);
        }
        if (terminator instanceof Terminator.Return && terminator.operands().size() > 1) {
            use(function.parameters().get(0), block, position);
        }
        throwPositions.putIfAbsent(block, position);
        for (Edge edge : terminator.edges()) {
            for (Value argument : edge.arguments()) {
                use(argument, block, position + 1);
            }
        }
        int throwing = throwPositions.get(block);
        block.handlers().forEach(handler -> handler.edge().arguments().forEach(value -> use(value, block, throwing)));
        ends.put(block, position + 2);
        return position + 2;
    }

    private Occurrences occurrences(Value value) {
        return occurrences.computeIfAbsent(value, k -> new Occurrences());
    }

    private void define(Value value, Block block, int position) {
        Occurrences where = occurrences(value);
        where.block = block;
        where.definition = position;
    }

    private void use(Op op, Block block, int position) {
        List<Value> operands = op.operands();
        if (Schedule.isConstructorCall(op)) {
            if (!schedule.allocates(op)) {
                read(op.operand(0), block, position);
            }
            operands = operands.subList(1, operands.size());
        }
        operands.forEach(operand -> use(operand, block, position));
        if (op.results().size() > 1) {
            // The tape is read again after the first result was stored.
            use(op.operand(0), block, position + 1);
        }
    }

    private void use(Value value, Block block, int position) {
        if (schedule.constant(value) != null) {
            return;
        }
        Op op = schedule.inlined(value);
        if (op == null) {
            read(value, block, position);
        } else {
            use(op, block, position);
        }
    }

    private void read(Value value, Block block, int position) {
        occurrences(value).uses.add(new Use(block, position));
    }

    /** A frame must mention the object as long as it is not initialised, whether it is read later or not. */
    private void keepUnderConstruction(Value object, List<Block> layout, Initialization initialization) {
        for (Block block : layout) {
            if (initialization.atStart(block).contains(object)) {
                read(object, block, starts.get(block));
            }
        }
    }

    private void spread(Value value, Occurrences where) {
        if (where.uses.isEmpty()) {
            return;
        }
        Map<Block, Integer> lastPosition = new LinkedHashMap<>();
        Deque<Block> pending = new ArrayDeque<>();
        for (Use use : where.uses) {
            extend(use.block, use.position + 1, where.block, lastPosition, pending);
        }
        while (!pending.isEmpty()) {
            Block block = pending.pop();
            liveIn.get(block).add(value);
            for (Flow.Incoming incoming : flow.incoming(block)) {
                Block source = incoming.source();
                boolean normal = !exceptional.contains(incoming.edge());
                int end = normal ? ends.get(source) : throwPositions.get(source) + 1;
                extend(source, end, where.block, lastPosition, pending);
            }
        }
        TreeMap<Integer, Integer> result = new TreeMap<>();
        lastPosition.forEach((block, end) -> {
            int start = block == where.block ? where.definition : starts.get(block);
            if (start < end) {
                result.put(start, end);
            }
        });
        ranges.put(value, result);
    }

    private static void extend(
            Block block, int end, Block definedIn, Map<Block, Integer> lastPosition, Deque<Block> pending) {
        Integer known = lastPosition.get(block);
        if (known == null || known < end) {
            lastPosition.put(block, end);
        }
        if (known == null && block != definedIn) {
            pending.push(block);
        }
    }
}
