package dev.fluxion.agent.ir.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.runtime.Tape;
import java.lang.reflect.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultChannelTest {
    @Test
    void eachChannelIsAnArrayOfTheTape() throws NoSuchFieldException {
        for (ResultChannel channel : ResultChannel.values()) {
            Field field = Tape.class.getField(channel.field());
            assertEquals(channel.descriptor(), field.getType().descriptorString());
        }
    }

    @Test
    void aNarrowNumberTravelsWithTheWideOnes() {
        assertEquals(ResultChannel.DOUBLES, ResultChannel.of(Type.FLOAT));
        assertEquals(ResultChannel.LONGS, ResultChannel.of(Type.INT));
        assertEquals(ResultChannel.OBJECTS, ResultChannel.of(Type.ofDescriptor("[D")));
        assertEquals(ResultChannel.OBJECTS, ResultChannel.of(Type.NULL));
    }

    @Test
    void resultsAreCountedByTheirChannel() {
        List<Type> further =
                List.of(Type.DOUBLE, Type.OBJECT, Type.FLOAT, Type.INT, Type.DOUBLE, Type.LONG, Type.OBJECT);
        assertEquals(List.of(0, 0, 1, 0, 2, 1, 1), ResultChannel.slots(further));
    }
}
