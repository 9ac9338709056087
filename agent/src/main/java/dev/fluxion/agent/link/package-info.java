/**
 * The compiler as the bridge sees it, and the checks that run before anything is asked of it. Methods, stubs and method handles
 * come in; derivatives go out, or sentences that say what stands in the way.
 */
package dev.fluxion.agent.link;
