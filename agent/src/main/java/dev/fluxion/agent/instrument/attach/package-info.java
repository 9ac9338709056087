/** Starts the agent in a JVM that runs already. A process comes in; a line that says how it went goes out. */
package dev.fluxion.agent.instrument.attach;
