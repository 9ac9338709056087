package dev.fluxion.agent.link.rule;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.link.classfile.MethodLookup;

/** The rule tables that hold for the classes of loaders. */
public interface RuleSource {
    /**
     * A new table for the classes of a loader.
     *
     * @param methods what they see
     */
    RuleTable of(ClassLoader loader, MethodLookup methods);
}
