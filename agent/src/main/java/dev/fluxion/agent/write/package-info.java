/** Writes bytecode. A function in SSA form comes in; the code of a method goes out, with frames and line numbers. */
package dev.fluxion.agent.write;
