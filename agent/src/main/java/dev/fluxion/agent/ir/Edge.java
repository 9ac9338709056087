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

    /** The same edge with arguments replaced; this very one if none is. */
    @SuppressWarnings("ReferenceEquality") // what was not changed is the same list
    public Edge map(UnaryOperator<Value> valueMap) {
        List<Value> mapped = Value.map(arguments, valueMap);
        return mapped == arguments ? this : new Edge(target, mapped);
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
