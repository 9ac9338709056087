/**
 * Classes as their files say: which method a call means, who may use what, what a lambda stands for. Class bytes and names come
 * in; resolved methods, or the reason why there is none to follow, go out.
 */
package dev.fluxion.agent.link.classfile;
