/**
 * Follows what happens to classes after they were loaded: whose bytes are in force, and what changed. Transformations and
 * redefinitions come in; class bytes, and warnings before a change, go out.
 */
package dev.fluxion.agent.instrument.redefine;
