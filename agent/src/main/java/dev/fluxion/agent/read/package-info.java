/**
 * Reads bytecode. A class file's method comes in, of any version and from any compiler; a function in SSA form goes out, or a
 * reason why it cannot be read.
 */
package dev.fluxion.agent.read;
