/**
 * What can be said of any function's graph: order, dominance, cycles, superfluous parameters, well-formedness. A function comes
 * in; facts of it go out, or the same function made simpler.
 */
package dev.fluxion.agent.ir.graph;
