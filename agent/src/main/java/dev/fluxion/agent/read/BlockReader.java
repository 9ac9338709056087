package dev.fluxion.agent.read;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.read.Bytecode.CodeBlock;
import dev.fluxion.agent.read.Joins.Join;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.ParameterNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Executes a method's blocks abstractly and builds the function: state, edges and block boundaries. */
final class BlockReader {
    /** Where a block that just continues its predecessor goes on. */
    private record Continuation(Block block, Locals locals, List<Value> stack) {}

    private record SwitchCase(int key, LabelNode label) {}

    private final ClassNode owner;
    private final MethodNode method;
    private final Bytecode code;
    private final Function function;
    private final LocalNames names;
    private final LocalMerges merges;
    private final Joins joins;
    /** What the locals were at the end of each place that was read. */
    private final Locals[] atEnd;

    private final InstructionReader instructions;
    private final Map<CodeBlock, Continuation> continuations = new HashMap<>();
    private final Map<Integer, Value> uninitialized = new HashMap<>();

    private Block block;
    private Locals locals;
    private OperandStack stack;
    private int index;
    private Position position;

    BlockReader(ClassNode owner, MethodNode method, Bytecode code, Function function) {
        this.owner = owner;
        this.method = method;
        this.code = code;
        this.function = function;
        this.names = new LocalNames(code, method);
        this.merges = new LocalMerges(code, new LocalLiveness(code));
        this.joins = new Joins(function, code, merges, names);
        this.atEnd = new Locals[merges.places()];
        this.instructions = new InstructionReader(this);
        this.position = new Position(function.name(), -1); // until there is a line
    }

    void read() {
        block = function.addBlock();
        locals = parameters(block);
        atEnd[0] = locals;
        stack = new OperandStack(List.of());
        if (Joins.isJoin(code.entry())) {
            block.terminate(new Terminator.Jump(edge(code.entry())));
        } else {
            continuations.put(code.entry(), new Continuation(block, locals, List.of()));
        }
        for (CodeBlock next : code.order()) {
            read(next);
        }
        code.order().stream()
                .filter(handler -> handler.isHandler && Joins.isJoin(handler))
                .forEach(this::goOnFromLanding);
    }

