package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.MemoryClasses.MemoryClass;
import dev.fluxion.agent.derive.RuleTable.Treatment;
import dev.fluxion.agent.ir.Activity;
import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.ArrayLoad;
import dev.fluxion.agent.ir.ArrayStore;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.CheckCast;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Element;
import dev.fluxion.agent.ir.FieldGet;
import dev.fluxion.agent.ir.FieldPut;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.InvokeDynamic;
import dev.fluxion.agent.ir.InvokeVariant;
import dev.fluxion.agent.ir.NewArray;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Refuse;
import dev.fluxion.agent.ir.ShadowOperation;
import dev.fluxion.agent.ir.StrongScale;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.ir.Variant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what carries a derivative in a function, by dataflow from the active parameters: forward through arithmetic and
 * control joins, and through memory by classes of arrays that may be the same. Flow-insensitive in memory: an array that
 * anywhere receives an active value is active from its allocation on.
 */
final class ActivityAnalysis {
    private static final String FIELD_REMEDY =
            "Keep values that carry a derivative in locals and arrays, or mark the code that stores them @Inert if no derivative should flow.";

    private final Function function;
    private final Activity requested;
    private final Callees callees;
    private final RuleTable rules;
    private final MemoryClasses memory = new MemoryClasses();
    private final Set<Value> active = new HashSet<>();
    private final Set<Value> bits = new HashSet<>();
    private final Set<Value> foreign = new HashSet<>();
    private final Map<Op, CallFacts> calls = new HashMap<>();
    private final Map<Op, Refuse> refusals = new LinkedHashMap<>();
    private final List<Value> results;
    private boolean changed;

    private ActivityAnalysis(Function function, Activity requested, Callees callees, RuleTable rules) {
        this.function = function;
        this.requested = requested;
        this.callees = callees;
        this.rules = rules;
        this.results = function.resultTypes().stream().map(Value::of).toList();
    }

    /** @param requested parameters and (reference) results that have to carry a derivative */
    static ActivityFacts run(Function function, Activity requested, Callees callees, RuleTable rules) {
        return new ActivityAnalysis(function, requested, callees, rules).run();
    }

