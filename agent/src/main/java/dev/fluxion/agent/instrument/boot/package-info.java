/**
 * Puts the runtime into the boot loader and takes the JDK's lookup for the compiler. The agent's jar comes in; a module that opens
 * nothing goes out.
 */
package dev.fluxion.agent.instrument.boot;