    private Locals parameters(Block entry) {
        Locals slots = Locals.none(method.maxLocals);
        int slot = 0;
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            slots = slots.with(slot++, entry.addParameter(Type.ofInternalName(owner.name), "this"));
        }
        org.objectweb.asm.Type[] types = org.objectweb.asm.Type.getArgumentTypes(method.desc);
        List<ParameterNode> declared =
                method.parameters != null && method.parameters.size() == types.length ? method.parameters : null;
        for (int i = 0; i < types.length; i++) {
            String name = names.at(slot, code.entry().start);
            if (name == null && declared != null) {
                name = declared.get(i).name;
            }
            slots = slots.with(slot, entry.addParameter(Type.ofDescriptor(types[i].getDescriptor()), name));
            slot += types[i].getSize();
        }
        return slots;
    }

    private void read(CodeBlock source) {
        enter(source);
        for (index = source.start; index < source.end; index++) {
            AbstractInsnNode node = code.node(index);
            if (node.getOpcode() >= 0) {
                if (position.line() != code.line(index)) {
                    position = new Position(function.name(), code.line(index));
                }
                instructions.read(node);
            }
        }
        if (block.terminator() == null) {
            fallThrough(source.successors.get(0));
        }
        atEnd[merges.place(source)] = locals;
    }

    private void fallThrough(CodeBlock next) {
        if (Joins.isJoin(next)) {
            block.terminate(new Terminator.Jump(edge(next)));
        } else {
            continuations.put(next, new Continuation(block, locals, stack.entries()));
        }
    }

    private void enter(CodeBlock source) {
        Join landing = source.isHandler ? joins.landing(source) : null;
        if (Joins.isJoin(source)) {
            enter(joins.join(source));
        } else if (landing != null) {
            enter(landing);
            stack = new OperandStack(List.of(landing.block().parameters().get(0)));
        } else {
            Continuation continuation = continuations.remove(source);
            block = continuation.block;
            locals = continuation.locals;
            stack = new OperandStack(continuation.stack);
        }
    }

    /** Exceptions that arrive where normal edges do too go on there. Only now all that can throw them was read. */
    private void goOnFromLanding(CodeBlock handler) {
        Join landing = joins.landing(handler);
        List<Value> exception = landing.block().parameters().subList(0, 1);
        Edge edge = joins.join(handler).edge(localsAt(landing), exception);
        landing.block().terminate(new Terminator.Jump(edge));
    }

    private Locals localsAt(Join join) {
        int dominator = merges.dominator(join.place());
        Locals result = atEnd[dominator];
        if (result == null) {
            // A landing: nothing but its own block follows it.
            result = localsAt(joins.landing(merges.block(dominator)));
        }
        BitSet merged = merges.merged(join.place());
        for (int slot = merged.nextSetBit(0); slot >= 0; slot = merged.nextSetBit(slot + 1)) {
            result = result.with(slot, uninitialized(join.frame().local(slot)));
        }
        List<Value> parameters = join.block().parameters();
        int first = parameters.size() - join.slots().size() - join.depths().size();
        for (int i = 0; i < join.slots().size(); i++) {
            result = result.with(join.slots().get(i), parameters.get(first + i));
        }
        return result;
    }

    private void enter(Join join) {
        block = join.block();
        locals = localsAt(join);
        List<Value> parameters = block.parameters();
        int first = parameters.size() - join.depths().size();
        List<Value> entries = new ArrayList<>();
        for (Object entry : join.frame().stack()) {
            Value object = uninitialized(entry);
            entries.add(object != null || first == parameters.size() ? object : parameters.get(first++));
        }
        stack = new OperandStack(entries);
    }

    private Value uninitialized(Object frameEntry) {
        if (frameEntry == Opcodes.UNINITIALIZED_THIS) {
            return function.parameters().get(0);
        }
        return frameEntry instanceof LabelNode label ? uninitialized.get(code.index(label)) : null;
    }

    /** The edge from the current state to a block. */
    private Edge edge(CodeBlock target) {
        if (Joins.isJoin(target)) {
            return joins.join(target).edge(locals, stack.entries());
        }
        Block next = function.addBlock();
        continuations.put(target, new Continuation(next, locals, stack.entries()));
        return new Edge(next);
    }

    OperandStack stack() {
        return stack;
    }

    Value local(int slot) {
        Value value = locals.get(slot);
        if (value == null) {
            throw unreadable("a read of the unset local " + slot);
        }
        return value;
    }

    void setLocal(int slot, Value value) {
        locals = locals.with(slot, value);
    }

    String nameOfResult() {
        return names.ofResult(index);
    }

    String nameOfLocal(int slot) {
        return names.at(slot, index);
    }

    UnreadableMethodException unreadable(String construct) {
        return new UnreadableMethodException(function.name(), code.line(index), construct);
    }

    /** Appends an op; its value is null if it has no result. */
    Value append(Operator operator, Type resultType, String name, Value... operands) {
        Value result = resultType == null ? null : Value.of(resultType, name);
        Op op = new Op(operator, List.of(operands), result == null ? List.of() : List.of(result), position);
        boolean isProtected = operator.mayThrow() && !code.handlers(index).isEmpty();
        if (isProtected) {
            protect();
        }
        block.ops().add(op);
        if (isProtected) {
            split();
        }
        return result;
    }

    Value append(Operator operator, Type resultType, Value... operands) {
        return append(operator, resultType, nameOfResult(), operands);
    }

    Value constant(int value) {
        return append(Constant.of(value), Type.INT, null, new Value[0]);
    }

    /** Remembers the value that a {@code new} defined, for frames that mention it. */
    Value created(Value object) {
        uninitialized.put(index, object);
        return object;
    }

    /** Gives the handlers in force to the current block, or to a new one if something in this one may throw already. */
    private void protect() {
        if (block.mayThrow()) {
            split();
        }
        for (TryCatchBlockNode entry : code.handlers(index)) {
            Edge edge = joins.landing(code.block(entry.handler)).edge(locals, stack.entries());
            block.handlers().add(new Handler(entry.type, edge));
        }
    }

    private void split() {
        Block next = function.addBlock();
        block.terminate(new Terminator.Jump(new Edge(next)));
        block = next;
    }

    void branch(dev.fluxion.agent.ir.Comparison comparison, Value left, Value right, JumpInsnNode node) {
        Edge then = edge(code.block(node.label));
        Edge otherwise = edge(codeAfter());
        block.terminate(new Terminator.Branch(comparison, left, right, then, otherwise));
    }

    private CodeBlock codeAfter() {
        return code.blockAt(code.next(index));
    }

    void jump(JumpInsnNode node) {
        block.terminate(new Terminator.Jump(edge(code.block(node.label))));
    }

    void throwing(Value exception) {
        if (!code.handlers(index).isEmpty()) {
            protect();
        }
        block.terminate(new Terminator.Throw(exception));
    }

    void returning(List<Value> results) {
        block.terminate(new Terminator.Return(results));
    }

    void tableSwitch(Value selector, TableSwitchInsnNode node) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < node.labels.size(); i++) {
            cases.add(new SwitchCase(node.min + i, node.labels.get(i)));
        }
        choose(selector, cases, node.dflt);
    }

    void lookupSwitch(Value selector, LookupSwitchInsnNode node) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < node.labels.size(); i++) {
            cases.add(new SwitchCase(node.keys.get(i), node.labels.get(i)));
        }
        choose(selector, cases, node.dflt);
    }

    private void choose(Value selector, List<SwitchCase> all, LabelNode otherwise) {
        CodeBlock fallback = code.block(otherwise);
        List<SwitchCase> cases = all.stream()
                .filter(one -> code.block(one.label) != fallback)
                .sorted((a, b) -> Integer.compare(a.key(), b.key()))
                .toList();
        List<Integer> keys = cases.stream().map(SwitchCase::key).toList();
        List<Edge> edges =
                cases.stream().map(one -> edge(code.block(one.label))).toList();
        block.terminate(new Terminator.Switch(selector, keys, edges, edge(fallback)));
    }
}
