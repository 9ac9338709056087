package dev.fluxion.agent.derive.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryNamingTest {
    private final MemoryClasses memory = new MemoryClasses();

    private static Value value(String descriptor) {
        return Value.of(Type.ofDescriptor(descriptor));
    }

    private MemoryClass element(MemoryClass array) {
        return memory.at(array, MemoryLabel.ELEMENT);
    }

    @Test
    void aNumberHasNoNodeAndAnArrayHasAsManyAsItsRank() {
        MemoryGraph graph = MemoryNaming.of(List.of(value("D"), value("[[D")), List.of(value("[D")), memory);
        assertEquals(List.of(MemoryGraph.NONE, 0), graph.parameters());
        assertEquals(Set.of(0, 1), graph.reachable(0));
        assertEquals(Set.of(), graph.reachable(MemoryGraph.NONE));
        assertTrue(graph.hasStructure(1));
        assertFalse(graph.hasStructure(0));
        assertFalse(graph.isReturned(1));
        assertTrue(graph.isWhole());
    }

    @Test
    void aRowThatIsReturnedIsOneOfTheParameters() {
        Value rows = value("[[D");
        Value row = value("[D");
        memory.unify(element(memory.of(rows)), memory.of(row));
        MemoryGraph graph = MemoryNaming.of(List.of(rows), List.of(row), memory);
        assertTrue(graph.isReturned(0));
        assertEquals(List.of(1), graph.results());
    }

    @Test
    void toWriteARowIsNoChangeOfTheRowsOrder() {
        Value rows = value("[[D");
        memory.markWritten(element(memory.of(rows)));
        MemoryGraph graph = MemoryNaming.of(List.of(rows), List.of(), memory);
        assertTrue(graph.isWritten(0));
        assertFalse(graph.isRestructured(0));
    }

    @Test
    void toWriteAnArrayOfRowsIsAChangeOfTheRowsOrder() {
        Value rows = value("[[D");
        memory.markWritten(memory.of(rows));
        MemoryGraph graph = MemoryNaming.of(List.of(rows), List.of(), memory);
        assertTrue(graph.isWritten(0));
        assertTrue(graph.isRestructured(0));
    }

    @Test
    void anObjectThatTurnedOutToHoldOthersIsFollowedAsDeepAsThat() {
        Value object = value("Ljava/lang/Object;");
        memory.markWritten(element(element(memory.of(object))));
        MemoryGraph graph = MemoryNaming.of(List.of(object), List.of(), memory);
        assertEquals(3, graph.reachable(0).size());
        assertTrue(graph.isWritten(0));
    }

    @Test
    void anArrayThatHoldsItselfIsOneNode() {
        Value objects = value("[Ljava/lang/Object;");
        memory.unify(memory.of(objects), element(memory.of(objects)));
        MemoryGraph graph = MemoryNaming.of(List.of(objects), List.of(), memory);
        assertEquals(List.of(new MemoryGraph.Edge(0, MemoryLabel.ELEMENT, 0)), graph.edges());
        assertTrue(graph.isWhole());
    }

    @Test
    void whatIsDeeperThanIsNamedLeavesTheGraphIncomplete() {
        Value object = value("Ljava/lang/Object;");
        MemoryClass walk = memory.of(object);
        for (int depth = 0; depth < 20; depth++) {
            walk = element(walk);
        }
        assertFalse(MemoryNaming.of(List.of(object), List.of(), memory).isWhole());
    }

    @Test
    void theBestThatCanBeAssumedIsThatNothingIsTheSameNorWritten() {
        MemoryGraph graph = MemoryNaming.distinct(
                List.of(Type.DOUBLE, Type.ofDescriptor("[[D"), Type.ofDescriptor("[D")),
                List.of(Type.ofDescriptor("[D")));
        assertEquals(List.of(MemoryGraph.NONE, 0, 2), graph.parameters());
        assertEquals(List.of(3), graph.results());
        assertEquals(Set.of(0, 1), graph.reachable(0));
        assertFalse(graph.isWritten(1) || graph.isReturned(1) || graph.isReturned(2));
    }
}
