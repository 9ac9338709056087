package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import dev.fluxion.agent.ir.Activity;
import dev.fluxion.agent.ir.Variant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Answers questions about calls that lead to further questions, and back to themselves where methods are recursive. Each starts
 * with an assumption that is as good as can be; a question is asked again once an answer that it rests on has changed, and
 * when nothing changes any more all answers are final together.
 */
final class FactsSolver {
    /** What is asked of a call. */
    record Question(Variant callee, Activity requested) {}

    /** How a question is answered, given the answers so far to those it leads to. */
    interface Analysis {
        CallFacts assume(Question question);

        CallFacts analyse(Question question);
    }

    /** One system of questions that depend on each other. */
    private static final class System {
        final Map<Question, CallFacts> provisional = new HashMap<>();
        final Map<Question, Set<Question>> askers = new HashMap<>();
        final LinkedHashSet<Question> pending = new LinkedHashSet<>();
        Question current;
        int depth;
    }

    private final Analysis analysis;
    private final Map<Question, CallFacts> answers = new HashMap<>();
    private System system = new System();

    FactsSolver(Analysis analysis) {
        this.analysis = analysis;
    }

    /** How many questions led to the one that is being answered. */
    int depth() {
        return system.depth;
    }

    /** The answer; provisional while a question that led here is open. */
    CallFacts answer(Question question) {
        CallFacts known = answers.get(question);
        if (known != null) {
            return known;
        }
        if (system.current != null) {
            CallFacts provisional = provisional(question);
            system.askers.computeIfAbsent(question, q -> new LinkedHashSet<>()).add(system.current);
            return provisional;
        }
        try {
            provisional(question);
            while (!system.pending.isEmpty()) {
                Question next = system.pending.iterator().next();
                system.pending.remove(next);
                analyse(next);
            }
            answers.putAll(system.provisional);
            return answers.get(question);
        } finally {
            system = new System();
        }
    }

    private CallFacts provisional(Question question) {
        if (!system.provisional.containsKey(question)) {
            system.provisional.put(question, analysis.assume(question));
            analyse(question);
        }
        return system.provisional.get(question);
    }

    private void analyse(Question question) {
        Question outer = system.current;
        system.current = question;
        system.depth++;
        CallFacts facts = analysis.analyse(question);
        system.depth--;
        system.current = outer;
        if (!facts.equals(system.provisional.put(question, facts))) {
            system.pending.addAll(system.askers.getOrDefault(question, Set.of()));
        }
    }

    /** Work that needs final answers, whatever is open here. */
    interface Work<T> {
        T run();
    }

    /** Runs work apart from the questions that are open: what it asks is answered for good. */
    <T> T apart(Work<T> work) {
        System outer = system;
        system = new System();
        try {
            return work.run();
        } finally {
            system = outer;
        }
    }
}
