package dev.fluxion.agent.ir.graph;

import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds sets of parameters that receive, besides each other, only one value: they all equal that value. Braun et al., Simple
 * and Efficient Construction of Static Single Assignment Form (2013), algorithm 5: strongly connected components of the
 * "receives" relation, arguments first, and again inside a component that receives several values.
 */
final class RedundantParameters {
    private final Map<Value, List<Value>> arguments;
    private final Map<Value, Value> replacements = new HashMap<>();

    private RedundantParameters(Map<Value, List<Value>> arguments) {
        this.arguments = arguments;
    }

    /** What each redundant parameter equals; the values of the map are not redundant themselves. */
    static Map<Value, Value> replacements(Map<Value, List<Value>> arguments) {
        RedundantParameters search = new RedundantParameters(arguments);
        Set<Value> candidates = new LinkedHashSet<>(arguments.keySet());
        candidates.removeIf(parameter -> search.differs(parameter, candidates));
        search.remove(candidates);
        search.replacements.replaceAll((parameter, value) -> search.resolve(value));
        return search.replacements;
    }

    /** Whether a parameter receives two values that are certainly not the same: most do, and need not be searched for cycles. */
    private boolean differs(Value parameter, Set<Value> candidates) {
        Value only = null;
        for (Value argument : arguments.get(parameter)) {
            if (argument != only && !candidates.contains(argument)) {
                if (only != null) {
                    return true;
                }
                only = argument;
            }
        }
        return false;
    }

    private Value resolve(Value value) {
        Value current = value;
        for (Value next = replacements.get(current); next != null; next = replacements.get(current)) {
            current = next;
        }
        return current;
    }

    private void remove(Collection<Value> parameters) {
        for (List<Value> component : components(parameters)) {
            simplify(component);
        }
    }

    private void simplify(List<Value> component) {
        Set<Value> members = new LinkedHashSet<>(component);
        Set<Value> outer = new LinkedHashSet<>();
        List<Value> inner = new ArrayList<>();
        for (Value parameter : component) {
            boolean receivesOnlyMembers = true;
            for (Value argument : arguments.get(parameter)) {
                Value value = resolve(argument);
                if (!members.contains(value)) {
                    outer.add(value);
                    receivesOnlyMembers = false;
                }
            }
            if (receivesOnlyMembers) {
                inner.add(parameter);
            }
        }
        if (outer.size() == 1) {
            Value value = outer.iterator().next();
            for (Value parameter : component) {
                if (parameter.isLinear() != value.isLinear()) {
                    return;
                }
            }
            for (Value parameter : component) {
                replacements.put(parameter, value);
            }
        } else if (outer.size() > 1 && !inner.isEmpty()) {
            remove(inner);
        }
    }

    /** Tarjan's algorithm without recursion; a component comes after those it receives from. */
    private List<List<Value>> components(Collection<Value> parameters) {
        Components search = new Components(parameters);
        for (Value parameter : parameters) {
            search.visit(parameter);
        }
        return search.found;
    }

    private final class Components {
        private final List<List<Value>> found = new ArrayList<>();
        private final Map<Value, Integer> number = new HashMap<>();
        private final Map<Value, Integer> low = new HashMap<>();
        private final Set<Value> open = new LinkedHashSet<>();
        private final Deque<Value> waiting = new ArrayDeque<>();
        private final Collection<Value> nodes;

        Components(Collection<Value> parameters) {
            this.nodes = parameters instanceof Set ? parameters : new LinkedHashSet<>(parameters);
        }

        private record Step(Value parameter, int nextArgument) {}

        void visit(Value root) {
            if (number.containsKey(root)) {
                return;
            }
            Deque<Step> path = new ArrayDeque<>();
            path.push(start(root));
            while (!path.isEmpty()) {
                Step step = path.pop();
                Value parameter = step.parameter;
                List<Value> received = arguments.get(parameter);
                if (step.nextArgument == received.size()) {
                    finish(parameter);
                    if (!path.isEmpty()) {
                        low.merge(path.element().parameter, low.get(parameter), Math::min);
                    }
                    continue;
                }
                path.push(new Step(parameter, step.nextArgument + 1));
                Value argument = resolve(received.get(step.nextArgument));
                if (nodes.contains(argument)) {
                    if (!number.containsKey(argument)) {
                        path.push(start(argument));
                    } else if (open.contains(argument)) {
                        low.merge(parameter, number.get(argument), Math::min);
                    }
                }
            }
        }

        private Step start(Value parameter) {
            number.put(parameter, number.size());
            low.put(parameter, number.get(parameter));
            open.add(parameter);
            waiting.push(parameter);
            return new Step(parameter, 0);
        }

        private void finish(Value parameter) {
            if (!low.get(parameter).equals(number.get(parameter))) {
                return;
            }
            List<Value> component = new ArrayList<>();
            Value member;
            do {
                member = waiting.pop();
                open.remove(member);
                component.add(member);
            } while (member != parameter);
            found.add(component);
        }
    }
}
