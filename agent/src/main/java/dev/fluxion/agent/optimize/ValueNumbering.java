package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes each thing once: an op that depends on its operands alone is replaced by an equal one that dominates it, and an
 * array element that was loaded in the same block is not loaded again while nothing can have changed it.
 */
public final class ValueNumbering {
    /** The type too: what is loaded from a null has that of its use. */
    private static final class Key {
        final Operator operator;
        private final List<Value> operands;
        private final Type type;
        private final boolean linear;
        private final int hash;

        Key(Op op, List<Value> operands) {
            this.operator = op.operator();
            this.operands = operands;
            this.type = op.result().type();
            this.linear = op.result().isLinear();
            int sum = operator.hashCode();
            for (int i = 0; i < operands.size(); i++) {
                sum = 31 * sum + operands.get(i).hashCode();
            }
            this.hash = sum;
        }

        /** Asked three times for each op. */
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && linear == key.linear
                    && operator.equals(key.operator)
                    && operands.equals(key.operands)
                    && type.equals(key.type);
        }
    }

    private final Map<Block, List<Block>> children = new HashMap<>();
    private final Map<Key, Value> known = new HashMap<>();
    private final Substitution substitution = new Substitution();

    private ValueNumbering(Flow flow) {
        for (Block block : flow.order()) {
            Block parent = flow.immediateDominator(block);
            if (parent != null) {
                children.computeIfAbsent(parent, p -> new ArrayList<>()).add(block);
            }
        }
    }

    /**
     * Works in place; expects every block reachable.
     *
     * @param flow of which only the edges' arguments may have changed
     * @return whether anything was found
     */
    static boolean run(Function function, Flow flow) {
        ValueNumbering pass = new ValueNumbering(flow);
        pass.walk(function.entry());
        pass.substitution.apply(function);
        return !pass.substitution.isEmpty();
    }

    /** Depth first over the dominator tree, by an explicit stack: trees of long methods are deep. */
    private void walk(Block root) {
        record Frame(Block block, List<Key> added, int[] next) {}
        List<Frame> stack = new ArrayList<>();
        stack.add(new Frame(root, number(root), new int[1]));
        while (!stack.isEmpty()) {
            Frame frame = stack.get(stack.size() - 1);
            List<Block> below = children.getOrDefault(frame.block(), List.of());
            if (frame.next()[0] < below.size()) {
                Block child = below.get(frame.next()[0]++);
                stack.add(new Frame(child, number(child), new int[1]));
            } else {
                frame.added().forEach(known::remove);
                stack.remove(stack.size() - 1);
            }
        }
    }

    private List<Key> number(Block block) {
        List<Key> added = new ArrayList<>();
        Map<Key, Value> loads = new HashMap<>();
        Set<Op> replaced = new HashSet<>();
        for (Op op : block.ops()) {
            if (op.results().size() == 1) {
                if (Purity.isRepeatable(op)) {
                    Key key = key(op);
                    Value same = known.get(key);
                    if (same != null) {
                        replace(op, same, replaced);
                    } else if (block.handlers().isEmpty() || !op.operator().mayThrow()) {
                        // What a protected op defines is not there on the way to its handler.
                        known.put(key, op.result());
                        added.add(key);
                    }
                    continue;
                }
                if (op.operator() instanceof ArrayLoad) {
                    Value same = loads.putIfAbsent(key(op), op.result());
                    if (same != null) {
                        replace(op, same, replaced);
                    }
                    continue;
                }
            }
            forget(op, loads);
        }
        if (!replaced.isEmpty()) {
            block.ops().removeIf(replaced::contains);
        }
        return added;
    }

    private Key key(Op op) {
        Op resolved = substitution.isEmpty() ? op : op.mapOperands(substitution::resolve);
        return new Key(op, resolved.operands());
    }

    private void replace(Op op, Value same, Set<Op> replaced) {
        substitution.replace(op.result(), same);
        replaced.add(op);
    }

    private static void forget(Op op, Map<Key, Value> loads) {
        if (loads.isEmpty()) {
            return;
        }
        if (op.operator() instanceof ArrayStore store) {
            loads.keySet().removeIf(key -> key.operator.equals(new ArrayLoad(store.element())));
        } else if (!(op.operator() instanceof NewArray) && !op.operator().isPure()) {
            loads.clear();
        }
    }
}
