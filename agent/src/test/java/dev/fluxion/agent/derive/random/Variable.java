package dev.fluxion.agent.derive.random;

/** A local variable or parameter; within a method names are unique. */
record Variable(String name, Kind kind) {}
