package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Statement.Block;
import java.util.List;
import org.objectweb.asm.tree.LabelNode;

/** What is around a statement and concerns jumps out of it. */
sealed interface Enclosure {
    /** The next one, or null. */
    Enclosure outer();

    /**
     * What a jump may lead out of or, if it is a loop, to the next iteration of.
     *
     * @param plain whether a break without a label means it
     * @param next null if it is no loop
     */
    record Target(Enclosure outer, String label, boolean plain, LabelNode leave, LabelNode next) implements Enclosure {}

    /** A variable that is on the stack. */
    record Kept(Enclosure outer, Variable variable) implements Enclosure {}

    /**
     * What has to be run on every way out.
     *
     * @param outside what protects it
     * @param subroutine where it is, if it is a subroutine; else null
     */
    record Ending(Enclosure outer, Block block, List<Landing> outside, LabelNode subroutine) implements Enclosure {}
}
