/**
 * What deriving needs to know and to write of a function's graph: reducible loops, regions, induction variables, variables with
 * their joins. A function comes in; facts, and blocks emitted in order, go out.
 */
package dev.fluxion.agent.derive.graph;
