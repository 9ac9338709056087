package dev.fluxion.agent.link.body;

import dev.fluxion.agent.ir.value.Value;

/** Inputs of one block among those that a pass is along: as many columns from one on, and the lane of the first. */
public record LaneRange(Value column, Value lane, Value count) {}
