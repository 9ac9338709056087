package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The constants of the textual form. */
final class ConstantParser {
    private static final Pattern NAN = Pattern.compile("NaN(?:\\(([0-9a-f]{1,16})\\))?(f?)");
    private static final Pattern REAL = Pattern.compile("(-?(?:\\d+\\.\\d+(?:E-?\\d+)?|Infinity))(f?)");
    private static final Pattern LONG = Pattern.compile("(-?\\d+)L");
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final Map<String, Integer> HANDLE_TAGS = Map.of(
            "getfield", Opcodes.H_GETFIELD,
            "getstatic", Opcodes.H_GETSTATIC,
            "putfield", Opcodes.H_PUTFIELD,
            "putstatic", Opcodes.H_PUTSTATIC,
            "invokevirtual", Opcodes.H_INVOKEVIRTUAL,
            "invokestatic", Opcodes.H_INVOKESTATIC,
            "invokespecial", Opcodes.H_INVOKESPECIAL,
            "newinvokespecial", Opcodes.H_NEWINVOKESPECIAL,
            "invokeinterface", Opcodes.H_INVOKEINTERFACE);

    private final Cursor cursor;
    private final Names names;

    ConstantParser(Cursor cursor, Names names) {
        this.cursor = cursor;
        this.names = names;
    }

    Object value() {
        if (cursor.accept("null")) {
            return Constant.NULL;
        }
        if (cursor.sees("\"")) {
            return cursor.string();
        }
        if (cursor.sees(NAN)) {
            return nan(cursor.take(NAN, "a number"));
        }
        if (cursor.sees(REAL)) {
            MatchResult number = cursor.take(REAL, "a number");
            return number.group(2).isEmpty()
                    ? (Object) Double.valueOf(number.group(1))
                    : (Object) Float.valueOf(number.group(1));
        }
        if (cursor.sees(LONG)) {
            return longValue();
        }
        if (names.seesInteger()) {
            return names.integer();
        }
        return worded();
    }

    private static Number nan(MatchResult number) {
        String bits = number.group(1);
        if (number.group(2).isEmpty()) {
            return bits == null ? Double.NaN : Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        }
        return bits == null ? Float.NaN : Float.intBitsToFloat((int) Long.parseUnsignedLong(bits, 16));
    }

    private Long longValue() {
        int place = cursor.at();
        String digits = cursor.take(LONG, "a long").group(1);
        try {
            return Long.valueOf(digits);
        } catch (NumberFormatException tooLarge) {
            throw cursor.error(place, digits + " is not a long");
        }
    }

    private Object worded() {
        int place = cursor.at();
        String word = cursor.take(WORD, "a constant").group();
        cursor.accept(" ");
        return switch (word) {
            case "class" -> Type.getType(cursor.descriptor());
            case "methodtype" -> Type.getMethodType(cursor.methodDescriptor());
            case "handle" -> handle();
            case "dynamic" -> dynamic();
            default -> throw cursor.error(place, "unknown constant " + word);
        };
    }

    private ConstantDynamic dynamic() {
        String name = names.name();
        cursor.expect(":");
        String descriptor = cursor.descriptor();
        cursor.expect(" ");
        Handle bootstrap = handle();
        cursor.expect(" ");
        return new ConstantDynamic(name, descriptor, bootstrap, values().toArray());
    }

    /** A bracketed list. */
    List<Object> values() {
        List<Object> values = new ArrayList<>();
        cursor.expect("[");
        while (!cursor.accept("]")) {
            if (!values.isEmpty()) {
                cursor.expect(", ");
            }
            values.add(value());
        }
        return values;
    }

    Handle handle() {
        int place = cursor.at();
        String word = cursor.take(WORD, "a kind of handle").group();
        Integer tag = HANDLE_TAGS.get(word);
        if (tag == null) {
            throw cursor.error(place, "unknown kind of handle " + word);
        }
        cursor.expect(" ");
        if (tag <= Opcodes.H_PUTSTATIC) {
            boolean isInterface = cursor.accept("interface ");
            FieldReference field = names.field();
            return new Handle(tag, field.owner(), field.name(), field.descriptor(), isInterface);
        }
        MethodReference method = names.method(tag == Opcodes.H_INVOKEINTERFACE);
        return new Handle(tag, method.owner(), method.name(), method.descriptor(), method.isInterface());
    }
}
