/**
 * Plans what the reverse sweep needs of the forward sweep: what is kept, where on the tape, and what is computed again. A
 * linearized function comes in; a plan goes out, of which both sweeps are written.
 */
package dev.fluxion.agent.derive.tape;
