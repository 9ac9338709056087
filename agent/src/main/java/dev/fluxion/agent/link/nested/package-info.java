/**
 * Derivatives within derivatives: a call of a stub in a method that is itself differentiated. The call comes in; a function in IR
 * goes out, to be derived like any other.
 */
package dev.fluxion.agent.link.nested;
