/**
 * Finds what a method does that a second run would do again. Functions come in with what is known of their callees; the ops that
 * have such effects go out.
 */
package dev.fluxion.agent.link.effect;
