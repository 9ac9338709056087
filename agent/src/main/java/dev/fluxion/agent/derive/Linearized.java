package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Function;
import java.util.List;

/**
 * A function with its linear part.
 *
 * @param constants for each parameter, shadows included, whether the memory it refers to stays as it is
 */
record Linearized(Function function, List<Boolean> constants) {}
