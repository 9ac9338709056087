package dev.fluxion.agent.derive.random;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Nodes taken apart and put together again, whatever record they are. */
final class Tree {
    private Tree() {}

    private static Object[] parts(Node node) {
        RecordComponent[] components = node.getClass().getRecordComponents();
        Object[] parts = new Object[components.length];
        try {
            for (int i = 0; i < parts.length; i++) {
                components[i].getAccessor().setAccessible(true);
                parts[i] = components[i].getAccessor().invoke(node);
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        return parts;
    }

    private static Node made(Node like, Object[] parts) {
        Class<?>[] types = Arrays.stream(like.getClass().getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = like.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Node) constructor.newInstance(parts);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Node with(Node node, Object[] parts, int place, Object part) {
        Object[] changed = parts.clone();
        changed[place] = part;
        return made(node, changed);
    }

    private static boolean holdsNodes(Object part) {
        return part instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Node;
    }

    static List<Node> children(Node node) {
        List<Node> children = new ArrayList<>();
        for (Object part : parts(node)) {
            if (part instanceof Node child) {
                children.add(child);
            } else if (holdsNodes(part)) {
                ((List<?>) part).forEach(child -> children.add((Node) child));
            }
        }
        return children;
    }

    static int size(Node node) {
        return 1 + children(node).stream().mapToInt(Tree::size).sum();
    }

    /** The tree with each node, from the leaves up, replaced by what the function makes of it. */
    static Node map(Node node, UnaryOperator<Node> function) {
        Object[] parts = parts(node);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] instanceof Node child) {
                parts[i] = map(child, function);
            } else if (holdsNodes(parts[i])) {
                parts[i] = ((List<?>) parts[i])
                        .stream().map(child -> map((Node) child, function)).toList();
            }
        }
        return function.apply(made(node, parts));
    }

    /** How a node may become smaller. */
    interface Reductions {
        void of(Node node, Consumer<Node> reduced);

        /** Whether elements of the list at a place of the node may be left out. */
        boolean maySkip(Node node, List<?> list);
    }

    /** All trees with one node reduced, those with large parts left out first. */
    static void reduce(Node node, Reductions reductions, Consumer<Node> reduced) {
        reductions.of(node, reduced);
        Object[] parts = parts(node);
        for (int i = 0; i < parts.length; i++) {
            int place = i;
            if (holdsNodes(parts[i])) {
                List<?> list = (List<?>) parts[i];
                if (reductions.maySkip(node, list)) {
                    skip(list, shorter -> reduced.accept(with(node, parts, place, shorter)));
                }
                for (int k = 0; k < list.size(); k++) {
                    int index = k;
                    reduce((Node) list.get(k), reductions, smaller -> {
                        List<Object> changed = new ArrayList<>(list);
                        changed.set(index, smaller);
                        reduced.accept(with(node, parts, place, changed));
                    });
                }
            } else if (parts[i] instanceof Node child) {
                reduce(child, reductions, smaller -> reduced.accept(with(node, parts, place, smaller)));
            }
        }
    }

    private static void skip(List<?> list, Consumer<List<?>> shorter) {
        for (int length = list.size() / 2; length >= 1; length /= 2) {
            for (int start = 0; start + length <= list.size(); start += length) {
                List<Object> rest = new ArrayList<>(list);
                rest.subList(start, start + length).clear();
                shorter.accept(rest);
            }
        }
    }
}
