package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each value that needs a local is live, as ranges of positions in the code's layout; a value that stays live from one
 * block to the one written next has one range for both. A statement reads its operands at an even position and defines its
 * results at the next, odd one, so that a result may share the slot of an operand that dies.
 */
public final class LiveRanges {
    private static final class Occurrences {
        int block;
        int definition;
        int count;
        /** Its number among the values that other blocks read too, or -1. */
        int number = -1;
    }

    private final Schedule schedule;
    private final List<Block> layout;
    private final Liveness liveness;
    private final int[] starts;
    private final int[] throwPositions;
    private final Map<Value, Occurrences> occurrences = new LinkedHashMap<>();
    /** For each block, where it reads a value last. */
    private final List<Map<Value, Integer>> reads = new ArrayList<>();

    private final List<Value> crossing = new ArrayList<>();
    private final Map<Value, Ranges> ranges = new LinkedHashMap<>();

    public LiveRanges(Function function, List<Block> layout, Schedule schedule, Initialization initialization) {
        this.schedule = schedule;
        this.layout = layout;
        this.liveness = new Liveness(layout);
        this.starts = new int[layout.size() + 1];
        this.throwPositions = new int[layout.size()];
        for (int i = 0; i < layout.size(); i++) {
            reads.add(new LinkedHashMap<>());
            starts[i + 1] = number(function, i, starts[i]);
        }
        if (initialization.atStart(function.entry()).size() == 1) {
            keepUnderConstruction(function.parameters().get(0), initialization);
        }
        findCrossing();
        liveness.spread();
        findRanges();
    }

    /** Ranges by value, for the values that are in locals; iteration is in order of definition. */
    public Map<Value, Ranges> ranges() {
        return ranges;
    }

    /** How often a value is defined and read. */
    int occurrences(Value value) {
        return occurrences.get(value).count;
    }

    /** Values defined elsewhere that the block, or what follows it, reads. */
    public List<Value> liveIn(Block block) {
        BitSet numbers = liveness.atStart(liveness.index(block));
        List<Value> live = new ArrayList<>(numbers.cardinality());
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            live.add(crossing.get(number));
        }
        return live;
    }

    @SuppressWarnings("ReferenceEquality") // ops have identity
    private int number(Function function, int index, int first) {
        Block block = layout.get(index);
        block.parameters().forEach(parameter -> define(parameter, index, first));
        int position = first + 2;
        throwPositions[index] = -1;
        for (Op root : schedule.roots(block)) {
            use(root, index, position);
            if (root == schedule.throwingRoot(block)) {
                throwPositions[index] = position;
            }
            for (Value result : root.results()) {
                define(result, index, position + 1);
            }
            if (schedule.allocates(root)) {
                define(root.operand(0), index, position + 1);
            }
            position += 2;
        }
        Terminator terminator = block.terminator();
        for (Value operand : terminator.operands()) {
            use(operand, index, position);
        }
        if (terminator instanceof Terminator.Return && terminator.operands().size() > 1) {
            use(function.parameters().get(0), index, position);
        }
        if (throwPositions[index] < 0) {
            throwPositions[index] = position;
        }
        for (Edge edge : terminator.edges()) {
            for (Value argument : edge.arguments()) {
                use(argument, index, position + 1);
            }
        }
        block.handlers()
                .forEach(handler ->
                        handler.edge().arguments().forEach(value -> use(value, index, throwPositions[index])));
        return position + 2;
    }

    private Occurrences occurrencesOf(Value value) {
        return occurrences.computeIfAbsent(value, k -> new Occurrences());
    }

    private void define(Value value, int block, int position) {
        Occurrences where = occurrencesOf(value);
        where.block = block;
        where.definition = position;
        where.count++;
    }

    private void use(Op op, int block, int position) {
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

    private void use(Value value, int block, int position) {
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

    private void read(Value value, int block, int position) {
        occurrencesOf(value).count++;
        reads.get(block).merge(value, position, Math::max);
    }

    /** A frame must mention the object as long as it is not initialised, whether it is read later or not. */
    private void keepUnderConstruction(Value object, Initialization initialization) {
        for (int i = 0; i < layout.size(); i++) {
            if (initialization.atStart(layout.get(i)).contains(object)) {
                read(object, i, starts[i]);
            }
        }
    }

    private void findCrossing() {
        for (int i = 0; i < layout.size(); i++) {
            for (Value value : reads.get(i).keySet()) {
                Occurrences where = occurrencesOf(value);
                if (where.block != i) {
                    if (where.number < 0) {
                        where.number = crossing.size();
                        crossing.add(value);
                        liveness.defines(where.block, where.number);
                    }
                    liveness.reads(i, where.number);
                }
            }
        }
    }

    private void findRanges() {
        List<List<Occurrences>> definitions = new ArrayList<>();
        layout.forEach(block -> definitions.add(new ArrayList<>()));
        occurrences.forEach((value, where) -> {
            Integer end = reads.get(where.block).get(value);
            if (where.number >= 0) {
                definitions.get(where.block).add(where);
                ranges.put(value, new Ranges());
            } else if (end != null && where.definition <= end) {
                Ranges only = new Ranges();
                only.append(where.definition, end + 1);
                ranges.put(value, only);
            }
        });
        int[] opened = new int[crossing.size()];
        BitSet open = new BitSet();
        for (int i = 0; i < layout.size(); i++) {
            int start = starts[i];
            BitSet live = liveness.atStart(i);
            BitSet left = (BitSet) open.clone();
            left.andNot(live);
            for (int number = left.nextSetBit(0); number >= 0; number = left.nextSetBit(number + 1)) {
                close(number, opened[number], start);
            }
            BitSet entered = (BitSet) live.clone();
            entered.andNot(open);
            for (int number = entered.nextSetBit(0); number >= 0; number = entered.nextSetBit(number + 1)) {
                opened[number] = start;
            }
            open = (BitSet) live.clone();
            for (Occurrences where : definitions.get(i)) {
                open.set(where.number);
                opened[where.number] = where.definition;
            }
            BitSet ending = (BitSet) open.clone();
            BitSet atEnd = liveness.atEnd(i);
            ending.andNot(atEnd);
            BitSet atThrow = liveness.atThrow(i);
            for (int number = ending.nextSetBit(0); number >= 0; number = ending.nextSetBit(number + 1)) {
                close(number, opened[number], lastPosition(number, i, atThrow) + 1);
            }
            open.and(atEnd);
        }
        int end = starts[layout.size()];
        open.stream().forEach(number -> close(number, opened[number], end));
    }

    private int lastPosition(int number, int block, BitSet atThrow) {
        int last = reads.get(block).getOrDefault(crossing.get(number), -1);
        return atThrow.get(number) ? Math.max(last, throwPositions[block]) : last;
    }

    private void close(int number, int start, int end) {
        if (start < end) {
            ranges.get(crossing.get(number)).append(start, end);
        }
    }
}
