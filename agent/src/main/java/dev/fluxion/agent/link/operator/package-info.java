/**
 * What is asked for, by which operator and with respect to what, and what that takes: the derivative to call, the conditions on
 * its arguments, the plan of the call. A stub or a call of the library comes in; an operator with its facts goes out.
 */
package dev.fluxion.agent.link.operator;
