package dev.fluxion.agent.link.effect;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.activity.InertEffects;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.known.ClassFact;
import dev.fluxion.agent.known.KnownCode;
import dev.fluxion.agent.known.MethodFact;
import dev.fluxion.agent.link.classfile.LambdaSites;
import dev.fluxion.agent.link.effect.ReachableMemory.Memory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The effects of one function that others see, from what is known of those that it calls. */
final class EffectsOfBody {
    /** What the bodies of stubs call there changes nothing. */
    private static final String RUNTIME = "dev/fluxion/runtime/";

    /** A change of memory, and by which of the op's operands the callee that makes it knows the memory: -1 if it is made here. */
    private record Write(Op op, Memory memory, int parameter, String effect) {}

    private final EffectsOfCallees all;
    private final Throwables throwables;
    private final FollowedBodies functions;
    private final RuleTable rules;
    private final ReachableMemory memory = new ReachableMemory();
    private final List<Write> writes = new ArrayList<>();
    private final Map<Value, Op> definitions = new HashMap<>();
    private final OwnCollections collections;
    private final Map<Op, String> effects = new LinkedHashMap<>();
    private final Map<Op, String> effectsOfProgram = new LinkedHashMap<>();
    private final Map<Op, Variant> calls = new LinkedHashMap<>();
    /** Of the calls whose callee has effects, what these are. */
    private final Map<Op, String> effectsOfCalls = new LinkedHashMap<>();

    private EffectSummary summary;

    EffectsOfBody(EffectsOfCallees all, FollowedBodies functions, RuleTable rules) {
        this.all = all;
        this.functions = functions;
        this.throwables = new Throwables(functions.methods());
        this.rules = rules;
        this.collections = new OwnCollections(all, definitions);
    }

    /** Effects that happen here. */
    Map<Op, String> effects() {
        return effects;
    }

    /** Those that happen only if the receiver's class is one of the program. */
    Map<Op, String> effectsOfProgram() {
        return effectsOfProgram;
    }

    /** Calls in which some happen, and what to call in their place to be refused there. */
    Map<Op, Variant> calls() {
        return calls;
    }

    EffectSummary summary() {
        return summary;
    }

