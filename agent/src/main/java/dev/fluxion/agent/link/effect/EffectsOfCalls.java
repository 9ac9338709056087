package dev.fluxion.agent.link.effect;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.activity.InertEffects;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.known.ClassFact;
import dev.fluxion.agent.known.KnownCode;
import dev.fluxion.agent.known.MethodFact;
import dev.fluxion.agent.link.effect.ReachableMemory.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The effects of calls that others see: of what the JDK's methods do as is known, of others as their own summaries tell. */
final class EffectsOfCalls {
    /** What the bodies of stubs call there changes nothing. */
    private static final String RUNTIME = "dev/fluxion/runtime/";

    private final EffectsOfCallees all;
    private final Throwables throwables;
    private final FollowedBodies functions;
    private final RuleTable rules;
    private final FoundEffects found;
    private final ReachableMemory memory;
    private final Map<Value, Op> definitions;
    private final OwnCollections collections;

    /** @param found is told what the calls do */
    EffectsOfCalls(EffectsOfCallees all, FollowedBodies functions, RuleTable rules, FoundEffects found) {
        this.all = all;
        this.functions = functions;
        this.throwables = new Throwables(functions.methods());
        this.rules = rules;
        this.found = found;
        this.memory = found.memory();
        this.definitions = found.definitions();
        this.collections = new OwnCollections(all, definitions);
    }

    /** It does what the method does, and writes to what it is passed beyond the method's arguments. */
    Done derivative(Op op, Variant variant) {
        Variant method = new Variant(variant.kind(), variant.method(), List.of());
        if (functions.isOpen(method)) {
            found.report(op, "a derivative of " + method.method().display() + ", which its receiver chooses,");
            return DONE;
        }
        List<Value> arguments =
                variant.isDerived() ? op.operands().subList(1, op.operands().size()) : op.operands();
        int count = functions.function(method).parameters().size();
        EffectSummary known = all.summary(method);
        if (known.effect() != null && !variant.isRepeated()) {
            found.report(op, known.effect());
        }
        bind(op, known, arguments.subList(0, Math.min(count, arguments.size())), List.of());
        for (Value result : op.results()) {
            arguments.forEach(argument -> memory.join(argument, result));
        }
        for (Value shadow : arguments.subList(Math.min(count, arguments.size()), arguments.size())) {
            if (ReachableMemory.refers(shadow)) {
                found.write(op, memory.of(shadow), "a store into an array that the method is not passed");
            }
        }
        return DONE;
    }

    Done call(Op op, Invoke invoke) {
        MethodReference method = invoke.method();
        String owner = method.owner();
        if (owner.startsWith(RUNTIME)) {
            return DONE;
        }
        String store = "a store into an array that the method is not passed";
        boolean isOfArrays = owner.equals("java/util/Arrays");
        if (owner.equals("java/lang/System") && method.name().equals("arraycopy")) {
            found.write(op, memory.of(op.operand(2)), store);
            memory.joinContents(op.operand(0), op.operand(2));
        } else if (isOfArrays && method.name().equals("fill")) {
            found.write(op, memory.of(op.operand(0)), store);
            memory.joinContent(op.operand(0), op.operands().get(op.operands().size() - 1));
        } else if (isOfArrays && isSort(method) && !collections.mayRunProgramCode(op)) {
            found.write(op, memory.of(op.operand(0)), store);
        } else if (owner.startsWith("[") || isOfArrays && method.name().startsWith("copyOf")) {
            memory.joinContents(op.operand(0), op.result());
        } else {
            return treated(op, invoke);
        }
        return DONE;
    }

    private Done treated(Op op, Invoke invoke) {
        MethodReference method = invoke.method();
        return switch (rules.treatment(method)) {
            case FOLLOW -> collections.isCall(op, invoke) ? ofCollection(op, invoke) : follow(op, exact(op, invoke));
            case INERT -> inert(op, method);
            case RULE, ZERO_DERIVATIVE, ENCODES, DECODES ->
                method.owner().startsWith("java/") || rules.isFunction(method) ? DONE : follow(op, exact(op, invoke));
        };
    }

