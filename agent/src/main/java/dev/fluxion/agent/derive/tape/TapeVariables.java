package dev.fluxion.agent.derive.tape;

import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.activity.Origins;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Stack;
import dev.fluxion.agent.derive.graph.Variables;
import dev.fluxion.agent.derive.tape.Residuals.Slot;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tape as a sweep sees it: buffers and cursors as variables, residuals stored into and loaded from records. */
public final class TapeVariables {
    private static final Invoke KEEP =
            Invoke.ofStatic(Intrinsic.TAPE, "keep", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
    private static final Invoke RECALL =
            Invoke.ofStatic(Intrinsic.TAPE, "recall", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");

    private record Cursor(Stack stack) {}

    private record Buffer(Stack stack) {}

    /** Index of the record of the current iteration. */
    private record RecordStart(Region region, Stack stack) {}

    /** Index of a flat loop's record 0. */
    private record Base(Region loop, Stack stack) {}

    /** A residual held in a variable: outside loops, or until its iteration's end. */
    private record Kept(Slot slot) {}

    private record Hoisted(Slot slot, Region into) {}

    /** Which iteration the reverse sweep is in. */
    private record Iteration(Region loop) {}

    private final Variables variables;
    private final Emitter out;
    private final Value tape;
    private final TapeLayout layout;
    private final Origins origins;
    private final Map<Value, Value> direct;
    private final Set<Stack> used = EnumSet.noneOf(Stack.class);

    /** @param direct what stands for the forward sweep's parameters, where it is not themselves */
    public TapeVariables(TransposePlan plan, Function target, Emitter out, Value tape, Map<Value, Value> direct) {
        this.variables = new Variables(target);
        this.out = out;
        this.tape = tape;
        this.layout = plan.layout();
        this.origins = plan.origins();
        this.direct = direct;
        boolean calls = plan.function().blocks().stream()
                .flatMap(block -> block.ops().stream())
                .anyMatch(Op::isLinearCall);
        for (Stack stack : Stack.values()) {
            variables.declare(new Cursor(stack), Type.INT);
            variables.declare(new Buffer(stack), stack.buffer());
            declareRecords(plan.regions().root(), stack, plan);
            for (Region loop : plan.regions().loops()) {
                declareRecords(loop, stack, plan);
                variables.declare(new Base(loop, stack), Type.INT);
                variables.declare(new Iteration(loop), Type.INT);
                plan.residuals()
                        .hoistedInto(loop)
                        .forEach(slot -> variables.declare(
                                new Hoisted(slot, loop), slot.value().type()));
            }
            if (calls) {
                used.add(stack);
            }
        }
        plan.residuals()
                .all()
                .forEach(slot -> variables.declare(new Kept(slot), slot.value().type()));
    }

    private void declareRecords(Region region, Stack stack, TransposePlan plan) {
        variables.declare(new RecordStart(region, stack), Type.INT);
        if (plan.layout().width(region, stack) > 0) {
            used.add(stack);
            if (plan.layout().isPlacePushed(region)) {
                used.add(Stack.INTS);
            }
        }
    }

    public Variables variables() {
        return variables;
    }

    // Cursors and buffers

    /** Reads cursors and buffers from the tape: at entry, and after calls that may have moved them. */
    public void open() {
        for (Stack stack : used) {
            FieldReference field = new FieldReference(Intrinsic.TAPE, stack.cursorField(), "I");
            set(new Cursor(stack), out.value(new FieldGet(field, false), Type.INT, tape));
            Invoke buffer = Invoke.ofStatic(
                    Intrinsic.TAPE,
                    stack.bufferMethod(),
                    "(" + Intrinsic.TAPE_DESCRIPTOR + ")" + stack.buffer().descriptor());
            set(new Buffer(stack), out.value(buffer, stack.buffer(), tape));
        }
    }

    /** Writes the cursors to the tape: before calls, and at exit. */
    public void close() {
        for (Stack stack : used) {
            FieldReference field = new FieldReference(Intrinsic.TAPE, stack.cursorField(), "I");
            out.effect(new FieldPut(field, false), tape, get(new Cursor(stack)));
        }
    }

    /** The stacks on which the region's records have entries. */
    private List<Stack> stacksOf(Region region) {
        List<Stack> stacks = new ArrayList<>();
        for (Stack stack : used) {
            if (layout.width(region, stack) > 0) {
                stacks.add(stack);
            }
        }
        return stacks;
    }

    private Value get(Object variable) {
        return variables.read(out.block(), variable);
    }

    private void set(Object variable, Value value) {
        variables.write(out.block(), variable, value);
    }

    private Value plus(Value value, int offset) {
        return offset == 0 ? value : out.arithmetic(Arithmetic.IADD, value, out.constant(offset));
    }

    /** Makes room for {@code count} records of a region from the given index on. */
    private void ensure(Stack stack, Value from, Value count, int width) {
        String buffer = stack.buffer().descriptor();
        Invoke ensure = Invoke.ofStatic(
                Intrinsic.TAPE, stack.ensureMethod(), "(" + buffer + Intrinsic.TAPE_DESCRIPTOR + "III)" + buffer);
        set(
                new Buffer(stack),
                out.value(ensure, stack.buffer(), get(new Buffer(stack)), tape, from, count, out.constant(width)));
    }

    // Forward

    /** At a flat loop's preheader: its records start at the cursor; room for as many as are known to come, at least one. */
    public void beginFlat(Region loop, Value count) {
        for (Stack stack : stacksOf(loop)) {
            Value base = get(new Cursor(stack));
            set(new Base(loop, stack), base);
            ensure(stack, base, count, layout.width(loop, stack));
        }
    }

    /** Makes room for the flat loop's records up to the given count. */
    public void ensureFlat(Region loop, Value count) {
        for (Stack stack : stacksOf(loop)) {
            ensure(stack, get(new Base(loop, stack)), count, layout.width(loop, stack));
        }
    }

    /** Where a flat loop was left: the cursor moves past its records. */
    public void endFlat(Region loop, Value count) {
        for (Stack stack : stacksOf(loop)) {
            set(new Cursor(stack), recordIndex(loop, stack, count));
        }
    }

    private Value recordIndex(Region loop, Stack stack, Value iteration) {
        return out.arithmetic(Arithmetic.IADD, get(new Base(loop, stack)), times(iteration, layout.width(loop, stack)));
    }

    private Value times(Value iteration, int width) {
        return width == 1 ? iteration : out.arithmetic(Arithmetic.IMUL, iteration, out.constant(width));
    }

    /** Stores a flat loop's residual of the given iteration. */
    public void storeFlat(Slot slot, Value iteration) {
        store(slot, recordIndex(slot.region(), slot.stack(), iteration), slot.value());
    }

    /** Holds a residual in a variable. */
    public void keep(Slot slot) {
        set(new Kept(slot), slot.value());
    }

    public Value kept(Slot slot) {
        return get(new Kept(slot));
    }

    /** Forgets a held residual: at the start of each iteration. */
    public void forget(Slot slot) {
        variables.reset(out.block(), new Kept(slot));
    }

    /** At the start of a region of head layout: room for its record, which the cursor moves past. */
    public void beginHead(Region region) {
        for (Stack stack : stacksOf(region)) {
            int width = layout.width(region, stack);
            Value start = get(new Cursor(stack));
            set(new RecordStart(region, stack), start);
            ensure(stack, start, out.constant(1), width);
            set(new Cursor(stack), plus(start, width));
        }
    }

    /** Stores a residual into the record that {@link #beginHead} has made. */
    public void storeHead(Slot slot) {
        store(slot, get(new RecordStart(slot.region(), slot.stack())), slot.value());
    }

    /** Pushes a region's record of held residuals, or where it is if it has been written. */
    public void push(Region region, Iterable<Slot> slots) {
        if (layout.isHead(region)) {
            pushPlace(region);
            return;
        }
        for (Stack stack : stacksOf(region)) {
            int width = layout.width(region, stack);
            Value cursor = get(new Cursor(stack));
            ensure(stack, cursor, out.constant(1), width);
            for (Slot slot : slots) {
                if (slot.stack() == stack) {
                    store(slot, cursor, kept(slot));
                }
            }
            set(new Cursor(stack), plus(cursor, width));
        }
    }

    private void pushPlace(Region region) {
        List<Stack> stacks = stacksOf(region);
        Value cursor = get(new Cursor(Stack.INTS));
        ensure(Stack.INTS, cursor, out.constant(1), stacks.size());
        for (int i = 0; i < stacks.size(); i++) {
            Value start = get(new RecordStart(region, stacks.get(i)));
            out.effect(new ArrayStore(Stack.INTS.element()), get(new Buffer(Stack.INTS)), plus(cursor, i), start);
        }
        set(new Cursor(Stack.INTS), plus(cursor, stacks.size()));
    }

    private void store(Slot slot, Value record, Value value) {
        Stack stack = slot.stack();
        Value index = plus(record, layout.offset(slot));
        Value buffer = get(new Buffer(stack));
        switch (value.type().kind()) {
            case FLOAT ->
                out.effect(new ArrayStore(stack.element()), buffer, index, out.arithmetic(Arithmetic.F2D, value));
            case LONG -> {
                Value high = out.arithmetic(Arithmetic.LUSHR, value, out.constant(32));
                out.effect(new ArrayStore(stack.element()), buffer, index, out.arithmetic(Arithmetic.L2I, value));
                out.effect(
                        new ArrayStore(stack.element()), buffer, plus(index, 1), out.arithmetic(Arithmetic.L2I, high));
            }
            case REFERENCE -> {
                boolean isApart = origins.isApart(slot.value());
                Value stored = isApart ? out.invoke(KEEP, Type.OBJECT, value, origin(slot)) : value;
                out.effect(new ArrayStore(stack.element()), buffer, index, stored);
            }
            default -> out.effect(new ArrayStore(stack.element()), buffer, index, value);
        }
    }

    private Value origin(Slot slot) {
        Value parameter = origins.parameter(slot.value());
        return parameter == null ? out.nullReference() : direct.getOrDefault(parameter, parameter);
    }

    // Reverse

    /** Enters a loop backwards: {@code count} records lie below the cursor. */
    public void reenterFlat(Region loop, Value count) {
        for (Stack stack : stacksOf(loop)) {
            Value size = times(count, layout.width(loop, stack));
            set(new Base(loop, stack), out.arithmetic(Arithmetic.ISUB, get(new Cursor(stack)), size));
        }
    }

    /** Finds the flat loop's record of an iteration. */
    public void openFlat(Region loop, Value iteration) {
        for (Stack stack : stacksOf(loop)) {
            set(new RecordStart(loop, stack), recordIndex(loop, stack, iteration));
        }
    }

    /** Leaves a flat loop backwards: the cursor moves below its records. */
    public void leaveFlat(Region loop) {
        for (Stack stack : stacksOf(loop)) {
            set(new Cursor(stack), get(new Base(loop, stack)));
        }
    }

    /** Takes the topmost record off the stacks, or its place if it lies further down; its contents stay readable. */
    public void pop(Region region) {
        if (layout.isHead(region)) {
            popPlace(region);
            return;
        }
        for (Stack stack : stacksOf(region)) {
            Value record = plus(get(new Cursor(stack)), -layout.width(region, stack));
            set(new Cursor(stack), record);
            set(new RecordStart(region, stack), record);
        }
    }

    private void popPlace(Region region) {
        List<Stack> stacks = stacksOf(region);
        Value cursor = plus(get(new Cursor(Stack.INTS)), -stacks.size());
        set(new Cursor(Stack.INTS), cursor);
        for (int i = 0; i < stacks.size(); i++) {
            ArrayLoad load = new ArrayLoad(Stack.INTS.element());
            Value start = out.value(load, Type.INT, get(new Buffer(Stack.INTS)), plus(cursor, i));
            set(new RecordStart(region, stacks.get(i)), start);
        }
    }

    /** Leaves a region of head layout backwards: the cursor moves below its record. */
    public void leaveHead(Region region) {
        for (Stack stack : stacksOf(region)) {
            set(new Cursor(stack), get(new RecordStart(region, stack)));
        }
    }

    /** A residual from the current record of its region. */
    public Value load(Slot slot) {
        Stack stack = slot.stack();
        Value index = plus(get(new RecordStart(slot.region(), stack)), layout.offset(slot));
        Value buffer = get(new Buffer(stack));
        Type type = slot.value().type();
        ArrayLoad load = new ArrayLoad(stack.element());
        return switch (type.kind()) {
            case DOUBLE, INT -> out.value(load, type, buffer, index);
            case FLOAT -> out.arithmetic(Arithmetic.D2F, out.value(load, Type.DOUBLE, buffer, index));
            case LONG -> {
                Value low = out.arithmetic(Arithmetic.I2L, out.value(load, Type.INT, buffer, index));
                Value high = out.arithmetic(Arithmetic.I2L, out.value(load, Type.INT, buffer, plus(index, 1)));
                Value shifted = out.arithmetic(Arithmetic.LSHL, high, out.constant(32));
                Value shiftedLow = out.arithmetic(Arithmetic.LSHL, low, out.constant(32));
                Value unsignedLow = out.arithmetic(Arithmetic.LUSHR, shiftedLow, out.constant(32));
                yield out.arithmetic(Arithmetic.LOR, shifted, unsignedLow);
            }
            case REFERENCE -> {
                Value stored = out.value(load, Type.OBJECT, buffer, index);
                Value object =
                        origins.isApart(slot.value()) ? out.invoke(RECALL, Type.OBJECT, stored, origin(slot)) : stored;
                yield type.equals(Type.OBJECT) || type.equals(Type.NULL)
                        ? object
                        : out.value(new CheckCast(type), type, object);
            }
        };
    }

    public Value hoisted(Slot slot, Region into) {
        return get(new Hoisted(slot, into));
    }

    public void hoist(Slot slot, Region into, Value value) {
        set(new Hoisted(slot, into), value);
    }

    public Value iteration(Region loop) {
        return get(new Iteration(loop));
    }

    public void setIteration(Region loop, Value value) {
        set(new Iteration(loop), value);
    }
}
