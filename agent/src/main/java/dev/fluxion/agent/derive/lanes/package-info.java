/**
 * Forward mode along many directions: a loop over lanes around the linear ops, or a few tangents side by side. A linearized
 * function comes in; one for many directions goes out.
 */
package dev.fluxion.agent.derive.lanes;