    /** The very method, if the receiver has just been made. */
    private Variant exact(Op op, Invoke invoke) {
        boolean isVirtual = invoke.kind() == Invoke.Kind.VIRTUAL || invoke.kind() == Invoke.Kind.INTERFACE;
        Op definition = isVirtual && invoke.runs() == null ? definitions.get(op.operand(0)) : null;
        if (definition != null && definition.operator() instanceof NewObject made) {
            MethodReference called = invoke.method();
            MethodReference run = new MethodReference(made.className(), called.name(), called.descriptor(), false);
            return new Variant(Invoke.Kind.SPECIAL, run, List.of());
        }
        return invoke.callee();
    }

    private static boolean isSort(MethodReference method) {
        return method.name().equals("sort") || method.name().equals("parallelSort");
    }

    private Done inert(Op op, MethodReference method) {
        if (KnownCode.isKnown(ClassFact.CONFINED, method.owner())) {
            confined(op, method);
            return DONE;
        }
        String owner = method.owner();
        boolean isOfException = owner.startsWith("java/") && throwables.isThrowable(owner);
        boolean isQuiet = KnownCode.isKnown(MethodFact.QUIET, method)
                || isOfException && KnownCode.isKnown(MethodFact.QUIET, Throwables.ofThrowable(method))
                || throwables.isConstructorOfThrowable(method) && throwables.isHarmless(method);
        if (!isQuiet) {
            found.report(op, "a call of " + method.display());
        } else if (InertEffects.mayRunProgramCode(chosenByProgram(op, method, isOfException))) {
            found.report(op, "a call of " + method.display() + ", which may run code of the program,");
        } else if (isOfException && !method.name().equals("<init>")) {
            found.reportOfProgram(op, "a call of " + method.display() + ", which runs code of the program,");
        }
        if (method.name().equals("<init>")) {
            op.operands()
                    .subList(1, op.operands().size())
                    .forEach(operand -> memory.joinContent(op.operand(0), operand));
        }
        found.markForeign(op);
        return DONE;
    }

    /** What the call is handed, without the receiver of a method that is the JDK's own whatever the receiver is. */
    private static List<Value> chosenByProgram(Op op, MethodReference method, boolean isOfException) {
        boolean isFixed = method.name().equals("<init>")
                || isOfException
                || method.owner().equals("java/lang/Enum")
                || method.name().equals("getClass");
        return isFixed ? op.operands().subList(1, op.operands().size()) : op.operands();
    }

    // Of a class that the program extends none is made here: the constructor would be called by another one.
    private void confined(Op op, MethodReference method) {
        boolean isConstructor = method.name().equals("<init>");
        boolean isOwn = isConstructor
                && definitions.get(op.operand(0)) != null
                && definitions.get(op.operand(0)).operator() instanceof NewObject made
                && made.className().equals(method.owner());
        boolean isDrawnAnew = isConstructor
                && method.owner().endsWith("Random")
                && method.descriptor().equals("()V");
        Invoke invoke = (Invoke) op.operator();
        List<Value> others = invoke.kind() == Invoke.Kind.STATIC
                ? op.operands()
                : op.operands().subList(1, op.operands().size());
        if (isConstructor && !isOwn || isDrawnAnew) {
            found.report(op, "a call of " + method.display());
        } else if (InertEffects.mayRunProgramCode(withoutConfined(others))) {
            found.report(op, "a call of " + method.display() + ", which may run code of the program,");
        }
        if (invoke.kind() != Invoke.Kind.STATIC) {
            found.write(op, memory.of(op.operand(0)), "a call of " + method.display());
            op.results().forEach(result -> memory.join(op.operand(0), result));
        }
        for (Value other : others) {
            if (other.type().isArray()) {
                found.write(op, memory.of(other), "a call of " + method.display());
            }
            op.results().forEach(result -> memory.join(other, result));
        }
    }

    /** The collection, what it holds and what it gives out are taken for one. */
    private Done ofCollection(Op op, Invoke invoke) {
        String call = "a call of " + invoke.method().display();
        if (collections.mayRunProgramCode(op)) {
            found.report(op, call + ", which may run code of the program,");
        }
        List<Value> one = new ArrayList<>(op.operands());
        one.addAll(op.results());
        one.removeIf(value -> !ReachableMemory.refers(value));
        one.forEach(value -> memory.join(one.get(0), value));
        found.write(
                op, memory.of(one.get(0)), "a change by " + invoke.method().display() + " of what others can reach");
        return DONE;
    }

