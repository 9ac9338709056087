package dev.fluxion.agent.ir;

/**
 * An exceptional edge of a block. The target's first parameter is the exception; the edge's arguments give the rest, and were
 * all defined before the op that throws.
 *
 * @param catchType internal name of the class caught, null for any
 */
public record Handler(String catchType, Edge edge) {}
