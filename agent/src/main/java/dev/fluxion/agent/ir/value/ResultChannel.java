package dev.fluxion.agent.ir.value;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a derived function leaves its results beyond the first: in one of the tape's arrays, by their type, each counted from 0. Narrow
 * numbers are widened there.
 */
public enum ResultChannel {
    DOUBLES("doubleResults", Type.DOUBLE),
    LONGS("longResults", Type.LONG),
    OBJECTS("objectResults", Type.OBJECT);

    private final String field;
    private final Type element;

    ResultChannel(String field, Type element) {
        this.field = field;
        this.element = element;
    }

    /** The one by which results of a type travel. */
    public static ResultChannel of(Type type) {
        return switch (type.kind()) {
            case DOUBLE, FLOAT -> DOUBLES;
            case INT, LONG -> LONGS;
            case REFERENCE -> OBJECTS;
        };
    }

    /** The name of the tape's field. */
    public String field() {
        return field;
    }

    /** The type of what is left there. */
    public Type element() {
        return element;
    }

    /** The descriptor of the tape's array. */
    public String descriptor() {
        return "[" + element.descriptor();
    }

    /** For each result after the first its index in the array. */
    public static List<Integer> slots(List<Type> further) {
        Map<ResultChannel, Integer> used = new EnumMap<>(ResultChannel.class);
        List<Integer> slots = new ArrayList<>();
        for (Type type : further) {
            slots.add(used.merge(of(type), 1, Integer::sum) - 1);
        }
        return slots;
    }
}
