package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.MemoryClasses.MemoryClass;
import dev.fluxion.agent.ir.ArrayLoad;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Element;
import dev.fluxion.agent.ir.FieldGet;
import dev.fluxion.agent.ir.FieldPut;
import dev.fluxion.agent.ir.FieldReference;
import dev.fluxion.agent.ir.Flow;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Value;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which loads read memory that nothing writes between function entry and exit, so that reading again in the reverse sweep
 * gives the same. Two arrays that come from outside may be one; a shadow and a primal array never are.
 */
final class StableReads {
    private final MemoryClasses memory;
    private final Set<MemoryClass> shadowClasses = new HashSet<>();
    private final Set<Element> writtenOutside = EnumSet.noneOf(Element.class);
    private final Set<Element> shadowsWrittenOutside = EnumSet.noneOf(Element.class);
    private final Set<FieldReference> writtenFields = new HashSet<>();
    private final boolean anythingWritten;

    private StableReads(Function function, Set<Value> shadows, ActivityFacts facts, boolean anythingWritten) {
        this.memory = facts.memory();
        this.anythingWritten = anythingWritten;
        Map<MemoryClass, Set<Element>> elements = new HashMap<>();
        for (Block block : Flow.of(function).order()) {
            block.parameters().forEach(value -> note(value, shadows, elements));
            for (Op op : block.ops()) {
                op.results().forEach(value -> note(value, shadows, elements));
                if (op.operator() instanceof FieldPut put) {
                    writtenFields.add(put.field());
                }
            }
        }
        elements.forEach((memoryClass, held) -> {
            if (memory.isExternal(memoryClass) && memory.isWritten(memoryClass)) {
                (shadowClasses.contains(memoryClass) ? shadowsWrittenOutside : writtenOutside).addAll(held);
            }
        });
    }

    /** @param shadows the shadow references of a linearized function */
    static StableReads of(Function linearized, Set<Value> shadows, Callees callees, RuleTable rules) {
        List<Boolean> inert =
                linearized.parameters().stream().map(parameter -> false).toList();
        List<Boolean> inertResults =
                linearized.resultTypes().stream().map(type -> false).toList();
        ActivityFacts facts = ActivityAnalysis.run(
                linearized, new dev.fluxion.agent.ir.Activity(inert, inertResults), callees, rules);
        return new StableReads(
                linearized,
                shadows,
                facts,
                facts.memory().isWritten(facts.memory().external()));
    }

    private void note(Value value, Set<Value> shadows, Map<MemoryClass, Set<Element>> elements) {
        if (value.type().isReference()) {
            MemoryClass memoryClass = memory.of(value);
            if (shadows.contains(value)) {
                shadowClasses.add(memoryClass);
            }
            if (value.type().isArray()) {
                elements.computeIfAbsent(memoryClass, c -> EnumSet.noneOf(Element.class))
                        .add(Element.of(value.type()));
            } else {
                elements.computeIfAbsent(memoryClass, c -> EnumSet.allOf(Element.class));
            }
        }
    }

    /** Whether repeating the load at any later time gives the same value. */
    boolean isStable(Op op) {
        if (op.operator() instanceof ArrayLoad load) {
            MemoryClass array = memory.of(op.operand(0));
            if (memory.isWritten(array)) {
                return false;
            }
            if (!memory.isExternal(array)) {
                return true;
            }
            return shadowClasses.contains(array)
                    ? !shadowsWrittenOutside.contains(load.element())
                    : !anythingWritten && !writtenOutside.contains(load.element());
        }
        return op.operator() instanceof FieldGet get && !anythingWritten && !writtenFields.contains(get.field());
    }
}
