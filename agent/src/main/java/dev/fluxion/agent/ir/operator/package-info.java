/**
 * What an op does, one class for each operator, with the variants that a call may name. Values and types come in; ops, closed
 * under an enum of kinds that passes switch over, go out.
 */
package dev.fluxion.agent.ir.operator;
