/**
 * Arrays at run time: their shapes, shadows like them, which may be the same, and scratch ones that are kept. Arguments come in;
 * arrays that derivatives work on go out.
 */
package dev.fluxion.agent.link.array;
