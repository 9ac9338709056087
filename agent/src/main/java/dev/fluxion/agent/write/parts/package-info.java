/**
 * Divides a function that is too large for HotSpot to compile. A function comes in; several go out, which hand each other what
 * crosses their borders.
 */
package dev.fluxion.agent.write.parts;
