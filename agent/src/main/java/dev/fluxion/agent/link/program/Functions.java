package dev.fluxion.agent.link.program;

import dev.fluxion.agent.derive.Derive;
import dev.fluxion.agent.derive.Repeated;
import dev.fluxion.agent.derive.WithoutTape;
import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.MemoryGraph;
import dev.fluxion.agent.derive.activity.MemoryNaming;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.classfile.ExactCalls;
import dev.fluxion.agent.link.classfile.HostAccess;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.link.classfile.StubMethods;
import dev.fluxion.agent.link.classfile.Unfollowable;
import dev.fluxion.agent.link.effect.EffectSummary;
import dev.fluxion.agent.link.effect.FollowedBodies;
import dev.fluxion.agent.link.effect.VisibleEffects;
import dev.fluxion.agent.optimize.Inline;
import dev.fluxion.agent.optimize.Optimize;
import dev.fluxion.agent.read.UnreadableMethodException;
import dev.fluxion.agent.report.Trace;
import dev.fluxion.agent.write.parts.Parts;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The IR of methods and of their derived variants, as the classes that one loader sees. Reading and deriving is done once for
 * each; nothing here refers to a loaded class.
 */
public final class Functions implements Callees, FollowedBodies {
    /** Calls within calls that carry nothing are followed this far for what they write. */
    private static final int DEEPEST_INERT_CALL = 6;

    private final MethodLookup methods;
    private final ReadBodies bodiesAsRead;
    private final RuleTable rules;
    private final NestedDerivatives nested;
    private final Trace trace;
    private final Map<Variant, Function> functions = new HashMap<>();
    /** By forward sweep, how the sweeps of a function were planned; empty unless assertions are enabled. */
    private final Map<Variant, String> plans = new HashMap<>();

    private final FactsSolver solver = new FactsSolver(new ByAnalysis());
    private final Set<Variant> reading = new HashSet<>();
    private final Set<Variant> deriving = new HashSet<>();
    private final Map<MethodReference, Set<String>> contained = new HashMap<>();
    private final ObjectTypes.Code bodies = new Bodies();

    public Functions(
            MethodLookup methods,
            java.util.function.Function<String, byte[]> classFiles,
            RuleTable rules,
            NestedDerivatives nested,
            Trace trace) {
        this.methods = methods;
        this.bodiesAsRead = new ReadBodies(methods, classFiles, trace);
        this.rules = rules;
        this.nested = nested;
        this.trace = trace;
    }

    @Override
    public MethodLookup methods() {
        return methods;
    }

    public RuleTable rules() {
        return rules;
    }

    /** Is told of what is made of these methods. */
    public Trace trace() {
        return trace;
    }

    /**
     * The IR of a variant.
     *
     * @throws Unsupported if the method cannot be followed, or has no such derivative
     */
    @Override
    public synchronized Function function(Variant variant) {
        Function known = functions.get(variant);
        if (known == null) {
            if (variant.isDerived() && !deriving.add(variant)) {
                throw new Unsupported(
                        "a call of " + variant.method().display()
                                + ", whose derivative is taken within that derivative,",
                        "Its derivative would need its own: take the call out of the method.");
            }
            try {
                known = solver.apart(() -> build(variant));
            } finally {
                deriving.remove(variant);
            }
            functions.put(variant, known);
            trace.reached(Trace.Stage.FINISHED, variant, known);
        }
        return known;
    }

    private Function build(Variant variant) {
        List<Variant.Transform> transforms = variant.transforms();
        if (transforms.isEmpty()) {
            return read(variant);
        }
        Variant.Transform last = transforms.get(transforms.size() - 1);
        Variant source = new Variant(variant.kind(), variant.method(), transforms.subList(0, transforms.size() - 1));
        if (last.kind() == Variant.Kind.DECLARED) {
            return DeclaredCall.of(variant.kind(), variant.method());
        }
        if (last.kind() == Variant.Kind.REPEATED) {
            return repeated(source, last.activity());
        }
        if (last.kind().takesManyDirections() && source.isReversed()) {
            throw new Unsupported(
                    "many directions at once through a derivative of "
                            + variant.method().display() + " by reverse mode",
                    "Leave Mode.FORWARD out.");
        }
        return Derive.apply(
                last, function(source), transforms.size() - 1, this, rules, plan -> isPlanOfAll(variant, plan));
    }

