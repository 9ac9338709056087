package dev.fluxion.agent.read;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocalsTest {
    @Test
    void slotsHoldWhatWasPutThereLast() {
        for (int count : new int[] {1, 32, 33, 1024, 1025, 65_535}) {
            Random random = new Random(count);
            Value[] expected = new Value[count];
            Locals locals = Locals.none(count);
            for (int i = 0; i < 300; i++) {
                int slot = i == 0 ? count - 1 : random.nextInt(count);
                Value value = random.nextInt(5) == 0 ? null : Value.of(Type.INT);
                expected[slot] = value;
                locals = locals.with(slot, value);
            }
            for (int slot = 0; slot < count; slot++) {
                assertSame(expected[slot], locals.get(slot));
            }
        }
    }

    @Test
    void aStateStaysWhatItWas() {
        Value first = Value.of(Type.INT);
        Locals before = Locals.none(70).with(3, first);
        Locals after = before.with(3, Value.of(Type.INT)).with(69, first);
        assertSame(first, before.get(3));
        assertNull(before.get(69));
        assertSame(first, after.get(69));
    }
}
