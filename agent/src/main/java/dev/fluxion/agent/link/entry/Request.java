package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.operator.Operator;

/** What somebody wants a handle of, so that it can be found again after the code has changed. */
interface Request {
    Operator operator(Linker linker) throws Throwable;
}
