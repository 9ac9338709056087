package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.ResultChannel;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.array.ArrayIdentities;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.evaluate.OperatorCalls;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.runtime.Tape;
import dev.fluxion.runtime.TapePool;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The IR of an entry: what a call of an operator runs. Derivatives are constants there, so that the JIT compiler sees through all of
 * it. A tape is lent for the evaluation, scratch arrays are kept for the next call, and arguments that are not regular are left to
 * the general way; only there anything is boxed.
 */
final class EntryCode extends EntryArrays {
    static final String TAPE = name(Tape.class);
    private static final String IDENTITIES = name(ArrayIdentities.class);
    private static final Type THROWABLE = Type.ofInternalName("java/lang/Throwable");

    private final Linker linker;
    private final Operator operator;
    private final MethodType entryType;
    private final Guard guard;
    private final Value tape = Value.of(Type.ofInternalName(TAPE));
    /** Where arguments go that are not regular. */
    private final Block irregular;
    /** Blocks in which no evaluation is under way. */
    private final List<Block> outside = new ArrayList<>();
    /** Those with which evaluations end. */
    private final List<Block> exits = new ArrayList<>();

    private Block beginning;
    private boolean usesTape;

    /** @param guard null for none */
    EntryCode(Operator operator, Guard guard) {
        super(operator.target().display(), erased(operator.type()));
        this.linker = operator.facts().linker();
        this.operator = operator;
        this.entryType = erased(operator.type());
        this.guard = guard;
        if (guard != null) {
            handOver();
        }
        irregular = function().addBlock();
    }

    /** The type of the function, erased. */
    MethodType type() {
        return entryType;
    }

    @Override
    public Unsupported unsupported() {
        return new Unsupported("a call of " + display() + " without the general way", "Take the general way.");
    }

    @Override
    public boolean isNested() {
        return false;
    }

    // Before the evaluation

    /** Where the code has changed, another entry does it all. */
    private void handOver() {
        Block ask = function().addBlock();
        Block other = function().addBlock();
        Block own = function().addBlock();
        branch(quiet(), own, ask);
        moveTo(ask);
        Value successor = virtual(
                constant(guard, Guard.class),
                "successor",
                "(Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/MethodHandle;",
                constant(entryType, MethodType.class));
        Value none = value(new Constant(Constant.NULL), Type.NULL);
        block().terminate(new Terminator.Branch(Comparison.SAME, successor, none, new Edge(own), new Edge(other)));
        moveTo(other);
        List<Value> passed = new ArrayList<>(List.of(successor));
        passed.addAll(function().parameters());
        Value result = Value.of(type(entryType.returnType()));
        add(exact(entryType), passed, List.of(result));
        block().terminate(new Terminator.Return(List.of(result)));
        moveTo(own);
    }

    private Value quiet() {
        Value quiet = Value.of(Type.INT);
        add(constants().quiet(guard), List.of(), List.of(quiet));
        return quiet;
    }

    /** Goes to one block where an int is not zero, else to another. */
    private void branch(Value condition, Block then, Block otherwise) {
        Value zero = constant(0);
        block().terminate(new Terminator.Branch(Comparison.NE, condition, zero, new Edge(then), new Edge(otherwise)));
    }

    @Override
    public void require(Value isRegular) {
        if (beginning != null) {
            throw new IllegalStateException("the evaluation has begun");
        }
        Block next = function().addBlock();
        branch(isRegular, next, irregular);
        moveTo(next);
    }

    @Override
    public Value areAllDifferent(List<Value> different, List<Value> others) {
        Value identities = invoke(IDENTITIES, "acquire", "()L" + IDENTITIES + ";");
        different.forEach(array -> virtualEffect(identities, "add", "(" + OBJECT + ")V", array));
        others.forEach(array -> virtualEffect(identities, "compare", "(" + OBJECT + ")V", array));
        return virtual(identities, "release", "()Z");
    }

    @Override
    public Value holdsNoRowTwice(Value rows) {
        return invoke(IDENTITIES, "holdsNoRowTwice", "([" + OBJECT + ")Z", rows);
    }

    // The evaluation

    @Override
    public void begin() {
        beginning = block();
        outside.addAll(function().blocks());
        Block first = function().addBlock();
        beginning.terminate(new Terminator.Jump(new Edge(first)));
        moveTo(first);
    }

    @Override
    public Value tape() {
        usesTape = true;
        return tape;
    }

    @Override
    public Map<Result, Value> call(Derived derived, List<Value> operands) {
        MethodHandle handle = linked(() -> handle(derived));
        Map<Result, Value> results = new LinkedHashMap<>();
        for (Result result : derived.results()) {
            if (results.isEmpty()) {
                results.put(result, call(handle, tape(), operands));
            } else {
                results.put(result, further(result.type(), derived.slot(result)));
            }
        }
        if (results.isEmpty()) {
            call(handle, tape(), operands);
        }
        return results;
    }

