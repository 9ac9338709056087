package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory for the values that are defined in one part of a function and used in another: three arrays, made when the function is
 * entered and passed to every part. Doubles have one of their own; the bits of floats, ints and longs share one of longs.
 */
final class CarriedValues {
    private static final Type LONGS = Type.ofDescriptor("[J");
    private static final Type DOUBLES = Type.ofDescriptor("[D");
    private static final Type OBJECTS = Type.ofDescriptor("[Ljava/lang/Object;");
    private static final Invoke TO_BITS = Invoke.ofStatic("java/lang/Float", "floatToRawIntBits", "(F)I");
    private static final Invoke FROM_BITS = Invoke.ofStatic("java/lang/Float", "intBitsToFloat", "(I)F");

    private final Value doubles = Value.of(DOUBLES, "doubles");
    private final Value longs = Value.of(LONGS, "longs");
    private final Value objects = Value.of(OBJECTS, "objects");
    private final Map<Value, Integer> slots = new HashMap<>();
    private final Map<Value, Integer> counts = new HashMap<>();

    /** The arrays, which every part has as parameters. */
    List<Value> arrays() {
        return List.of(doubles, longs, objects);
    }

    /** Makes the arrays, large enough for all that has a place by now. */
    void make(List<Op> out) {
        for (Value array : arrays()) {
            Value length = value(out, Constant.of(counts.getOrDefault(array, 0)), Type.INT);
            out.add(new Op(new NewArray(array.type()), List.of(length), List.of(array), Position.UNKNOWN));
        }
    }

    private Value array(Type type) {
        return switch (type.kind()) {
            case DOUBLE -> doubles;
            case FLOAT, INT, LONG -> longs;
            case REFERENCE -> objects;
        };
    }

    private Value index(List<Op> out, Value carried) {
        int slot = slots.computeIfAbsent(carried, value -> counts.merge(array(value.type()), 1, Integer::sum) - 1);
        return value(out, Constant.of(slot), Type.INT);
    }

    /** Appends what stores a value in the place of another, or in its own. */
    void store(List<Op> out, Value value, Value place) {
        Value index = index(out, place);
        Value stored = switch (value.type().kind()) {
            case INT -> value(out, Arithmetic.I2L, Type.LONG, value);
            case FLOAT -> value(out, Arithmetic.I2L, Type.LONG, value(out, TO_BITS, Type.INT, value));
            default -> value;
        };
        Value array = array(value.type());
        out.add(new Op(
                new ArrayStore(Element.of(array.type())), List.of(array, index, stored), List.of(), Position.UNKNOWN));
    }

    /** Appends what defines a value by what is in the place of another, or in its own. */
    void load(List<Op> out, Value value, Value place) {
        Type type = value.type();
        Value index = index(out, place);
        Value array = array(type);
        Operator load = new ArrayLoad(Element.of(array.type()));
        switch (type.kind()) {
            case DOUBLE, LONG -> define(out, value, load, array, index);
            case INT -> define(out, value, Arithmetic.L2I, value(out, load, Type.LONG, array, index));
            case FLOAT -> {
                Value bits = value(out, load, Type.LONG, array, index);
                define(out, value, FROM_BITS, value(out, Arithmetic.L2I, Type.INT, bits));
            }
            case REFERENCE -> {
                if (type.equals(Type.NULL)) {
                    define(out, value, new Constant(Constant.NULL));
                } else if (type.equals(Type.OBJECT)) {
                    define(out, value, load, array, index);
                } else {
                    define(out, value, new CheckCast(type), value(out, load, Type.OBJECT, array, index));
                }
            }
        }
    }

    private static Value value(List<Op> out, Operator operator, Type type, Value... operands) {
        Value value = Value.of(type);
        define(out, value, operator, operands);
        return value;
    }

    private static void define(List<Op> out, Value value, Operator operator, Value... operands) {
        out.add(new Op(operator, List.of(operands), List.of(value), Position.UNKNOWN));
    }
}
