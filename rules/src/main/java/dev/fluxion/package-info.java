/**
 * What an application compiles against: the annotations that ask for derivatives, {@link dev.fluxion.Fluxion} and the function
 * types it returns. The derivatives themselves are made by Fluxion's Java agent, which this package reaches by name; without the
 * agent every evaluation throws an {@link java.lang.IllegalStateException} that says how to start it.
 */
package dev.fluxion;
