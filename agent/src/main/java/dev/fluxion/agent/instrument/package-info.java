/**
 * The agent: its options, the classes that it looks at, and the compiler that is loaded at the first derivative. The JVM's calls
 * come in; everything the other packages do starts here.
 */
package dev.fluxion.agent.instrument;
