package dev.fluxion.agent.link.program;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
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

    /** One component of questions that depend on each other. */
    private static final class Component {
        final Map<Question, CallFacts> provisional = new HashMap<>();
        final Map<Question, Set<Question>> askers = new HashMap<>();
        final LinkedHashSet<Question> pending = new LinkedHashSet<>();
        Question current;
        int depth;
    }

    private final Analysis analysis;
    private final Map<Question, CallFacts> answers = new HashMap<>();
    private Component component = new Component();

    FactsSolver(Analysis analysis) {
        this.analysis = analysis;
    }

    /** How many questions led to the one that is being answered. */
    int depth() {
        return component.depth;
    }

    /** The answer; provisional while a question that led here is open. */
    CallFacts answer(Question question) {
        CallFacts known = answers.get(question);
        if (known != null) {
            return known;
        }
        if (component.current != null) {
            CallFacts provisional = provisional(question);
            component
                    .askers
                    .computeIfAbsent(question, q -> new LinkedHashSet<>())
                    .add(component.current);
            return provisional;
        }
        try {
            provisional(question);
            while (!component.pending.isEmpty()) {
                Question next = component.pending.iterator().next();
                component.pending.remove(next);
                analyse(next);
            }
            answers.putAll(component.provisional);
            return answers.get(question);
        } finally {
            component = new Component();
        }
    }

    private CallFacts provisional(Question question) {
        if (!component.provisional.containsKey(question)) {
            component.provisional.put(question, analysis.assume(question));
            analyse(question);
        }
        return component.provisional.get(question);
    }

    private void analyse(Question question) {
        Question outer = component.current;
        component.current = question;
        component.depth++;
        CallFacts facts = analysis.analyse(question);
        component.depth--;
        component.current = outer;
        if (!facts.equals(component.provisional.put(question, facts))) {
            component.pending.addAll(component.askers.getOrDefault(question, Set.of()));
        }
    }

    /** Work that needs final answers, whatever is open here. */
    interface Work<T> {
        T run();
    }

    /** Runs work apart from the questions that are open: what it asks is answered for good. */
    <T> T apart(Work<T> work) {
        Component outer = component;
        component = new Component();
        try {
            return work.run();
        } finally {
            component = outer;
        }
    }
}
