/**
 * What is known of code that is not read, above all of the JDK: which methods pass no derivative on, have no effect, run no code
 * of the program. The library's resources come in, and an application's lists; answers by method and class go out.
 */
package dev.fluxion.agent.known;
