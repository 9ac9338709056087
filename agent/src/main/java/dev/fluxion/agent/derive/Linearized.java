package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Value;
import java.util.Set;

/**
 * A function with its linear part.
 *
 * @param shadows the references that are shadows: they never refer to what a primal reference refers to
 */
record Linearized(Function function, Set<Value> shadows) {}