    /** Whether the sweeps of a function agree, as far as they have been made. */
    private boolean isPlanOfAll(Variant sweep, String plan) {
        String first = plans.putIfAbsent(sweep.instead(Variant.Kind.FORWARD, 0), plan);
        return first == null || first.equals(plan);
    }

    /**
     * The first thing that a method does and a further run would do again, in words that name it and its place; null if there is none.
     *
     * @param seen the parameters through which others see what is changed
     */
    public synchronized String effect(Variant method, Activity seen) {
        try {
            return new VisibleEffects(this, rules).first(function(method), method, seen);
        } catch (Unsupported unsupported) {
            return EffectSummary.withoutComma(unsupported.getMessage());
        }
    }

    private Function repeated(Variant source, Activity seen) {
        Function function = function(source);
        Function repeated = Copy.of(function);
        VisibleEffects.Found found = new VisibleEffects(this, rules).of(repeated, source, seen);
        Repeated.run(repeated, found.refused(), found.refusedOfProgram(), found.calls());
        return repeated;
    }

    @Override
    public synchronized Function constructor(Variant variant) {
        return bodiesAsRead.constructor(variant);
    }

    /** Whether a method is a derivative by name or by a stub. */
    @Override
    public synchronized boolean isDerivative(MethodReference method) {
        if (nested.body(method) != null) {
            return true;
        }
        MethodLookup.Found found = methods.find(method);
        return found != null && StubMethods.isStub(found);
    }

    /** Whether an op calls one that has no other form. */
    @Override
    public synchronized boolean isDerivative(Op op) {
        return op.operator() instanceof InvokeVariant
                || op.operator() instanceof Invoke invoke && nested.body(invoke.method()) != null;
    }

    private Function read(Variant variant) {
        Function derivative = nested.body(variant.method());
        if (derivative != null) {
            return derivative;
        }
        MethodLookup.Found found = followable(variant);
        if (StubMethods.isStub(found)) {
            return nested.body(found);
        }
        try {
            Function function = bodiesAsRead.method(variant, found);
            Optimize.run(function);
            NestedObjects.run(function, bodiesAsRead::initializer, nested);
            boolean first = reading.add(variant);
            if (Inline.run(function, call -> body(call, found.owner()))) {
                Optimize.run(function);
            }
            ExactCalls.run(function, methods, rules);
            trace.reached(Trace.Stage.OPTIMIZED, variant, function);
            function = withoutObjects(function, found);
            if (first) {
                reading.remove(variant);
            }
            return function;
        } catch (UnreadableMethodException unreadable) {
            throw new Unsupported(
                    "a call of " + variant.method().display() + " (" + unreadable.getMessage() + ")",
                    Unfollowable.RULE_REMEDY);
        }
    }

    // Only static methods of the same class: it is initialized, and the companion may touch whatever they touch. While
    // a body is being read it cannot be inlined into itself.
    private Function body(Invoke call, ClassNode owner) {
        boolean candidate = call.kind() == Invoke.Kind.STATIC
                && call.method().owner().equals(owner.name)
                && rules.treatment(call.method()) == RuleTable.Treatment.FOLLOW;
        Variant callee = new Variant(call.kind(), call.method(), List.of());
        if (!candidate || !reading.add(callee)) {
            return null;
        }
        try {
            MethodLookup.Found found = methods.find(call.method());
            boolean isOwn = found != null && found.owner() == owner && !StubMethods.isStub(found);
            return isOwn ? function(callee) : null;
        } catch (Unsupported unreadable) {
            trace.dropped(() -> callee + " is not inlined", unreadable);
            return null; // the call stays, and is refused where it is reached
        } finally {
            reading.remove(callee);
        }
    }

