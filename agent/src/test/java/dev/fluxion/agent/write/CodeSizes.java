package dev.fluxion.agent.write;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.MethodNode;

/** How many bytes of bytecode methods have before and after. */
final class CodeSizes {
    private record Growth(String method, int before, int after) {
        double ratio() {
            return after / (double) before;
        }
    }

    private final List<Growth> all = new ArrayList<>();

    /** Bytes of code, short jumps assumed. */
    static int of(MethodNode method) {
        CodeSizeEvaluator size = new CodeSizeEvaluator(null);
        method.accept(size);
        return size.getMinSize();
    }

    void add(String method, int before, int after) {
        all.add(new Growth(method, before, after));
    }

    /** What all methods together have after, for each byte before. */
    double total() {
        return all.stream().mapToDouble(Growth::after).sum()
                / all.stream().mapToDouble(Growth::before).sum();
    }

    double median() {
        return all.stream()
                .mapToDouble(Growth::ratio)
                .sorted()
                .skip(all.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    double worst() {
        return all.stream().mapToDouble(Growth::ratio).max().orElseThrow();
    }

    @Override
    public String toString() {
        Growth worst =
                all.stream().max(Comparator.comparingDouble(Growth::ratio)).orElseThrow();
        return "in total " + total() + ", median " + median() + ", worst " + worst;
    }
}
