/**
 * What generated code calls: the tape, strong zeros, rows of tangents, the bridge to the compiler. It lives in the boot loader, in
 * a module of its own; numbers come in from derivatives, and calls go out to the compiler only where something has to be linked.
 */
package dev.fluxion.runtime;