    private Function withoutObjects(Function function, MethodLookup.Found method) {
        if (!ObjectInlining.mayMakeObjects(function) || !HostAccess.isLegal(function, method.owner(), methods)) {
            return function;
        }
        ObjectInlining.Result result = ObjectInlining.run(function, method.owner(), methods, rules, bodies);
        if (result == null) {
            return function;
        }
        contained.put(method.reference(), result.classNames());
        return result.function();
    }

    /** The classes whose code stands in a method's IR, besides its own; internal names. */
    public synchronized Set<String> contained(MethodReference method) {
        MethodLookup.Found found = methods.find(method);
        return found == null ? Set.of() : contained.getOrDefault(found.reference(), Set.of());
    }

    /** What may stand in another class, and works with objects. */
    private final class Bodies implements ObjectTypes.Code {
        @Override
        public Function of(Invoke call) {
            Variant callee = call.callee();
            boolean isFollowed = rules.treatment(call.method()) == RuleTable.Treatment.FOLLOW
                    && rules.treatment(callee.method()) == RuleTable.Treatment.FOLLOW
                    && !isDerivative(callee.method());
            if (!isFollowed || !reading.add(callee)) {
                return null;
            }
            try {
                Function function = function(callee);
                return isLegal(callee.method(), function) ? function : null;
            } catch (Unsupported unreadable) {
                trace.dropped(() -> "Objects that " + callee + " works with are not left out", unreadable);
                return null;
            } finally {
                reading.remove(callee);
            }
        }

        private boolean isLegal(MethodReference method, Function function) {
            MethodLookup.Found found = methods.find(method);
            return contained.containsKey(found.reference()) || HostAccess.isLegal(function, found.owner(), methods);
        }

        @Override
        public Function ofConstructor(MethodReference constructor) {
            if (rules.treatment(constructor) != RuleTable.Treatment.FOLLOW) {
                return null;
            }
            try {
                Function function = constructor(new Variant(Invoke.Kind.SPECIAL, constructor, List.of()));
                return HostAccess.isLegal(function, methods.classNode(constructor.owner()), methods) ? function : null;
            } catch (Unsupported unreadable) {
                trace.dropped(() -> "Objects that " + constructor + " makes are not left out", unreadable);
                return null;
            }
        }

        @Override
        public Function ofInitializer(FieldReference field) {
            return bodiesAsRead.initializer(field);
        }
    }

    /** The class that a method's companions belong to; null if nobody knows its bytes. */
    public synchronized ClassNode owner(MethodReference method) {
        if (nested.body(method) != null) {
            return methods.classNode(method.owner());
        }
        MethodLookup.Found found = methods.find(method);
        return found == null ? null : found.owner();
    }

    /** The modifiers of a method whose owner is known: of a derivative by name those of what it is the derivative of. */
    public synchronized int access(MethodReference method) {
        Integer access = nested.access(method);
        return access == null ? methods.find(method).method().access : access;
    }

    /** A derived function as it can be written. */
    public synchronized Function linked(Variant variant) {
        return nested.linked(function(variant));
    }

    /**
     * A variant of a derived one that needs no tape, see {@link WithoutTape}; null if there is none. A method that has to be divided
     * needs a tape, and what cannot be derived or linked is left for the linker to report.
     */
    public synchronized Variant withoutTape(Variant variant) {
        Function function;
        try {
            function = linked(variant);
        } catch (Unsupported unsupported) {
            trace.dropped(() -> variant + " is not linked without a tape", unsupported);
            return null;
        } catch (RuntimeException | LinkageError | AssertionError defect) {
            trace.defect(() -> "Deriving " + variant + " failed", defect);
            return null;
        }
        if (!WithoutTape.isPossible(function)) {
            return null;
        }
        Activity none = Activity.none(
                function.parameters().size(), function.resultTypes().size());
        Variant without = variant.then(Variant.Kind.WITHOUT_TAPE, none);
        return Parts.areNeeded(function(without)) ? null : without;
    }

