/**
 * Passes that change no bit of a primal value: inlining, folding, common values, dead code, objects replaced by their fields. A
 * function comes in and the same function goes out, with less to do.
 */
package dev.fluxion.agent.optimize;
