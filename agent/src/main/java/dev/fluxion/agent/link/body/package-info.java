/**
 * What an operator computes, as IR, in whatever surroundings: one pass, a Jacobian, a Hessian, a gradient in forward mode. An
 * operator comes in; the body of its code goes out.
 */
package dev.fluxion.agent.link.body;
