package dev.fluxion.agent.ir;

import java.util.List;
import java.util.function.UnaryOperator;

/** A jump to a block with a value for each of its parameters. */
public record Edge(Block target, List<Value> arguments) {
    public Edge {
        arguments = List.copyOf(arguments);
    }

    public Edge(Block target) {
        this(target, List.of());
    }

    public Edge map(UnaryOperator<Value> valueMap) {
        return new Edge(target, arguments.stream().map(valueMap).toList());
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
