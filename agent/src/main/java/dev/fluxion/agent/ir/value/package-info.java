/**
 * What a value of the IR is: its type, its place in the source, what an array holds, and by which way a result travels. Nothing
 * comes in; everything else is built of these.
 */
package dev.fluxion.agent.ir.value;
