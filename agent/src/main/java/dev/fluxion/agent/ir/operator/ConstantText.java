package dev.fluxion.agent.ir.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Constants of the class file in the textual form; each kind, and each NaN, has a spelling of its own. */
final class ConstantText {
    /** By the tag of JVMS table 5.4.3.5-A. */
    private static final List<String> HANDLE_KINDS = List.of(
            "",
            "getfield",
            "getstatic",
            "putfield",
            "putstatic",
            "invokevirtual",
            "invokestatic",
            "invokespecial",
            "newinvokespecial",
            "invokeinterface");

    private static final long CANONICAL_DOUBLE = Double.doubleToRawLongBits(Double.NaN);
    private static final int CANONICAL_FLOAT = Float.floatToRawIntBits(Float.NaN);

    private ConstantText() {}

    static String of(Object value) {
        if (value instanceof Integer) {
            return value.toString();
        }
        if (value instanceof Long) {
            return value + "L";
        }
        if (value instanceof Float number) {
            int bits = Float.floatToRawIntBits(number);
            return (number.isNaN() ? nan(bits == CANONICAL_FLOAT, Integer.toHexString(bits)) : number) + "f";
        }
        if (value instanceof Double number) {
            long bits = Double.doubleToRawLongBits(number);
            return number.isNaN() ? nan(bits == CANONICAL_DOUBLE, Long.toHexString(bits)) : number.toString();
        }
        if (value instanceof String text) {
            return Notation.string(text);
        }
        if (value instanceof Type type) {
            return (type.getSort() == Type.METHOD ? "methodtype " : "class ") + type.getDescriptor();
        }
        if (value instanceof Handle handle) {
            return "handle " + handle(handle);
        }
        if (value instanceof ConstantDynamic dynamic) {
            List<Object> arguments = new ArrayList<>();
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                arguments.add(dynamic.getBootstrapMethodArgument(i));
            }
            return "dynamic " + Notation.name(dynamic.getName()) + ":" + dynamic.getDescriptor() + " "
                    + bootstrap(dynamic.getBootstrapMethod(), arguments);
        }
        throw new IllegalArgumentException("not a constant of a class file: " + value);
    }

    /** A bootstrap method with its static arguments. */
    static String bootstrap(Object method, List<Object> arguments) {
        return handle((Handle) method) + " "
                + arguments.stream().map(ConstantText::of).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String handle(Handle handle) {
        boolean surprising = handle.isInterface() && handle.getTag() != Opcodes.H_INVOKEINTERFACE;
        boolean field = handle.getTag() <= Opcodes.H_PUTSTATIC;
        return HANDLE_KINDS.get(handle.getTag())
                + (surprising ? " interface " : " ")
                + Notation.className(handle.getOwner())
                + "."
                + Notation.name(handle.getName())
                + (field ? ":" : "")
                + handle.getDesc();
    }

    private static String nan(boolean canonical, String bits) {
        return canonical ? "NaN" : "NaN(" + bits + ")";
    }
}
