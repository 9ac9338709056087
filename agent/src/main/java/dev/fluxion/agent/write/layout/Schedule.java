package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which ops are statements (<em>roots</em>) and which are evaluated on the operand stack within a root's expression tree.
 *
 * <p>Ops that may throw, or that read or write memory, keep their order among each other; the rest may be evaluated anywhere
 * between their operands and their only use. Constants that cannot throw are pushed wherever they are used.
 *
 * <p>An object's {@code new} and constructor call in one block are one expression, {@code new dup arguments invokespecial}, where
 * order allows; the constructor call then stands for the object.
 */
public final class Schedule {
    /** Deeper trees are cut, so that recursion over them is bounded. */
    private static final int MAXIMAL_DEPTH = 200;

    private final Map<Block, List<Op>> roots = new HashMap<>();
    private final Map<Block, Op> throwing = new HashMap<>();
    private final Map<Value, Op> inlined = new HashMap<>();
    private final Set<Op> allocating = new HashSet<>();
    private final Map<Value, Constant> constants = new HashMap<>();
    private final Map<Value, Integer> uses = new HashMap<>();
    private final Set<Value> passed = new HashSet<>();

    public Schedule(List<Block> blocks) {
        for (Block block : blocks) {
            count(block);
        }
        for (Block block : blocks) {
            new BlockSchedule(block).run();
        }
    }

    /** The block's statements in order; the terminator comes after them. */
    public List<Op> roots(Block block) {
        return roots.get(block);
    }

    /** The last root whose tree contains an op that handlers of the block protect; null if it is the terminator. */
    Op throwingRoot(Block block) {
        return throwing.get(block);
    }

    /** The op to evaluate in place of a value's only use; null if the value is in a local or a constant. */
    public Op inlined(Value value) {
        return inlined.get(value);
    }

    /** Whether a constructor call creates the object itself, rather than find it in a local. */
    public boolean allocates(Op constructorCall) {
        return allocating.contains(constructorCall);
    }

    /** The constant to push for a value, or null. */
    public Constant constant(Value value) {
        return constants.get(value);
    }

    /** Uses, as operand or argument. */
    int uses(Value value) {
        return uses.getOrDefault(value, 0);
    }

    /** Whether the op calls a constructor, on an object made here or on the one under construction. */
    public static boolean isConstructorCall(Op op) {
        return op.operator() instanceof Invoke invoke
                && invoke.kind() == Invoke.Kind.SPECIAL
                && invoke.method().name().equals("<init>");
    }

    private void count(Block block) {
        for (Op op : block.ops()) {
            use(op.operands());
            if (op.operator() instanceof Constant constant && !constant.mayThrow()) {
                constants.put(op.result(), constant);
            }
        }
        use(block.terminator().operands());
        for (Edge edge : block.successors()) {
            use(edge.arguments());
            passed.addAll(edge.arguments());
        }
    }

    private void use(List<Value> values) {
        for (Value value : values) {
            uses.merge(value, 1, Integer::sum);
        }
    }

    private static boolean isOrdered(Op op) {
        return op.operator().mayThrow() || !op.operator().isPure();
    }

    /** Works backwards, so that an op of the ordered kind is evaluated in place exactly if it is the next one before. */
    private final class BlockSchedule {
        private final Block block;
        private final List<Op> ops;
        private final boolean[] placed;
        private final Map<Value, Integer> producers = new HashMap<>();
        private final Map<Integer, Integer> allocations = new HashMap<>();
        private int lastOrdered;
        /** Whether anything placed yet may throw. */
        private boolean mayThrow;

        BlockSchedule(Block block) {
            this.block = block;
            this.ops = block.ops();
            this.placed = new boolean[ops.size()];
            this.lastOrdered = ops.size() - 1;
            findProducers();
        }

        private void findProducers() {
            Map<Value, Integer> allocated = new HashMap<>();
            for (int i = 0; i < ops.size(); i++) {
                Op op = ops.get(i);
                if (op.operator() instanceof NewObject) {
                    allocated.put(op.result(), i);
                } else if (isConstructorCall(op) && allocated.containsKey(op.operand(0))) {
                    allocations.put(i, allocated.get(op.operand(0)));
                    if (uses(op.operand(0)) == 2 && !passed.contains(op.operand(0))) {
                        producers.put(op.operand(0), i);
                    }
                } else if (op.results().size() == 1 && uses(op.result()) == 1 && !passed.contains(op.result())) {
                    producers.put(op.result(), i);
                }
            }
        }

        void run() {
            boolean several = block.terminator() instanceof Terminator.Return
                    && block.terminator().operands().size() > 1;
            inlineOperands(block.terminator().operands(), 0, several);
            List<Op> statements = new ArrayList<>();
            for (int i = ops.size() - 1; i >= 0; i--) {
                if (!placed[i] && isNeeded(ops.get(i))) {
                    boolean isLast = !mayThrow && !(block.terminator() instanceof Terminator.Throw);
                    statements.add(ops.get(i));
                    place(i, 0);
                    if (isLast && mayThrow) {
                        throwing.put(block, ops.get(i));
                    }
                }
            }
            Collections.reverse(statements);
            sinkCounters(statements);
            roots.put(block, statements);
        }

        private boolean isNeeded(Op op) {
            return isOrdered(op) || !constants.containsKey(op.result()) && uses(op.result()) > 0;
        }

        private void place(int index, int depth) {
            Op op = ops.get(index);
            placed[index] = true;
            mayThrow |= op.operator().mayThrow();
            boolean severalResults = op.results().size() > 1;
            Integer allocation = allocations.get(index);
            List<Value> operands = op.operands();
            inlineOperands(
                    allocation == null ? operands : operands.subList(1, operands.size()), depth + 1, severalResults);
            if (allocation != null && nextOrdered() == allocation) {
                allocating.add(op);
                placed[allocation] = true;
            }
        }

        private void inlineOperands(List<Value> operands, int depth, boolean onlyUnordered) {
            for (int i = operands.size() - 1; i >= 0; i--) {
                Integer producer = producers.get(operands.get(i));
                if (producer == null || depth > MAXIMAL_DEPTH || placed[producer]) {
                    continue;
                }
                Op op = ops.get(producer);
                if (isOrdered(op) ? !onlyUnordered && nextOrdered() == producer : !constants.containsKey(op.result())) {
                    inlined.put(operands.get(i), op);
                    place(producer, depth);
                }
            }
        }

        private int nextOrdered() {
            while (lastOrdered >= 0 && (placed[lastOrdered] || !isOrdered(ops.get(lastOrdered)))) {
                lastOrdered--;
            }
            return lastOrdered;
        }

        /**
         * Moves {@code i + constant} that becomes the next {@code i} to the end of the block, past the last uses of {@code i}: both
         * can then share a slot.
         */
        private void sinkCounters(List<Op> statements) {
            if (!(block.terminator() instanceof Terminator.Jump jump)) {
                return;
            }
            Map<Value, Op> sums = new HashMap<>();
            for (Op op : statements) {
                if (op.operator() == Arithmetic.IADD && uses(op.result()) == 1) {
                    sums.put(op.result(), op);
                }
            }
            List<Value> parameters = jump.edge().target().parameters();
            List<Op> sunk = new ArrayList<>();
            for (int i = 0; i < parameters.size(); i++) {
                Op sum = sums.get(jump.edge().arguments().get(i));
                if (sum != null && sum.operands().contains(parameters.get(i))) {
                    sunk.add(sum);
                }
            }
            statements.removeAll(new HashSet<>(sunk));
            statements.addAll(sunk);
        }
    }
}
