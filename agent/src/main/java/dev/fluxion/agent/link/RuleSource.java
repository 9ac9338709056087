package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.RuleTable;

/** The rule table that holds for the classes of a loader. */
interface RuleSource {
    RuleTable of(ClassLoader loader);
}
