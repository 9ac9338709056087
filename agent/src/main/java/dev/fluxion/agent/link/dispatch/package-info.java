/**
 * What runs where a call chooses by the class of its receiver. In: a method and an object, or the call of a companion. Out: the method that
 * the object runs, and handles of its variants, each linked when its class is first met.
 */
package dev.fluxion.agent.link.dispatch;