    private ActivityFacts run() {
        for (int i = 0; i < function.parameters().size(); i++) {
            Value parameter = function.parameters().get(i);
            if (parameter.type().isReference()) {
                if (requested.constant(i)) {
                    memory.markConstant(memory.of(parameter));
                } else {
                    memory.expose(memory.of(parameter));
                }
            }
            if (requested.parameter(i)) {
                markActive(parameter);
            }
        }
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).type().isReference()) {
                memory.markReturned(memory.of(results.get(i)));
                if (requested.result(i)) {
                    markActive(results.get(i));
                }
            }
        }
        List<Block> order = Flow.of(function).order();
        do {
            changed = false;
            for (Block block : order) {
                block.ops().forEach(this::op);
                leave(block);
            }
            changed |= memory.takeChanged();
        } while (changed);
        return new ActivityFacts(
                new Activity(
                        function.parameters().stream().map(this::isActive).toList(),
                        results.stream().map(this::isActive).toList(),
                        requested.constants()),
                active,
                memory,
                results,
                calls,
                refusals);
    }

    private boolean isActive(Value value) {
        if (value.type().isReference()) {
            return MemoryClasses.isShadowable(value.type()) && memory.isActive(memory.of(value));
        }
        return active.contains(value);
    }

    private void markActive(Value value) {
        if (value.type().isReference()) {
            memory.activate(memory.of(value));
        } else if (value.type().isFloating()) {
            changed |= active.add(value);
        }
    }

    private void leave(Block block) {
        Terminator terminator = block.terminator();
        terminator.edges().forEach(edge -> flow(edge, edge.target().parameters()));
        for (Handler handler : block.handlers()) {
            List<Value> parameters = handler.edge().target().parameters();
            flow(handler.edge(), parameters.subList(1, parameters.size()));
        }
        if (terminator instanceof Terminator.Return exit) {
            for (int i = 0; i < exit.operands().size(); i++) {
                flow(exit.operands().get(i), results.get(i));
            }
        }
    }

    private void flow(Edge edge, List<Value> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            flow(edge.arguments().get(i), parameters.get(i));
        }
    }

    private void flow(Value from, Value to) {
        if (to.type().isReference()) {
            if (!from.type().equals(Type.NULL)) {
                memory.unify(memory.of(from), memory.of(to));
            }
        } else if (active.contains(from)) {
            markActive(to);
        } else if (bits.contains(from)) {
            changed |= bits.add(to);
        }
    }

    private void op(Op op) {
        if (op.operator() instanceof Arithmetic || op.operator() instanceof StrongScale) {
            arithmetic(op);
        } else if (op.operator() instanceof ArrayLoad load) {
            arrayLoad(op, load.element());
        } else if (op.operator() instanceof ArrayStore store) {
            arrayStore(op, store.element());
        } else if (op.operator() instanceof CheckCast) {
            memory.unify(memory.of(op.operand(0)), memory.of(op.result()));
        } else if (op.operator() instanceof FieldGet) {
            if (op.result().type().isReference()) {
                foreignReference(op, "an array that comes from a field and here meets values that carry a derivative");
            }
        } else if (op.operator() instanceof FieldPut put) {
            store(
                    op,
                    op.operand(put.isStatic() ? 0 : 1),
                    "a value that carries a derivative stored in field "
                            + put.field().name());
        } else if (op.operator() instanceof NewArray) {
            memory.of(op.result());
        } else if (op.operator() instanceof ShadowOperation operation) {
            shadowOperation(op, operation);
        } else if (op.operator() instanceof InvokeDynamic) {
            dynamicCall(op);
        } else if (op.operator() instanceof Invoke invoke) {
            invoke(op, invoke);
        } else if (op.operator() instanceof InvokeVariant invoke) {
            followed(op, invoke.variant());
        }
    }

    private void arithmetic(Op op) {
        Value result = op.result();
        if (result.type().isFloating()) {
            if (op.operands().stream().anyMatch(active::contains)) {
                markActive(result);
            }
            if (op.operands().stream().anyMatch(bits::contains)) {
                refuse(op, "the bits of a value that carries a derivative, converted back to a number", BITS_REMEDY);
            }
        } else if (op.operator() != Arithmetic.LCMP && op.operands().stream().anyMatch(bits::contains)) {
            changed |= bits.add(result);
        }
    }

    private static final String BITS_REMEDY =
            "Write a rule for the method that works on the bits, or compute the value arithmetically.";

    private void arrayLoad(Op op, Element element) {
        MemoryClass array = memory.of(op.operand(0));
        Value result = op.result();
        if (element == Element.REFERENCE) {
            memory.unify(memory.element(array), memory.of(result));
        } else if (result.type().isFloating() && memory.isActive(array)) {
            markActive(result);
        }
    }

    private void arrayStore(Op op, Element element) {
        MemoryClass array = memory.of(op.operand(0));
        Value stored = op.operand(2);
        memory.markWritten(array);
        if (element == Element.REFERENCE) {
            if (!stored.type().equals(Type.NULL)) {
                memory.unify(memory.element(array), memory.of(stored));
            }
        } else if (active.contains(stored)) {
            if (foreign.contains(op.operand(0))
                    && !MemoryClasses.isShadowable(op.operand(0).type())) {
                refuse(op, "a store into an array without a shadow", FIELD_REMEDY);
            }
            memory.activate(array);
        } else if (bits.contains(stored)) {
            refuse(op, "the bits of a value that carries a derivative, stored in an array", BITS_REMEDY);
        }
    }

    private void store(Op op, Value value, String cause) {
        memory.markWritten(memory.external());
        if (value.type().isReference()) {
            memory.expose(memory.of(value));
            memory.markWritten(memory.of(value));
        }
        if (isActive(value)) {
            refuse(op, cause, FIELD_REMEDY);
        } else if (bits.contains(value)) {
            refuse(op, "the bits of a value that carries a derivative, stored in a field", BITS_REMEDY);
        }
    }

    private void foreignReference(Op op, String cause) {
        Value result = op.result();
        memory.expose(memory.of(result));
        changed |= foreign.add(result);
        if (isActive(result)) {
            refuse(op, cause, "Pass the array as an argument, or allocate it in the differentiated code.");
        }
    }

    private void shadowOperation(Op op, ShadowOperation operation) {
        MemoryClass first = memory.of(op.operand(0));
        memory.markWritten(first);
        switch (operation.kind()) {
            case COPY, COPY_TRANSPOSED -> {
                MemoryClass second = memory.of(op.operand(2));
                memory.markWritten(second);
                if (memory.isActive(first) || memory.isActive(second)) {
                    memory.activate(first);
                    memory.activate(second);
                }
            }
            case FILL -> {
                if (active.contains(op.operand(3))) {
                    memory.activate(first);
                }
            }
            case FILL_TRANSPOSED -> {
                if (memory.isActive(first)) {
                    markActive(op.result());
                }
            }
        }
    }

    private void dynamicCall(Op op) {
        if (Intrinsic.isStringConcatenation(op)) {
            return;
        }
        escape(op);
        if (op.operands().stream().anyMatch(this::isActive)) {
            refuse(
                    op,
                    "a lambda or method reference that captures a value carrying a derivative",
                    "Pass the value as an argument of the lambda instead.");
        }
    }

    /** Code we do not look at may write every array it can reach. */
    private void escape(Op op) {
        for (Value operand : op.operands()) {
            if (operand.type().isReference()) {
                memory.expose(memory.of(operand));
                memory.markWritten(memory.of(operand));
            }
        }
    }

    private void invoke(Op op, Invoke invoke) {
        if (Intrinsic.of(op) != Intrinsic.NONE) {
            intrinsic(op, Intrinsic.of(op));
            return;
        }
        Treatment treatment = rules.treatment(invoke.method());
        boolean anyActive = op.operands().stream().anyMatch(this::isActive);
        switch (treatment) {
            case INERT, ZERO_DERIVATIVE -> {
                if (!op.results().isEmpty() && op.result().type().isReference()) {
                    foreignReference(
                            op, "an array that an inert method returned and here meets values that carry a derivative");
                }
            }
            case BITS -> {
                if (anyActive) {
                    changed |= bits.add(op.result());
                }
            }
            case FROM_BITS -> {
                if (op.operands().stream().anyMatch(bits::contains)) {
                    refuse(op, "the bits of a value that carries a derivative, turned back into a number", BITS_REMEDY);
                }
            }
            case RULE -> {
                if (anyActive) {
                    markActive(op.result());
                }
            }
            case FOLLOW -> {
                if (op.operands().stream().anyMatch(bits::contains)) {
                    refuse(op, "the bits of a value that carries a derivative, passed to a method", BITS_REMEDY);
                }
                followed(op, new Variant(invoke.kind(), invoke.method(), List.of()));
            }
        }
    }

    private void intrinsic(Op op, Intrinsic intrinsic) {
        switch (intrinsic) {
            case ARRAYCOPY -> {
                MemoryClass source = memory.of(op.operand(0));
                MemoryClass target = memory.of(op.operand(2));
                memory.markWritten(target);
                if (isReferenceArray(op.operand(0)) || isReferenceArray(op.operand(2))) {
                    memory.unify(memory.element(source), memory.element(target));
                } else if (memory.isActive(source)) {
                    memory.activate(target);
                }
                boolean unknown =
                        !op.operand(0).type().isArray() || !op.operand(2).type().isArray();
                if (unknown && memory.isActive(target)) {
                    refuse(
                            op,
                            "System.arraycopy of arrays whose type is not known here",
                            "Declare the variables as the arrays they are.");
                }
            }
            case CLONE, COPY_OF, COPY_OF_RANGE -> {
                MemoryClass source = memory.of(op.operand(0));
                if (isReferenceArray(op.operand(0))) {
                    memory.unify(memory.element(source), memory.element(memory.of(op.result())));
                } else if (memory.isActive(source)) {
                    markActive(op.result());
                }
            }
            case FILL, FILL_RANGE -> {
                MemoryClass target = memory.of(op.operand(0));
                memory.markWritten(target);
                if (active.contains(op.operands().get(op.operands().size() - 1))) {
                    memory.activate(target);
                }
            }
            case TAPE_DOUBLES, TAPE_OBJECTS -> {
                if (requested.any()) {
                    markActive(op.result());
                }
                memory.markWritten(memory.of(op.result()));
            }
            case TAPE_ENSURE_DOUBLES, TAPE_ENSURE_OBJECTS ->
                memory.unify(memory.of(op.operand(0)), memory.of(op.result()));
            case NONE -> throw new AssertionError();
        }
    }

    private static boolean isReferenceArray(Value array) {
        return array.type().isArray() && Element.of(array.type()) == Element.REFERENCE;
    }

    private void followed(Op op, Variant callee) {
        List<Boolean> arguments = op.operands().stream().map(this::isActive).toList();
        List<Boolean> results = op.results().stream()
                .map(result -> result.type().isReference() && isActive(result))
                .toList();
        Activity asked = new Activity(arguments, results);
        if (!asked.any() && callee.transforms().isEmpty()) {
            if (callees.mayWrite(callee)) {
                escape(op);
                memory.markWritten(memory.external());
            }
            for (Value result : op.results()) {
                if (result.type().isReference()) {
                    memory.expose(memory.of(result));
                }
            }
            return;
        }
        CallFacts facts = callees.facts(callee, asked);
        calls.put(op, facts);
        if (facts.refusal() != null) {
            escape(op);
            refuse(op, facts.refusal().cause(), facts.refusal().remedy());
            return;
        }
        apply(op, facts);
    }

    private void apply(Op op, CallFacts facts) {
        Map<Integer, MemoryClass> known = new HashMap<>();
        for (int i = 0; i < op.operands().size(); i++) {
            bind(
                    op.operand(i),
                    facts.parameterClasses().get(i),
                    known,
                    facts.activity().parameter(i));
        }
        for (int i = 0; i < op.results().size(); i++) {
            bind(
                    op.results().get(i),
                    facts.resultClasses().get(i),
                    known,
                    facts.activity().result(i));
        }
        for (int written : facts.written()) {
            memory.markWritten(known.get(written));
        }
        if (facts.writesElsewhere()) {
            escape(op);
            memory.markWritten(memory.external());
        }
    }

    private void bind(Value value, List<Integer> classes, Map<Integer, MemoryClass> known, boolean isActive) {
        if (!value.type().equals(Type.NULL) && value.type().isReference()) {
            MemoryClass walk = memory.of(value);
            for (int id : classes) {
                MemoryClass same = known.putIfAbsent(id, walk);
                if (same != null) {
                    memory.unify(same, walk);
                }
                walk = memory.element(walk);
            }
        }
        if (isActive) {
            markActive(value);
        }
    }

    private void refuse(Op op, String cause, String remedy) {
        if (refusals.putIfAbsent(op, new Refuse(cause, remedy)) == null) {
            changed = true;
        }
    }
}
