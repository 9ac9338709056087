/**
 * A step of the build, not in the jar: lambdas and the methods of records are linked ahead of time. The agent's compiled classes
 * come in; classes that start faster go out.
 */
package dev.fluxion.agent.packaging;
