/**
 * One transform applied to one function, from linearization to a function in which nothing is linear any more. The IR of a method
 * or of a derivative of one comes in; the IR of its derivative goes out.
 */
package dev.fluxion.agent.derive;
