package dev.fluxion.agent.derive.random;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.IincInsnNode;

/** Where the variables of a method are: in slots of random numbers, some for a while on the operand stack. */
final class Locals implements Opcodes {
    /** A variable in scope, and how many handlers were around its declaration. */
    private record Visible(Variable variable, int attempts) {}

    private static final int[] BASES = {0, 0, 3, 250, 256, 300};

    private final Code code;
    private final Shapes shapes;
    private final Map<String, Integer> slots = new HashMap<>();
    private final Map<String, Integer> kept = new HashMap<>();
    private final List<Visible> visible = new ArrayList<>();
    private final BitSet used = new BitSet();
    private final int base;

    /** How many handlers are around the place. What one of them may read has to be in a slot. */
    private int attempts;

    Locals(Code code, Shapes shapes) {
        this.code = code;
        this.shapes = shapes;
        base = BASES[shapes.draw().below(BASES.length)];
    }

    void receiver() {
        used.set(0);
    }

    void parameter(Variable variable) {
        int slot = used.length();
        slots.put(variable.name(), slot);
        occupy(slot, size(variable));
        visible.add(new Visible(variable, 0));
    }

    private static int size(Variable variable) {
        return variable.kind().type().getSize();
    }

    private void occupy(int slot, int size) {
        used.set(slot, slot + size);
    }

    /** A slot for what no variable of the program holds, until it is given back. */
    int take(Type type) {
        int room = used.cardinality() * 2 + 8;
        while (true) {
            int slot = base + shapes.draw().below(room++);
            if (!used.get(slot) && (type.getSize() == 1 || !used.get(slot + 1))) {
                occupy(slot, type.getSize());
                return slot;
            }
        }
    }

    void give(int slot, Type type) {
        used.clear(slot, slot + type.getSize());
    }

    int mark() {
        return visible.size();
    }

    void release(int mark) {
        List<Visible> gone = visible.subList(mark, visible.size());
        for (Visible each : gone) {
            give(slots.remove(each.variable().name()), each.variable().kind().type());
        }
        gone.clear();
    }

    /** Until they are declared again, in the same slots. */
    void hide(int mark) {
        visible.subList(mark, visible.size()).clear();
    }

    void declare(Variable variable) {
        if (!slots.containsKey(variable.name())) {
            slots.put(variable.name(), take(variable.kind().type()));
        }
        visible.add(new Visible(variable, attempts));
    }

    void guard(int more) {
        attempts += more;
    }

    /** A variable in a slot, or null. */
    Variable any(Kind kind) {
        return drawn(visible.stream().filter(each -> each.variable().kind() == kind));
    }

    /** A variable that no handler would miss, or null. */
    Variable movable() {
        return drawn(visible.stream().filter(each -> each.attempts() == attempts));
    }

    private Variable drawn(java.util.stream.Stream<Visible> choices) {
        List<Variable> found = choices.map(Visible::variable)
                .filter(variable -> !kept.containsKey(variable.name()))
                .toList();
        return found.isEmpty() ? null : shapes.draw().of(found);
    }

    private int slot(Variable variable) {
        Integer slot = slots.get(variable.name());
        if (slot == null) {
            throw new Program.IllFormed("no variable " + variable.name());
        }
        return slot;
    }

    /** Moves a variable from its slot to the top of the stack. */
    void keep(Variable variable) {
        code.load(variable.kind().type(), slot(variable));
        kept.put(variable.name(), code.height() - 1);
    }

    /** Moves it back from there. */
    void restore(Variable variable) {
        code.store(slot(variable));
        kept.remove(variable.name());
    }

    /** It is there no more, and nowhere else. */
    void forget(Variable variable) {
        kept.remove(variable.name());
    }

    /** For code that the way which moved it back does not reach. */
    void keepAt(Variable variable, int place) {
        kept.put(variable.name(), place);
    }

    int place(Variable variable) {
        return kept.get(variable.name());
    }

    /** Its slot gets something else while it is not there. */
    void overwrite(Variable variable, Runnable push) {
        push.run();
        if (code.below(0).getSize() <= size(variable)) {
            code.store(slot(variable));
        } else {
            code.pop();
        }
    }

    void load(Variable variable) {
        Integer place = kept.get(variable.name());
        if (place == null) {
            code.load(variable.kind().type(), slot(variable));
            return;
        }
        Type type = variable.kind().type();
        int above = code.height() - place - 1;
        if (above == 0) {
            code.plain(type.getSize() == 2 ? DUP2 : DUP, 0, type);
        } else if (above == 1 && type.getSize() == 1 && code.below(0).getSize() == 1) {
            code.plain(DUP2, 0, type, code.below(0));
            code.pop();
        } else {
            Spilled spilled = spill(above);
            code.plain(type.getSize() == 2 ? DUP2 : DUP, 0, type);
            int slot = take(type);
            code.store(slot);
            spilled.reload();
            code.load(type, slot);
            give(slot, type);
        }
    }

    void store(Variable variable) {
        Integer place = kept.get(variable.name());
        if (place == null) {
            code.store(slot(variable));
            return;
        }
        Type type = variable.kind().type();
        if (code.height() - place - 1 == 1) {
            exchange();
            code.pop();
            return;
        }
        int slot = take(type);
        code.store(slot);
        Spilled spilled = spill(code.height() - place - 1);
        code.pop();
        code.load(type, slot);
        spilled.reload();
        give(slot, type);
    }

    /** Whether the variable was in a slot and the instruction for that was made. */
    boolean increment(Variable variable, int by) {
        if (kept.containsKey(variable.name()) || variable.kind() != Kind.INT) {
            return false;
        }
        code.instruction(new IincInsnNode(slot(variable), by), 0);
        return true;
    }

    /** Exchanges the two on top, of any sizes. */
    void exchange() {
        Type top = code.below(0);
        Type under = code.below(1);
        if (top.getSize() + under.getSize() == 2) {
            code.rearrange(SWAP, top, under);
            return;
        }
        int opcode = top.getSize() == 2 ? (under.getSize() == 2 ? DUP2_X2 : DUP2_X1) : DUP_X2;
        code.plain(opcode, 2, top, under, top);
        code.pop();
    }

    /** What was moved to slots, the top first. */
    final class Spilled {
        private final List<Type> types = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();

        void reload() {
            for (int i = types.size() - 1; i >= 0; i--) {
                code.load(types.get(i), places.get(i));
            }
            for (int i = 0; i < types.size(); i++) {
                give(places.get(i), types.get(i));
            }
        }
    }

    Spilled spill(int count) {
        Spilled spilled = new Spilled();
        for (int i = 0; i < count; i++) {
            Type type = code.below(0);
            int slot = take(type);
            spilled.types.add(type);
            spilled.places.add(slot);
            code.store(slot);
        }
        return spilled;
    }
}
