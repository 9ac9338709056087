/**
 * Transposition: the forward sweep with its tape, and the linear ops in reverse. A linearized function and its plan come in; the
 * sweeps go out, together or apart, as ordinary functions.
 */
package dev.fluxion.agent.derive.transpose;
