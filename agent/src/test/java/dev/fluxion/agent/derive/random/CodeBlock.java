package dev.fluxion.agent.derive.random;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;

/** Instructions entered at their start. */
final class CodeBlock {
    /** An instruction and what protects it. */
    record Placed(AbstractInsnNode node, List<Landing> protection) {}

    final LabelNode label;
    final List<Placed> instructions = new ArrayList<>();
    final List<LabelNode> targets = new ArrayList<>();

    /** Where it goes on if no instruction jumps, or null. */
    CodeBlock next;

    CodeBlock(LabelNode label) {
        this.label = label;
    }
}
