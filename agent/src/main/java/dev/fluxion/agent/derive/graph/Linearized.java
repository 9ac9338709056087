package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.Set;

/**
 * A function with its linear part.
 *
 * @param constants for each parameter, shadows included, whether the memory it refers to stays as it is
 * @param shadows the references that are shadows
 * @param shadowed the references that have one
 */
public record Linearized(Function function, List<Boolean> constants, Set<Value> shadows, Set<Value> shadowed) {}