    /** @param seen the parameters through which others see what is changed */
    void run(Function function, Activity seen) {
        List<Value> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            if (seen.parameter(i)) {
                memory.markForeign(memory.of(parameters.get(i)));
            }
        }
        List<Value> results = new ArrayList<>();
        function.resultTypes().forEach(type -> results.add(Value.of(type)));
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                op.results().forEach(result -> definitions.put(result, op));
            }
        }
        for (Block block : function.blocks()) {
            block.ops().forEach(this::visit);
            block.terminator().edges().forEach(edge -> flow(edge, edge.target().parameters()));
            for (Handler handler : block.handlers()) {
                List<Value> targets = handler.edge().target().parameters();
                // Whoever threw it may have kept it.
                memory.markForeign(memory.of(targets.get(0)));
                flow(handler.edge(), targets.subList(1, targets.size()));
            }
            if (block.terminator() instanceof Terminator.Return exit) {
                for (int i = 0; i < results.size(); i++) {
                    memory.join(exit.operands().get(i), results.get(i));
                }
            }
        }
        judgeWrites();
        summarize(parameters, results);
    }

    private void flow(Edge edge, List<Value> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            memory.join(edge.arguments().get(i), parameters.get(i));
        }
    }

    private void judgeWrites() {
        for (Write write : writes) {
            if (!memory.isForeign(write.memory())) {
                continue;
            }
            boolean isInCallee = write.parameter() >= 0
                    && memory.isForeign(memory.of(write.op().operand(write.parameter())));
            if (isInCallee) {
                effectsOfCalls.putIfAbsent(write.op(), write.effect());
            } else {
                effects.putIfAbsent(write.op(), write.effect());
            }
        }
        for (Map.Entry<Op, String> call : effectsOfCalls.entrySet()) {
            Op op = call.getKey();
            if (effects.containsKey(op)) {
                continue;
            }
            Variant callee = callee(op);
            if (callee == null || !all.canBeRepeated(callee)) {
                effects.put(op, call.getValue());
                continue;
            }
            List<Boolean> seen = new ArrayList<>();
            for (Value operand : op.operands()) {
                seen.add(ReachableMemory.refers(operand) && memory.isForeign(memory.of(operand)));
            }
            calls.put(op, repeated(callee, seen));
        }
    }

    private static Variant callee(Op op) {
        return op.operator() instanceof Invoke invoke ? invoke.callee() : null;
    }

    private void summarize(List<Value> parameters, List<Value> results) {
        ReachableMemory.Numbering numbering = memory.numbering();
        List<List<Integer>> ofParameters = new ArrayList<>();
        parameters.forEach(parameter -> ofParameters.add(numbering.of(parameter)));
        List<List<Integer>> ofResults = new ArrayList<>();
        results.forEach(result -> ofResults.add(numbering.of(result)));
        Set<Integer> written = new HashSet<>();
        for (Write write : writes) {
            numbering.addTo(written, write.memory());
        }
        summary = new EffectSummary(firstEffect(), ofParameters, ofResults, written, numbering.foreign());
    }

    private String firstEffect() {
        for (Map.Entry<Op, String> effect : effects.entrySet()) {
            String text = effect.getValue();
            return text.contains(" at ")
                    ? text
                    : text + " at " + effect.getKey().position();
        }
        for (Map.Entry<Op, String> effect : effectsOfProgram.entrySet()) {
            return effect.getValue() + " at " + effect.getKey().position();
        }
        for (Op op : calls.keySet()) {
            return effectsOfCalls.get(op);
        }
        return null;
    }

    private void report(Op op, String effect) {
        effects.putIfAbsent(op, effect);
    }

    private void write(Op op, Memory written, String effect) {
        writes.add(new Write(op, written, -1, effect));
    }

    private Done visit(Op op) {
        return switch (op.kind()) {
            case FIELD_PUT -> fieldPut(op, (FieldPut) op.operator());
            case FIELD_GET -> fieldGet(op, (FieldGet) op.operator());
            case ARRAY_STORE -> arrayStore(op);
            case ARRAY_LOAD -> arrayLoad(op);
            case CHECK_CAST -> checkCast(op);
            case INVOKE -> call(op, (Invoke) op.operator());
            case INVOKE_VARIANT -> derivative(op, ((InvokeVariant) op.operator()).variant());
            case INVOKE_DYNAMIC -> dynamicCall(op, (InvokeDynamic) op.operator());
            case ARITHMETIC, STRONG_SCALE, STRONG_RATIO, CONSTANT, ARRAY_LENGTH, INSTANCE_OF -> DONE;
            case NEW_ARRAY, NEW_OBJECT, REFUSE -> DONE;
            case MONITOR -> DONE; // taken and given back
            case SHADOW_OPERATION ->
                throw new IllegalStateException(
                        "of a derivative: " + op.operator().text());
        };
    }

    private Done fieldGet(Op op, FieldGet get) {
        if (get.isStatic()) {
            markForeign(op);
        } else {
            memory.joinContent(op.operand(0), op.result());
        }
        return DONE;
    }

    private Done arrayStore(Op op) {
        write(op, memory.of(op.operand(0)), "a store into an array that the method is not passed");
        memory.joinContent(op.operand(0), op.operand(2));
        return DONE;
    }

    private Done arrayLoad(Op op) {
        memory.joinContent(op.operand(0), op.result());
        return DONE;
    }

    private Done checkCast(Op op) {
        memory.join(op.operand(0), op.result());
        return DONE;
    }

    private Done dynamicCall(Op op, InvokeDynamic call) {
        if (!LambdaSites.makeLambda(call) && InertEffects.mayRunProgramCode(op.operands())) {
            report(op, "the text of an object, which may run code of the program,");
        } else {
            // A lambda holds what it captures.
            op.results().forEach(result -> op.operands().forEach(operand -> memory.joinContent(result, operand)));
        }
        return DONE;
    }

    private void markForeign(Op op) {
        op.results().stream().filter(ReachableMemory::refers).forEach(result -> memory.markForeign(memory.of(result)));
    }

    private Done fieldPut(Op op, FieldPut put) {
        String effect = "a store into the field " + put.field().name();
        if (put.isStatic()) {
            report(op, effect);
            if (ReachableMemory.refers(op.operand(0))) {
                memory.markForeign(memory.of(op.operand(0)));
            }
        } else {
            write(op, memory.of(op.operand(0)), effect);
            memory.joinContent(op.operand(0), op.operand(1));
        }
        return DONE;
    }

    /** It does what the method does, and writes to what it is passed beyond the method's arguments. */
    private Done derivative(Op op, Variant variant) {
        Variant method = new Variant(variant.kind(), variant.method(), List.of());
        List<Value> arguments =
                variant.isDerived() ? op.operands().subList(1, op.operands().size()) : op.operands();
        int count = functions.function(method).parameters().size();
        EffectSummary known = all.summary(method);
        if (known.effect() != null && !variant.isRepeated()) {
            report(op, known.effect());
        }
        bind(op, known, arguments.subList(0, Math.min(count, arguments.size())), List.of());
        for (Value result : op.results()) {
            arguments.forEach(argument -> memory.join(argument, result));
        }
        for (Value shadow : arguments.subList(Math.min(count, arguments.size()), arguments.size())) {
            if (ReachableMemory.refers(shadow)) {
                write(op, memory.of(shadow), "a store into an array that the method is not passed");
            }
        }
        return DONE;
    }

    private Done call(Op op, Invoke invoke) {
        MethodReference method = invoke.method();
        String owner = method.owner();
        if (owner.startsWith(RUNTIME)) {
            return DONE;
        }
        String store = "a store into an array that the method is not passed";
        boolean isOfArrays = owner.equals("java/util/Arrays");
        if (owner.equals("java/lang/System") && method.name().equals("arraycopy")) {
            write(op, memory.of(op.operand(2)), store);
            memory.joinContents(op.operand(0), op.operand(2));
        } else if (isOfArrays && method.name().equals("fill")) {
            write(op, memory.of(op.operand(0)), store);
            memory.joinContent(op.operand(0), op.operands().get(op.operands().size() - 1));
        } else if (isOfArrays && isSort(method) && !collections.mayRunProgramCode(op)) {
            write(op, memory.of(op.operand(0)), store);
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
            report(op, "a call of " + method.display());
        } else if (InertEffects.mayRunProgramCode(chosenByProgram(op, method, isOfException))) {
            report(op, "a call of " + method.display() + ", which may run code of the program,");
        } else if (isOfException && !method.name().equals("<init>")) {
            effectsOfProgram.put(op, "a call of " + method.display() + ", which runs code of the program,");
        }
        if (method.name().equals("<init>")) {
            op.operands()
                    .subList(1, op.operands().size())
                    .forEach(operand -> memory.joinContent(op.operand(0), operand));
        }
        markForeign(op);
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
            report(op, "a call of " + method.display());
        } else if (InertEffects.mayRunProgramCode(withoutConfined(others))) {
            report(op, "a call of " + method.display() + ", which may run code of the program,");
        }
        if (invoke.kind() != Invoke.Kind.STATIC) {
            write(op, memory.of(op.operand(0)), "a call of " + method.display());
            op.results().forEach(result -> memory.join(op.operand(0), result));
        }
        for (Value other : others) {
            if (other.type().isArray()) {
                write(op, memory.of(other), "a call of " + method.display());
            }
            op.results().forEach(result -> memory.join(other, result));
        }
    }

    /** The collection, what it holds and what it gives out are taken for one. */
    private Done ofCollection(Op op, Invoke invoke) {
        String call = "a call of " + invoke.method().display();
        if (collections.mayRunProgramCode(op)) {
            report(op, call + ", which may run code of the program,");
        }
        List<Value> one = new ArrayList<>(op.operands());
        one.addAll(op.results());
        one.removeIf(value -> !ReachableMemory.refers(value));
        one.forEach(value -> memory.join(one.get(0), value));
        write(op, memory.of(one.get(0)), "a change by " + invoke.method().display() + " of what others can reach");
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
                report(op, "the construction of a " + callee.method().owner().replace('/', '.'));
            }
            op.operands()
                    .subList(1, op.operands().size())
                    .forEach(operand -> memory.joinContent(op.operand(0), operand));
            return DONE;
        }
        EffectSummary known = all.summary(callee);
        if (known.effect() != null) {
            if (isConstructor) {
                String name = callee.method().owner().replace('/', '.');
                report(op, "the construction of a " + name + " (" + EffectSummary.withoutComma(known.effect()) + ")");
            } else {
                effectsOfCalls.putIfAbsent(op, known.effect());
            }
        }
        bind(op, known, op.operands(), op.results());
        return DONE;
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
                writes.add(new Write(op, known.get(number), passedAs.getOrDefault(number, -1), effect));
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

    /** The callee as part of one of several passes. */
    private static Variant repeated(Variant callee, List<Boolean> seen) {
        return callee.then(
                Variant.Kind.REPEATED, new Activity(seen, List.of(), Collections.nCopies(seen.size(), false)));
    }
}
