/**
 * Decides where a function's values and blocks stand in a method: locals, order, where an expression is computed. A function comes
 * in; a layout goes out.
 */
package dev.fluxion.agent.write.layout;
