package dev.fluxion.agent.link.effect;

import java.util.List;
import java.util.Set;

/**
 * What a caller has to know of a method.
 *
 * @param effect the first thing found that a second run would do again, or null
 * @param parameters for each parameter what it refers to, and what can be reached from there, as numbers of memory
 * @param results the same for each result
 * @param written what of it is changed
 * @param foreign what of it others can reach
 */
public record EffectSummary(
        String effect,
        List<List<Integer>> parameters,
        List<List<Integer>> results,
        Set<Integer> written,
        Set<Integer> foreign) {
    static final EffectSummary NOTHING = new EffectSummary(null, List.of(), List.of(), Set.of(), Set.of());

    public static String withoutComma(String message) {
        return message.replaceFirst(",$", "");
    }

    /** Of a method that cannot be looked into. */
    static EffectSummary unknown(String effect) {
        return new EffectSummary(effect, List.of(), List.of(), Set.of(), Set.of());
    }
}
