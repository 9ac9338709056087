package dev.fluxion.agent.link.effect;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.derive.activity.RuleTable.Treatment;
import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.Variant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out where a method does anything that a second run would do again: stores that outlive it other than into arrays it is
 * passed, output, random numbers, and calls that cannot be looked into. What is done to an object or an array that this run has made
 * is none.
 */
public final class VisibleEffects implements EffectsOfCallees {
    private static final String REMEDY =
            "Each pass would do it again: take it out of the method, or use gradient, jvp, vjp or hvp, which run the method once.";

    /** So many methods are looked into; a call that leads to more is one that cannot be. */
    private static final int MOST_METHODS = 500;

    /**
     * What a function does that others see.
     *
     * @param refused before each op of these
     * @param refusedOfProgram before each op of these whose receiver is no object of the JDK's own
     * @param calls ops whose callee does it
     */
    public record Found(Map<Op, Refuse> refused, Map<Op, Refuse> refusedOfProgram, Map<Op, Variant> calls) {}

    private final FollowedBodies functions;
    private final RuleTable rules;
    private final Map<Variant, EffectSummary> summaries = new HashMap<>();
    private final Map<Variant, Set<Variant>> callers = new HashMap<>();
    private final Set<Variant> pending = new LinkedHashSet<>();
    private Variant current;

    public VisibleEffects(FollowedBodies functions, RuleTable rules) {
        this.functions = functions;
        this.rules = rules;
    }

    /** The first one of a method, in words that name it and its place; null if there is none. */
    public String first(Function function, Variant method, Activity seen) {
        close(method);
        return body(function, seen).summary().effect();
    }

    /**
     * What a function does that others see, or can see through its parameters.
     *
     * @param function that of the method, or a copy
     * @param seen the parameters through which others see what is changed
     */
    public Found of(Function function, Variant method, Activity seen) {
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
        return EffectsOfBody.of(function, seen, this, functions, rules);
    }

    /** Methods may call each other in circles: assume nothing of any, and correct what rests on it until that is consistent. */
    private void close(Variant method) {
        summary(method);
        while (!pending.isEmpty()) {
            current = pending.iterator().next();
            pending.remove(current);
            EffectSummary found = summarize(current);
            if (!found.equals(summaries.put(current, found))) {
                pending.addAll(callers.getOrDefault(current, Set.of()));
            }
        }
        current = null;
    }

    private EffectSummary summarize(Variant method) {
        try {
            Function function = functionOf(method);
            int count = function.parameters().size();
            return body(function, Activity.none(count, 0)).summary();
        } catch (Unsupported unsupported) {
            return EffectSummary.unknown(unsupported.getMessage());
        }
    }

    private Function functionOf(Variant method) {
        return method.method().name().equals("<init>") ? functions.constructor(method) : functions.function(method);
    }

    @Override
    public EffectSummary summary(Variant callee) {
        if (current != null) {
            callers.computeIfAbsent(callee, c -> new LinkedHashSet<>()).add(current);
        }
        EffectSummary known = summaries.get(callee);
        if (known != null) {
            return known;
        }
        if (summaries.size() >= MOST_METHODS) {
            return EffectSummary.unknown(
                    "a call of " + callee.method().display() + ", which leads to too many others,");
        }
        summaries.put(callee, EffectSummary.NOTHING);
        pending.add(callee);
        return EffectSummary.NOTHING;
    }

    @Override
    public boolean canBeRepeated(Variant callee) {
        if (callee.method().name().equals("<init>")
                || rules.treatment(callee.method()) != Treatment.FOLLOW
                || functions.isDerivative(callee.method())) {
            return false;
        }
        if (functions.isOpen(callee)) {
            return true;
        }
        try {
            Function function = functions.function(callee);
            return function.blocks().stream()
                    .flatMap(block -> block.ops().stream())
                    .noneMatch(functions::isDerivative);
        } catch (Unsupported unsupported) {
            return false; // its summary says why, and the call is refused
        }
    }
}
