package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Activity;
import dev.fluxion.agent.ir.Variant;

/** Where the analysis learns about called functions; the linker implements it. */
public interface Callees {
    /** What calling the given function with the given arguments active amounts to. */
    CallFacts facts(Variant callee, Activity requested);

    /** Whether the function can write memory that existed before the call, or have any other effect; false if in doubt is wrong. */
    boolean mayWrite(Variant callee);
}
