package dev.fluxion.agent.derive.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class MemoryClassesTest {
    private final MemoryClasses memory = new MemoryClasses();

    private MemoryClass reference() {
        return memory.of(Value.of(Type.OBJECT));
    }

    private MemoryClass element(MemoryClass array) {
        return memory.at(array, MemoryLabel.ELEMENT);
    }

    @Test
    void whatTwoThatMayBeTheSameHoldMayBeTheSame() {
        MemoryClass a = reference();
        MemoryClass b = reference();
        MemoryClass rows = element(element(a));
        MemoryClass others = element(element(b));
        assertNotSame(rows.representative(), others.representative());
        memory.unify(a, b);
        assertSame(rows.representative(), others.representative());
    }

    /** Whichever of the two is known to hold something, and whichever is marked, what is held is marked. */
    private void assertIsInherited(
            BiConsumer<MemoryClasses, MemoryClass> mark, BiPredicate<MemoryClasses, MemoryClass> isMarked) {
        for (boolean markedIsFirst : new boolean[] {true, false}) {
            MemoryClass marked = reference();
            mark.accept(memory, marked);
            MemoryClass holder = reference();
            MemoryClass held = element(holder);
            assertFalse(isMarked.test(memory, held));
            memory.unify(markedIsFirst ? marked : holder, markedIsFirst ? holder : marked);
            assertTrue(isMarked.test(memory, held), "marked first: " + markedIsFirst);
        }
    }

    @Test
    void whatIsHeldByWhatOthersReachIsReachedByOthersThoughItBecameKnownLater() {
        assertIsInherited(MemoryClasses::expose, MemoryClasses::reachesExposed);
    }

    @Test
    void whatIsHeldByWhatCarriesADerivativeCarriesOneThoughItBecameKnownLater() {
        assertIsInherited(MemoryClasses::activate, MemoryClasses::isActive);
    }

    @Test
    void whatIsHeldByWhatIsForeignIsForeignThoughItBecameKnownLater() {
        assertIsInherited(MemoryClasses::markForeign, MemoryClasses::reachesForeign);
    }

    @Test
    void whatIsHeldByWhatIsReturnedMayChangeThoughItBecameKnownLater() {
        assertIsInherited(MemoryClasses::markReturned, (all, held) -> !all.isStable(held, false));
    }

    @Test
    void whatIsHeldByWhatIsWrittenIsNotWritten() {
        MemoryClass holder = reference();
        MemoryClass held = element(holder);
        memory.markWritten(holder);
        assertFalse(memory.isWritten(held));
        assertTrue(memory.isStable(held, false));
        assertFalse(memory.isStable(holder, false));
    }

    @Test
    void aHolderIsActiveIfWhatItHoldsIsAndThenAllOfItIs() {
        MemoryClass holder = reference();
        MemoryClass rows = element(holder);
        memory.activate(element(rows));
        assertTrue(memory.isActive(holder));
        assertTrue(memory.isActive(rows));
    }

    @Test
    void anArrayThatHoldsItselfIsWalkedOnce() {
        MemoryClass array = reference();
        memory.unify(array, element(array));
        assertEquals(Set.of(array.representative()), memory.reachable(array));
        assertFalse(memory.reachesForeign(array));
        memory.markForeign(array);
        assertTrue(memory.reachesForeign(array));
    }

    @Test
    void twoArraysThatHoldEachOtherBecomeOneWhoseElementsAreItself() {
        MemoryClass a = reference();
        MemoryClass b = reference();
        memory.unify(element(a), b);
        memory.unify(element(b), a);
        memory.unify(a, b);
        assertSame(a.representative(), element(a));
        memory.expose(b);
        assertTrue(element(element(a)).isExposed());
    }
}