    @Override
    public synchronized boolean isOpen(Variant callee) {
        if (nested.body(callee.method()) != null) {
            return false;
        }
        MethodLookup.Found found = methods.find(callee.method());
        return found != null && !StubMethods.isOfApi(found) && Unfollowable.isOpen(callee.kind(), found);
    }

    private MethodLookup.Found followable(Variant variant) {
        MethodReference method = variant.method();
        String call = "a call of " + method.display();
        if (method.name().equals("<init>")) {
            throw new Unsupported(
                    "the construction of a " + method.owner().replace('/', '.')
                            + " from values that carry a derivative",
                    "Objects holding such values are not supported yet: use arrays.");
        }
        MethodLookup.Found found = methods.find(method);
        if (found != null && StubMethods.isOfApi(found)) {
            throw new Unsupported(call + ", which works on a function that is not known here,", StubMethods.REMEDY);
        }
        Unsupported obstacle = Unfollowable.why(variant.kind(), method, found, methods);
        if (obstacle != null) {
            throw obstacle;
        }
        return found;
    }

    @Override
    public synchronized CallFacts facts(Variant callee, Activity requested) {
        try {
            return solver.answer(new FactsSolver.Question(callee, requested));
        } catch (RuntimeException | LinkageError | AssertionError defect) {
            if (solver.depth() > 0) {
                throw defect;
            }
            trace.defect(() -> "Finding the facts of " + callee + " failed", defect);
            return CallFacts.refused(
                    "a call of " + callee.method().display() + " because of a defect in Fluxion (" + defect + ")",
                    "Please report it.");
        }
    }

    /** Assumes that nothing more is active than was asked for, and that nothing is written. */
    private final class ByAnalysis implements FactsSolver.Analysis {
        @Override
        public CallFacts assume(FactsSolver.Question question) {
            try {
                return optimistic(function(question.callee()), question.requested());
            } catch (Unsupported unsupported) {
                return CallFacts.refused(unsupported.getMessage(), unsupported.remedy());
            }
        }

        @Override
        public CallFacts analyse(FactsSolver.Question question) {
            try {
                Function function = function(question.callee());
                return Derive.facts(function, question.requested(), Functions.this, rules);
            } catch (Unsupported unsupported) {
                return CallFacts.refused(unsupported.getMessage(), unsupported.remedy());
            }
        }
    }

    private static CallFacts optimistic(Function function, Activity requested) {
        List<Boolean> none = Collections.nCopies(function.resultTypes().size(), false);
        List<Type> parameters = function.parameters().stream().map(Value::type).toList();
        MemoryGraph memory = MemoryNaming.distinct(parameters, function.resultTypes());
        return new CallFacts(null, requested, memory, none, none, none, false, false, true, false);
    }

    @Override
    public synchronized CallFacts inertFacts(Variant callee) {
        if (solver.depth() > DEEPEST_INERT_CALL) {
            return null;
        }
        try {
            Function function = function(callee);
            CallFacts facts = facts(
                    callee,
                    Activity.none(
                            function.parameters().size(), function.resultTypes().size()));
            return facts.refusal() == null ? facts : null;
        } catch (Unsupported unsupported) {
            trace.dropped(() -> "What " + callee + " writes is not known", unsupported);
            return null; // so that it may write all that it is passed
        }
    }

    @Override
    public boolean isVolatile(FieldReference field) {
        MethodLookup.FoundField found = methods.find(field);
        return found != null && (found.field().access & Opcodes.ACC_VOLATILE) != 0;
    }

    @Override
    public boolean isFinal(FieldReference field) {
        MethodLookup.FoundField found = methods.find(field);
        // The JVM itself changes those of java.lang.System.
        return found != null
                && (found.field().access & Opcodes.ACC_FINAL) != 0
                && !found.owner().name.equals("java/lang/System");
    }

    @Override
    public Object constant(FieldReference field) {
        MethodLookup.FoundField found = methods.find(field);
        int constant = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
        return found == null || (found.field().access & constant) != constant ? null : found.field().value;
    }
}
