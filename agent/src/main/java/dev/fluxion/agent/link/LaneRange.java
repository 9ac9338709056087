package dev.fluxion.agent.link;

import dev.fluxion.agent.ir.Value;

/** Inputs of one block among those that a pass is along: as many columns from one on, and the lane of the first. */
record LaneRange(Value column, Value lane, Value count) {}
