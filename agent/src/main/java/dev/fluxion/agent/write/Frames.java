package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Slots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;

/** Stack-map frames from the static types of the values that locals hold. */
final class Frames {
    private final Slots slots;
    private final Value underConstruction;
    private final Map<Value, LabelNode> allocations = new HashMap<>();

    /** @param underConstruction a constructor's first parameter, else null */
    Frames(Slots slots, Value underConstruction) {
        this.slots = slots;
        this.underConstruction = underConstruction;
    }

    /** The label to put before the {@code new} of an object. */
    LabelNode allocation(Value object) {
        return allocations.computeIfAbsent(object, k -> new LabelNode());
    }

    /**
     * The frame in which the given values are in their slots; where two share a slot the last one counts.
     *
     * @param uninitialized those that no constructor was called on yet
     * @param stack the only stack entry, or null
     */
    FrameNode frame(List<Value> values, Set<Value> uninitialized, Type stack) {
        Map<Integer, Value> bySlot = new HashMap<>();
        int count = 0;
        for (Value value : values) {
            if (slots.has(value)) {
                bySlot.put(slots.of(value), value);
                count = Math.max(count, slots.of(value) + 1);
            }
        }
        List<Object> locals = new ArrayList<>();
        for (int slot = 0; slot < count; ) {
            Value value = bySlot.get(slot);
            if (value == null) {
                locals.add(Opcodes.TOP);
                slot++;
            } else {
                locals.add(entry(value, uninitialized));
                slot += value.type().slots();
            }
        }
        Object[] stackEntries = stack == null ? new Object[0] : new Object[] {entry(stack)};
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), stackEntries.length, stackEntries);
    }

    private Object entry(Value value, Set<Value> uninitialized) {
        if (uninitialized.contains(value)) {
            return value == underConstruction ? Opcodes.UNINITIALIZED_THIS : allocation(value);
        }
        return entry(value.type());
    }

    private static Object entry(Type type) {
        return switch (type.kind()) {
            case INT -> Opcodes.INTEGER;
            case LONG -> Opcodes.LONG;
            case FLOAT -> Opcodes.FLOAT;
            case DOUBLE -> Opcodes.DOUBLE;
            case REFERENCE -> type.equals(Type.NULL) ? Opcodes.NULL : type.internalName();
        };
    }
}
