package dev.fluxion.agent.derive.random;

/** A number that may be active: what the JVM computes, as a double also where it is a float, and its derivatives. */
record Real(double value, Jet jet) {}
