package dev.fluxion.agent.read;

import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;

/** The operand stack during abstract execution: one entry per value, whatever its width. */
final class OperandStack {
    private final List<Value> entries;

    OperandStack(List<Value> entries) {
        this.entries = new ArrayList<>(entries);
    }

    List<Value> entries() {
        return entries;
    }

    void push(Value value) {
        entries.add(value);
    }

    Value pop() {
        return entries.remove(entries.size() - 1);
    }

    /** Pops as many values as given; the deepest comes first. */
    Value[] pop(int count) {
        List<Value> top = entries.subList(entries.size() - count, entries.size());
        Value[] values = top.toArray(new Value[0]);
        top.clear();
        return values;
    }

    /** The pop, dup and swap instructions (JVMS 6.5), which count in slots. */
    void shuffle(int opcode) {
        switch (opcode) {
            case Opcodes.POP -> popSlots(1);
            case Opcodes.POP2 -> popSlots(2);
            case Opcodes.DUP -> duplicate(1, 0);
            case Opcodes.DUP_X1 -> duplicate(1, 1);
            case Opcodes.DUP_X2 -> duplicate(1, 2);
            case Opcodes.DUP2 -> duplicate(2, 0);
            case Opcodes.DUP2_X1 -> duplicate(2, 1);
            case Opcodes.DUP2_X2 -> duplicate(2, 2);
            case Opcodes.SWAP -> entries.add(entries.size() - 2, pop());
            default -> throw new IllegalArgumentException("opcode " + opcode);
        }
    }

    private void duplicate(int slots, int below) {
        List<Value> top = popSlots(slots);
        List<Value> under = popSlots(below);
        entries.addAll(top);
        entries.addAll(under);
        entries.addAll(top);
    }

    private List<Value> popSlots(int slots) {
        List<Value> popped = new ArrayList<>();
        for (int rest = slots; rest > 0; rest -= popped.get(0).type().slots()) {
            popped.add(0, pop());
        }
        return popped;
    }
}
