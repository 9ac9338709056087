/**
 * Linearization: beside the primal ops, the linear ops that take tangents to tangents. A function and its activity come in; the
 * function with linear ops, marked as such, goes out.
 */
package dev.fluxion.agent.derive.linearize;
