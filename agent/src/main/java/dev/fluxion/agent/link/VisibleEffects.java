package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.RuleTable;
import dev.fluxion.agent.derive.RuleTable.Treatment;
import dev.fluxion.agent.derive.Unsupported;
import dev.fluxion.agent.ir.Activity;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Refuse;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.ir.Variant;
import dev.fluxion.agent.link.EffectsOfBody.Summary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Finds out where a method does anything that a second run would do again: stores that outlive it other than into arrays it is
 * passed, output, random numbers, and calls that cannot be looked into. What is done to an object or an array that this run has made
 * is none.
 */
final class VisibleEffects {
    private static final String REMEDY =
            "Each pass would do it again: take it out of the method, or use gradient, jvp, vjp or hvp, which run the method once.";

    /** Descriptors of final classes whose objects nobody can change. */
    private static final Set<String> IMMUTABLE = Set.of(
            "Ljava/lang/String;",
            "Ljava/lang/Class;",
            "Ljava/lang/Integer;",
            "Ljava/lang/Long;",
            "Ljava/lang/Short;",
            "Ljava/lang/Byte;",
            "Ljava/lang/Character;",
            "Ljava/lang/Boolean;",
            "Ljava/lang/Double;",
            "Ljava/lang/Float;");

    /** So many methods are looked into; a call that leads to more is one that cannot be. */
    private static final int MOST_METHODS = 500;

    /**
     * What a function does that others see.
     *
     * @param refused before each op of these
     * @param refusedOfProgram before each op of these whose receiver is no object of the JDK's own
     * @param calls ops whose callee does it
     */
    record Found(Map<Op, Refuse> refused, Map<Op, Refuse> refusedOfProgram, Map<Op, Variant> calls) {}

    private final Functions functions;
    private final RuleTable rules;
    private final Map<Variant, Summary> summaries = new HashMap<>();
    private final Map<Variant, Set<Variant>> callers = new HashMap<>();
    private final Set<Variant> pending = new LinkedHashSet<>();
    private Variant current;

    VisibleEffects(Functions functions, RuleTable rules) {
        this.functions = functions;
        this.rules = rules;
    }

    /** The first one, in words that name it and its place; null if there is none. */
    static String find(Linker linker, Target target) {
        ClassLoader loader = target.loader();
        Functions functions = linker.functions(loader);
        synchronized (functions) {
            Variant method = new Variant(target.plain().kind(), target.plain().method(), List.of());
            VisibleEffects effects = new VisibleEffects(functions, linker.rules(loader));
            try {
                return effects.first(functions.function(method), method, flags(target));
            } catch (Unsupported unsupported) {
                return withoutComma(unsupported.getMessage());
            }
        }
    }

    private String first(Function function, Variant method, Activity seen) {
        close(method);
        return body(function, seen).summary().effect();
    }

    /** The target as one of several passes. */
    static Target repeated(Target target) {
        Variant own = target.plain();
        Variant repeated = new Variant(own.kind(), own.method(), List.of()).then(Variant.Kind.REPEATED, flags(target));
        for (Variant.Transform transform : own.transforms()) {
            repeated = repeated.then(transform.kind(), transform.lanes(), transform.activity());
        }
        return new Target(target.display(), target.loader(), repeated, target.types(), target.names(), target.result());
    }

    /** A pass has copies of arrays of numbers, but what objects the caller passes is seen by all. */
    private static Activity flags(Target target) {
        List<Boolean> seen = new ArrayList<>();
        for (Class<?> type : target.types()) {
            seen.add(!type.isPrimitive()
                    && !(type.isArray() && Conditions.leaf(type).isPrimitive()));
        }
        return new Activity(seen, List.of());
    }

    /**
     * What a function does that others see, or can see through its parameters.
     *
     * @param function that of the method, or a copy
     * @param seen the parameters through which others see what is changed
     */
    Found of(Function function, Variant method, Activity seen) {
        close(new Variant(method.kind(), method.method(), List.of()));
        EffectsOfBody body = body(function, seen);
        return new Found(refusals(body.effects()), refusals(body.effectsOfProgram()), body.calls());
    }

    private static Map<Op, Refuse> refusals(Map<Op, String> effects) {
        Map<Op, Refuse> refusals = new LinkedHashMap<>();
        effects.forEach((op, effect) -> refusals.put(
                op, new Refuse(effect + " in several passes, as a Jacobian or a Hessian takes them,", REMEDY)));
        return refusals;
    }