    private static List<Value> withoutConfined(List<Value> values) {
        return values.stream()
                .filter(value -> !value.type().isReference()
                        || value.type().equals(Type.NULL)
                        || !KnownCode.isKnown(ClassFact.CONFINED, value.type()))
                .toList();
    }

    private Done follow(Op op, Variant callee) {
        boolean isConstructor = callee.method().name().equals("<init>");
        if (throwables.isConstructorOfThrowable(callee.method())) {
            if (!throwables.isHarmless(callee.method())) {
                found.report(
                        op, "the construction of a " + callee.method().owner().replace('/', '.'));
            }
            op.operands()
                    .subList(1, op.operands().size())
                    .forEach(operand -> memory.joinContent(op.operand(0), operand));
            return DONE;
        }
        if (functions.isOpen(callee)) {
            return open(op, callee);
        }
        EffectSummary known = all.summary(callee);
        if (known.effect() != null) {
            if (isConstructor) {
                String name = callee.method().owner().replace('/', '.');
                found.report(
                        op, "the construction of a " + name + " (" + EffectSummary.withoutComma(known.effect()) + ")");
            } else {
                found.reportOfCallee(op, known.effect());
            }
        }
        bind(op, known, op.operands(), op.results());
        return DONE;
    }

    /**
     * What it does shows when it is made: the method that runs then is one of several passes as well. It may put what it is passed into
     * anything else that it is passed and that can hold it; a receiver that others see would be changed by that, which is refused there.
     */
    private Done open(Op op, Variant callee) {
        found.reportOfCallee(op, "a call of " + callee.method().display() + ", which its receiver chooses,");
        List<Value> passed = new ArrayList<>(op.operands());
        if (!found.mayBeMadeHere(op.operand(0))) {
            passed.remove(0);
        }
        passed.removeIf(value -> !ReachableMemory.refers(value));
        boolean mayHold = passed.stream().anyMatch(value -> !isFlat(value.type()));
        if (mayHold) {
            passed.forEach(value -> memory.join(passed.get(0), value));
        }
        for (Value value : passed) {
            op.results().forEach(result -> memory.join(value, result));
            int index = op.operands().indexOf(value);
            String change = "a change by " + callee.method().display() + " of what others can reach";
            found.writeInCallee(op, memory.of(value), index, change);
            if (!isFlat(value.type())) {
                // It may put there what others see.
                memory.markForeign(memory.content(memory.of(value)));
                found.writeInCallee(op, memory.content(memory.of(value)), index, change);
            }
        }
        found.markForeign(op);
        return DONE;
    }

    private static boolean isFlat(Type type) {
        return type.isArray() && type.descriptor().length() == 2;
    }

    /** Makes the same of what is passed and returned as the callee does. */
    private void bind(Op op, EffectSummary callee, List<Value> operands, List<Value> results) {
        Map<Integer, Memory> known = new HashMap<>();
        Map<Integer, Integer> passedAs = new HashMap<>();
        for (int i = 0; i < Math.min(operands.size(), callee.parameters().size()); i++) {
            for (int number : callee.parameters().get(i)) {
                passedAs.putIfAbsent(number, op.operands().indexOf(operands.get(i)));
            }
            bind(operands.get(i), callee.parameters().get(i), known);
        }
        for (int i = 0; i < Math.min(results.size(), callee.results().size()); i++) {
            bind(results.get(i), callee.results().get(i), known);
        }
        for (int number : callee.foreign()) {
            if (known.containsKey(number)) {
                memory.markForeign(known.get(number));
            }
        }
        String effect = op.operator() instanceof Invoke invoke
                ? "a change by " + invoke.method().display() + " of what others can reach"
                : "a change of what others can reach";
        for (int number : callee.written()) {
            if (known.containsKey(number)) {
                found.writeInCallee(op, known.get(number), passedAs.getOrDefault(number, -1), effect);
            }
        }
    }

    private void bind(Value value, List<Integer> numbers, Map<Integer, Memory> known) {
        if (numbers.isEmpty() || !ReachableMemory.refers(value)) {
            return;
        }
        Memory own = memory.of(value);
        memory.bind(own, numbers.get(0), known);
        memory.bind(memory.content(own), numbers.get(1), known);
    }
}
