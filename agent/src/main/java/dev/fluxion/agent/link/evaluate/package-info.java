/**
 * The general way: derivatives of any arguments, boxed, in as many passes as it takes. An operator's arguments come in as objects;
 * its result goes out.
 */
package dev.fluxion.agent.link.evaluate;
