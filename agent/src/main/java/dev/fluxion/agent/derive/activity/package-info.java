/**
 * Finds what carries a derivative: the active values, the memory that may be the same, what calls pass on, and what has to be
 * refused. A function comes in with the arguments that are asked for; facts go out, for its own derivation and for its callers.
 */
package dev.fluxion.agent.derive.activity;
