package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.value.Mapped;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.function.UnaryOperator;

/** How a block ends. */
public sealed interface Terminator {
    /** Which of them it is. What decides by terminator does so in a {@code switch} expression over this, without a default. */
    enum Kind {
        JUMP,
        BRANCH,
        SWITCH,
        RETURN,
        THROW
    }

    Kind kind();

    /** Whether it leaves the function with results. */
    default boolean isReturn() {
        return switch (kind()) {
            case RETURN -> true;
            case JUMP, BRANCH, SWITCH, THROW -> false;
        };
    }

    /** Values the terminator itself reads, its edges' arguments not among them. */
    List<Value> operands();

    /** The edges control may take, in order. */
    List<Edge> edges();

    /** The same terminator with operands replaced and edges given anew, as many as before. */
    Terminator with(UnaryOperator<Value> operandMap, List<Edge> edges);

    /** Goes on at one block. */
    record Jump(Edge edge) implements Terminator {
        @Override
        public Kind kind() {
            return Kind.JUMP;
        }

        @Override
        public List<Value> operands() {
            return List.of();
        }

        @Override
        public List<Edge> edges() {
            return List.of(edge);
        }

        @Override
        public Terminator with(UnaryOperator<Value> operandMap, List<Edge> edges) {
            return new Jump(edges.get(0));
        }
    }

    /** Goes on at {@code then} where {@code left comparison right} holds, else at {@code otherwise}. */
    record Branch(Comparison comparison, Value left, Value right, Edge then, Edge otherwise) implements Terminator {
        @Override
        public Kind kind() {
            return Kind.BRANCH;
        }

        @Override
        public List<Value> operands() {
            return List.of(left, right);
        }

        @Override
        public List<Edge> edges() {
            return List.of(then, otherwise);
        }

        @Override
        public Terminator with(UnaryOperator<Value> operandMap, List<Edge> edges) {
            return new Branch(comparison, operandMap.apply(left), operandMap.apply(right), edges.get(0), edges.get(1));
        }
    }

    /** Goes on at the case of the key that equals {@code selector}, else at {@code otherwise}. Keys ascend. */
    record Switch(Value selector, List<Integer> keys, List<Edge> cases, Edge otherwise) implements Terminator {
        public Switch {
            keys = List.copyOf(keys);
            cases = List.copyOf(cases);
        }

        @Override
        public Kind kind() {
            return Kind.SWITCH;
        }

        @Override
        public List<Value> operands() {
            return List.of(selector);
        }

        @Override
        public List<Edge> edges() {
            List<Edge> all = new java.util.ArrayList<>(cases);
            all.add(otherwise);
            return all;
        }

        @Override
        public Terminator with(UnaryOperator<Value> operandMap, List<Edge> edges) {
            return new Switch(
                    operandMap.apply(selector), keys, edges.subList(0, cases.size()), edges.get(cases.size()));
        }
    }

    /** Leaves the function with any number of values; a method of the JVM has at most one. */
    record Return(List<Value> operands) implements Terminator {
        public Return {
            operands = List.copyOf(operands);
        }

        @Override
        public Kind kind() {
            return Kind.RETURN;
        }

        @Override
        public List<Edge> edges() {
            return List.of();
        }

        @Override
        public Terminator with(UnaryOperator<Value> operandMap, List<Edge> edges) {
            return new Return(Mapped.of(operands, operandMap));
        }
    }

    /** Raises an exception; inside a protected region the block's handlers apply. */
    record Throw(Value exception) implements Terminator {
        @Override
        public Kind kind() {
            return Kind.THROW;
        }

        @Override
        public List<Value> operands() {
            return List.of(exception);
        }

        @Override
        public List<Edge> edges() {
            return List.of();
        }

        @Override
        public Terminator with(UnaryOperator<Value> operandMap, List<Edge> edges) {
            return new Throw(operandMap.apply(exception));
        }
    }
}
