package dev.fluxion.agent.derive.random;

/** A part of a program. Nodes are records, so that their children can be found and exchanged without code for each. */
interface Node {}
