package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import java.util.Map;

/** Floating-point numbers as objects: those of {@code Double} and {@code Float}, as objects with one field. */
public final class Boxes {
    private static final String DOUBLE = "java/lang/Double";
    private static final String FLOAT = "java/lang/Float";

    /** By name of the method that gives it, from a double. */
    private static final Map<String, Arithmetic> OF_DOUBLE =
            Map.of("floatValue", Arithmetic.D2F, "intValue", Arithmetic.D2I, "longValue", Arithmetic.D2L);

    private static final Map<String, Arithmetic> OF_FLOAT =
            Map.of("doubleValue", Arithmetic.F2D, "intValue", Arithmetic.F2I, "longValue", Arithmetic.F2L);

    private Boxes() {}

    /** The class of the box that an op makes of a number; null if it does not. */
    public static String made(Op op) {
        boolean isBoxing = op.operator() instanceof Invoke call
                && call.kind() == Invoke.Kind.STATIC
                && call.method().name().equals("valueOf")
                && isBox(call.method().owner())
                && op.operand(0).type().isFloating();
        return isBoxing ? ((Invoke) op.operator()).method().owner() : null;
    }

    /** Whether an op takes the number out of a box. */
    static boolean isTaken(Op op, String box) {
        if (!(op.operator() instanceof Invoke call)
                || call.kind() != Invoke.Kind.VIRTUAL
                || op.results().size() != 1
                || op.operands().size() != 1
                || !isBox(call.method().owner()) && !call.method().owner().equals("java/lang/Number")) {
            return false;
        }
        String name = call.method().name();
        return isItself(name, box) || conversions(box).containsKey(name);
    }

    /** The conversion that goes with it, null if there is none. */
    static Arithmetic conversion(Op op, String box) {
        return conversions(box).get(((Invoke) op.operator()).method().name());
    }

    /** The field that stands for the number. */
    static FieldReference number(String box) {
        return new FieldReference(box, "value", box.equals(DOUBLE) ? "D" : "F");
    }

    static boolean isBox(String className) {
        return className.equals(DOUBLE) || className.equals(FLOAT);
    }

    private static boolean isItself(String name, String box) {
        return name.equals(box.equals(DOUBLE) ? "doubleValue" : "floatValue");
    }

    private static Map<String, Arithmetic> conversions(String box) {
        return box.equals(DOUBLE) ? OF_DOUBLE : OF_FLOAT;
    }
}
