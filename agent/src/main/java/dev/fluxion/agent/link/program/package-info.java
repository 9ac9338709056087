/**
 * The functions of one application's loader, with all that is derived of them, made on demand and kept. A variant comes in; its
 * function goes out, or what a caller has to know of it.
 */
package dev.fluxion.agent.link.program;
