package dev.fluxion.agent.derive.random;

import org.objectweb.asm.tree.LabelNode;

/** Where an exception goes. Instructions have a list of them, innermost first. */
record Landing(LabelNode label, String caught) {}