    private EffectsOfBody body(Function function, Activity seen) {
        EffectsOfBody body = new EffectsOfBody(this, functions, rules);
        body.run(function, seen);
        return body;
    }

    /** Methods may call each other in circles: assume nothing of any, and correct what rests on it until that is consistent. */
    private void close(Variant method) {
        summary(method);
        while (!pending.isEmpty()) {
            current = pending.iterator().next();
            pending.remove(current);
            Summary found = summarize(current);
            if (!found.equals(summaries.put(current, found))) {
                pending.addAll(callers.getOrDefault(current, Set.of()));
            }
        }
        current = null;
    }

    private Summary summarize(Variant method) {
        try {
            Function function = functionOf(method);
            int count = function.parameters().size();
            return body(function, Activity.none(count, 0)).summary();
        } catch (Unsupported unsupported) {
            return Summary.unknown(unsupported.getMessage());
        }
    }

    private Function functionOf(Variant method) {
        return method.method().name().equals("<init>") ? functions.constructor(method) : functions.function(method);
    }

    static String withoutComma(String message) {
        return message.replaceFirst(",$", "");
    }

    /** What is known so far of a method that is called. */
    Summary summary(Variant callee) {
        if (current != null) {
            callers.computeIfAbsent(callee, c -> new LinkedHashSet<>()).add(current);
        }
        Summary known = summaries.get(callee);
        if (known != null) {
            return known;
        }
        if (summaries.size() >= MOST_METHODS) {
            return Summary.unknown("a call of " + callee.method().display() + ", which leads to too many others,");
        }
        summaries.put(callee, Summary.NOTHING);
        pending.add(callee);
        return Summary.NOTHING;
    }

    /** Whether what a method does can be refused within it. */
    boolean canBeRepeated(Variant callee) {
        if (callee.method().name().equals("<init>")
                || rules.treatment(callee.method()) != Treatment.FOLLOW
                || functions.isDerivative(callee.method())) {
            return false;
        }
        try {
            Function function = functions.function(callee);
            return function.blocks().stream()
                    .flatMap(block -> block.ops().stream())
                    .noneMatch(functions::isDerivative);
        } catch (Unsupported unsupported) {
            return false;
        }
    }

    /** The callee as part of one of several passes. */
    static Variant repeated(Variant callee, List<Boolean> seen) {
        return callee.then(
                Variant.Kind.REPEATED, new Activity(seen, List.of(), Collections.nCopies(seen.size(), false)));
    }

    // Exceptions of the program: the JDK's constructor runs code that is not looked into, but does nothing to see.

    /** Whether it is the constructor of an exception. */
    boolean isConstructorOfThrowable(MethodReference method) {
        return method.name().equals("<init>") && isThrowable(method.owner());
    }

    /** Whether a class is one of exceptions. */
    boolean isThrowable(String owner) {
        String name = owner;
        while (name != null && !name.equals("java/lang/Throwable")) {
            ClassNode node = functions.methods().classNode(name);
            name = node == null ? null : node.superName;
        }
        return name != null;
    }

    /** Whether the constructor of an exception is one of the JDK, or only calls another such and sets final fields. */
    boolean isHarmless(MethodReference constructor) {
        if (constructor.owner().startsWith("java/")) {
            return true;
        }
        ClassNode node = functions.methods().classNode(constructor.owner());
        return node.methods.stream()
                .filter(method -> method.name.equals("fillInStackTrace")
                        || method.name.equals("<init>") && method.desc.equals(constructor.descriptor()))
                .allMatch(method -> StreamSupport.stream(method.instructions.spliterator(), false)
                        .allMatch(instruction -> isHarmless(node, instruction)));
    }

    private boolean isHarmless(ClassNode node, AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        if (instruction instanceof MethodInsnNode call) {
            MethodReference callee = new MethodReference(call.owner, call.name, call.desc, call.itf);
            return isConstructorOfThrowable(callee) && isHarmless(callee);
        }
        if (opcode == Opcodes.PUTFIELD) {
            String name = ((FieldInsnNode) instruction).name;
            return node.fields.stream()
                    .anyMatch(field -> field.name.equals(name) && (field.access & Opcodes.ACC_FINAL) != 0);
        }
        boolean isArrayStore = opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
        return !isArrayStore && opcode != Opcodes.PUTSTATIC && opcode != Opcodes.INVOKEDYNAMIC;
    }

    /** Whether a value is a reference to something that can be changed. */
    static boolean refers(Value value) {
        return value.type().isReference()
                && !value.type().equals(Type.NULL)
                && !IMMUTABLE.contains(value.type().descriptor());
    }
}
