/**
 * Entries: what a call of a stub, or of a function that the library returned, runs. An operator comes in; a handle goes out, with
 * the tape and the scratch arrays that its body works with.
 */
package dev.fluxion.agent.link.entry;
