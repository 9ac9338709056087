package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.CodeBlock.Placed;
import dev.fluxion.agent.derive.random.Shapes.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** The exception table of instructions in their final order. */
final class ProtectedRanges implements Opcodes {
    private record Range(Landing landing, int start, int end) {}

    private final List<Placed> line;
    private final List<Range> ranges = new ArrayList<>();

    private ProtectedRanges(List<Placed> line) {
        this.line = line;
        landings().forEach(this::exact);
    }

    static ProtectedRanges exact(List<Placed> line) {
        return new ProtectedRanges(line);
    }

    /** Takes in instructions that throw nothing, divides ranges, and lets them overlap. */
    static ProtectedRanges stray(List<Placed> line, Shapes shapes) {
        ProtectedRanges made = new ProtectedRanges(line);
        List<Range> exact = List.copyOf(made.ranges);
        made.ranges.clear();
        exact.forEach(range -> made.stray(range, shapes));
        return made;
    }

    /** Inner ones first: of an instruction's landings, the one that is further from the last of them. */
    private List<Landing> landings() {
        Map<Landing, Integer> depths = new LinkedHashMap<>();
        for (Placed placed : line) {
            for (int i = 0; i < placed.protection().size(); i++) {
                depths.put(placed.protection().get(i), placed.protection().size() - i);
            }
        }
        return depths.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void exact(Landing landing) {
        Predicate<Placed> covered = placed -> placed.protection().contains(landing);
        int start = -1;
        int end = 0;
        for (int i = 0; i < line.size(); i++) {
            if (covered.test(line.get(i))) {
                start = start < 0 ? i : start;
                end = i + 1;
            } else if (start >= 0 && !isLabel(i)) {
                ranges.add(new Range(landing, start, end));
                start = -1;
            }
        }
        if (start >= 0) {
            ranges.add(new Range(landing, start, end));
        }
    }

    private boolean isLabel(int place) {
        return line.get(place).node() instanceof LabelNode;
    }

    private void stray(Range range, Shapes shapes) {
        int start = range.start();
        int end = range.end();
        if (shapes.wants(Shape.STRAY_RANGE)) {
            for (int steps = shapes.draw().below(8); steps > 0 && start > 0 && isHarmless(start - 1); steps--) {
                start--;
            }
        }
        if (shapes.wants(Shape.STRAY_RANGE)) {
            for (int steps = shapes.draw().below(8); steps > 0 && end < line.size() && isHarmless(end); steps--) {
                end++;
            }
        }
        if (end - start > 2 && shapes.wants(Shape.STRAY_RANGE)) {
            int middle = shapes.draw().between(start + 1, end - 1);
            int overlap = shapes.draw().below(end - middle + 1);
            add(range.landing(), start, middle + overlap);
            add(range.landing(), middle, end);
        } else {
            add(range.landing(), start, end);
        }
    }

    /** Labels alone are no range. */
    private void add(Landing landing, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isLabel(i)) {
                ranges.add(new Range(landing, start, end));
                return;
            }
        }
    }

    private boolean isHarmless(int place) {
        int opcode = line.get(place).node().getOpcode();
        return opcode < 0
                || (opcode <= SIPUSH)
                || (opcode >= ILOAD && opcode <= ALOAD)
                || (opcode >= ISTORE && opcode <= ASTORE)
                || (opcode >= POP && opcode <= DMUL)
                || (opcode >= INEG && opcode <= GOTO);
    }

    /** @param borders where labels stand; those that are missing are added */
    List<TryCatchBlockNode> table(Map<Integer, LabelNode> borders) {
        List<TryCatchBlockNode> table = new ArrayList<>();
        for (Range range : ranges) {
            LabelNode start = borders.computeIfAbsent(range.start(), place -> new LabelNode());
            LabelNode end = borders.computeIfAbsent(range.end(), place -> new LabelNode());
            Landing landing = range.landing();
            String caught = landing.caught().equals("java/lang/Throwable") ? null : landing.caught();
            table.add(new TryCatchBlockNode(start, end, landing.label(), caught));
        }
        return table;
    }
}
