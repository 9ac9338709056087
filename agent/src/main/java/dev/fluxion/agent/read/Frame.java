package dev.fluxion.agent.read;

import dev.fluxion.agent.ir.value.Type;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;

/** A stack-map frame with its locals by slot. Entries are as the class-file library gives them; null where nothing is known. */
record Frame(Object[] locals, Object[] stack) {
    static Frame of(FrameNode node) {
        List<Object> slots = new ArrayList<>();
        for (Object entry : node.local) {
            slots.add(entry);
            if (entry == Opcodes.LONG || entry == Opcodes.DOUBLE) {
                slots.add(null);
            }
        }
        return new Frame(slots.toArray(), node.stack.toArray());
    }

    Object local(int slot) {
        return slot < locals.length ? locals[slot] : null;
    }

    /** The type of an entry; null if the entry is unusable or an object not yet initialised. */
    static Type type(Object entry) {
        if (entry instanceof String name) {
            return Type.ofInternalName(name);
        }
        if (entry == Opcodes.INTEGER) {
            return Type.INT;
        }
        if (entry == Opcodes.LONG) {
            return Type.LONG;
        }
        if (entry == Opcodes.FLOAT) {
            return Type.FLOAT;
        }
        if (entry == Opcodes.DOUBLE) {
            return Type.DOUBLE;
        }
        return entry == Opcodes.NULL ? Type.NULL : null;
    }
}
