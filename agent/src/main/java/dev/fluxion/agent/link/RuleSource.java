package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.RuleTable;

/** The rule tables that hold for the classes of loaders. */
interface RuleSource {
    /** @param methods what the loader's classes see */
    RuleTable of(ClassLoader loader, MethodLookup methods);
}
