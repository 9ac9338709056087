package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.value.Mapped;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
        List<Value> mapped = Mapped.of(arguments, valueMap);
        return mapped == arguments ? this : new Edge(target, mapped);
    }

    /** The target's parameter that the first argument is for: no edge passes the exception to a block that exceptions lead to. */
    public int firstParameter() {
        return target.parameters().size() - arguments.size();
    }

    /** The same edge with arguments for only those of the target's parameters that are kept; this very one if all are. */
    public Edge retain(Predicate<Value> kept) {
        int first = firstParameter();
        List<Value> retained = null;
        for (int i = 0; i < arguments.size(); i++) {
            boolean isKept = kept.test(target.parameters().get(first + i));
            if (retained == null && !isKept) {
                retained = new ArrayList<>(arguments.subList(0, i));
            } else if (retained != null && isKept) {
                retained.add(arguments.get(i));
            }
        }
        return retained == null ? this : new Edge(target, retained);
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