    @Override
    public Value callWithoutTape(Derived derived, Value array, List<Value> operands) {
        MethodHandle handle = linked(() -> derived.linkWithoutTape(linker, operator::display));
        if (handle == null) {
            return null;
        }
        // One that leaves no further results needs no array.
        return call(handle, array == null ? value(new Constant(Constant.NULL), Type.NULL) : array, operands);
    }

    private MethodHandle handle(Derived derived) throws Throwable {
        if (!derived.isChunk()) {
            return derived.link(linker, operator::display);
        }
        return LaneCountSite.of(
                derived.type(),
                count ->
                        linked(() -> (count == 0 ? derived : derived.forLanes(count)).link(linker, operator::display)));
    }

    /** Calls a handle; what it returns, null if nothing. */
    private Value call(MethodHandle handle, Value first, List<Value> others) {
        MethodType called = erased(handle.type());
        List<Value> passed = new ArrayList<>(List.of(constant(handle.asType(called), MethodHandle.class), first));
        for (int i = 0; i < others.size(); i++) {
            passed.add(as(called.parameterType(i + 1), others.get(i)));
        }
        List<Value> results =
                called.returnType() == void.class ? List.of() : List.of(Value.of(type(called.returnType())));
        add(exact(called), passed, results);
        return results.isEmpty() ? null : results.get(0);
    }

    private interface Link {
        MethodHandle handle() throws Throwable;
    }

    private static MethodHandle linked(Link link) {
        try {
            return link.handle();
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new LinkageError("an entry", failure);
        }
    }

    /** A result that is left on the tape. */
    private Value further(Class<?> type, int slot) {
        ResultChannel channel = ResultChannel.of(type(type));
        Type array = Type.ofDescriptor(channel.descriptor());
        FieldReference results = new FieldReference(TAPE, channel.field(), array.descriptor());
        Value left = load(value(new FieldGet(results, false), array, tape()), constant(slot));
        return type.isPrimitive() ? as(type(type), left) : as(erased(type), left);
    }

    // After the evaluation

    @Override
    public Function end(Value result) {
        Block exit = function().addBlock();
        Block after = function().addBlock();
        block().terminate(new Terminator.Jump(new Edge(exit)));
        exit.terminate(new Terminator.Jump(new Edge(after)));
        exits.add(exit);
        outside.addAll(List.of(exit, after));
        moveTo(after);
        if (guard != null) {
            Block changed = function().addBlock();
            Block unchanged = function().addBlock();
            outside.addAll(List.of(changed, unchanged));
            branch(quiet(), unchanged, changed);
            moveTo(changed);
            virtualEffect(constant(guard, Guard.class), "requireUnchanged", "()V");
            block().terminate(new Terminator.Jump(new Edge(unchanged)));
            moveTo(unchanged);
        }
        block().terminate(new Terminator.Return(List.of(result)));
        return function();
    }

    /**
     * The function, after its last end.
     *
     * @param general called for arguments that are not regular
     */
    Function finish(OperatorCalls general) {
        List<Block> evaluation = new ArrayList<>(function().blocks());
        evaluation.removeAll(outside);
        writeGeneralWay(general);
        moveTo(beginning);
        acquireShadows();
        exits.forEach(exit -> {
            moveTo(exit);
            releaseShadows();
        });
        if (usesTape) {
            moveTo(beginning);
            Value tapes = constant(linker.tapes(), TapePool.class);
            add(virtual(name(TapePool.class), "acquire", "()L" + TAPE + ";"), List.of(tapes), List.of(tape));
            exits.forEach(this::release);
            Block failed = function().addBlock();
            Value failure = failed.addParameter(THROWABLE, null);
            release(failed);
            failed.terminate(new Terminator.Throw(failure));
            evaluation.forEach(block -> protect(block, failed));
        }
        return function();
    }

    private void release(Block where) {
        moveTo(where);
        virtualEffect(tape, "release", "()V");
    }

    private void protect(Block first, Block failed) {
        Block block = first;
        for (int i = 0; i < block.ops().size(); i++) {
            if (block.ops().get(i).operator().mayThrow()) {
                Block rest = block.cut(i + 1);
                function().blocks().add(rest);
                block.handlers().add(new Handler(null, new Edge(failed)));
                block = rest;
                i = -1;
            }
        }
    }

    /** Passes the arguments in an array. */
    private void writeGeneralWay(OperatorCalls general) {
        moveTo(irregular);
        Value own = constant(general, OperatorCalls.class);
        Value all = newArray(OBJECTS, constant(entryType.parameterCount()));
        for (int i = 0; i < entryType.parameterCount(); i++) {
            effect(
                    new ArrayStore(Element.REFERENCE),
                    all,
                    constant(i),
                    boxed(entryType.parameterType(i), parameter(i)));
        }
        MethodReference call =
                new MethodReference(name(OperatorCalls.class), "call", "([" + OBJECT + ")" + OBJECT, true);
        Value result = value(new Invoke(Invoke.Kind.INTERFACE, call), Type.OBJECT, own, all);
        block().terminate(new Terminator.Return(List.of(unboxed(entryType.returnType(), result))));
    }
}
