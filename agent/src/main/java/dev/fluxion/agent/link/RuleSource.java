package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.RuleTable;

/** The rule tables that hold for the classes of loaders. */
interface RuleSource {
    /**
     * A new table for the classes of a loader.
     *
     * @param methods what they see
     */
    RuleTable of(ClassLoader loader, MethodLookup methods);
}
