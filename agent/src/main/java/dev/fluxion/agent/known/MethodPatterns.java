package dev.fluxion.agent.known;

import dev.fluxion.agent.ir.operator.MethodReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The patterns of one section. A call is covered if one matches, and none that follows a {@code !}. */
final class MethodPatterns {
    /** By the class, of those that name one. */
    private final Map<String, List<MethodPattern>> byOwner = new HashMap<>();

    private final List<MethodPattern> ofAnyOwner = new ArrayList<>();
    private final List<MethodPattern> exceptions = new ArrayList<>();
    /** Of methods of the classes that are named, of which there are only so many. */
    private final Map<MethodReference, Boolean> answers = new ConcurrentHashMap<>();

    static boolean isWellFormed(String line) {
        return MethodPattern.isWellFormed(isException(line) ? withoutMark(line) : line);
    }

    private static boolean isException(String line) {
        return line.startsWith("!");
    }

    private static String withoutMark(String line) {
        return line.substring(1).strip();
    }

    void add(String line) {
        if (isException(line)) {
            exceptions.add(MethodPattern.parse(withoutMark(line)));
            return;
        }
        int descriptor = line.indexOf('(');
        String path = descriptor < 0 ? line : line.substring(0, descriptor);
        String owner = path.substring(0, Math.max(0, path.lastIndexOf('.')));
        boolean isOfOne = owner.indexOf('*') < 0 && !path.contains("**");
        List<MethodPattern> patterns =
                isOfOne ? byOwner.computeIfAbsent(owner.replace('.', '/'), name -> new ArrayList<>()) : ofAnyOwner;
        patterns.add(MethodPattern.parse(line));
    }

    boolean cover(MethodReference method) {
        List<MethodPattern> ofOwner = byOwner.get(method.owner());
        if (ofOwner == null) {
            return !ofAnyOwner.isEmpty() && decide(List.of(), method);
        }
        Boolean known = answers.get(method);
        if (known == null) {
            known = decide(ofOwner, method);
            answers.put(method, known);
        }
        return known;
    }

    private boolean decide(List<MethodPattern> ofOwner, MethodReference method) {
        String call = method.owner().replace('/', '.') + "." + method.name() + method.descriptor();
        return (isAnyMatch(ofOwner, call) || isAnyMatch(ofAnyOwner, call)) && !isAnyMatch(exceptions, call);
    }

    private static boolean isAnyMatch(List<MethodPattern> patterns, String call) {
        for (MethodPattern pattern : patterns) {
            if (pattern.matches(call)) {
                return true;
            }
        }
        return false;
    }
}
