package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.Cursor;
import dev.fluxion.agent.ir.value.Type;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of classes, fields and methods in the textual form. */
public final class Names {
    private static final Pattern INTEGER = Pattern.compile("-?\\d+");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z_]+");

    private final Cursor cursor;

    public Names(Cursor cursor) {
        this.cursor = cursor;
    }

    public String name() {
        return plainOrQuoted(Notation.PLAIN_NAME, "a name");
    }

    public String className() {
        return plainOrQuoted(Notation.PLAIN_CLASS, "a class name");
    }

    /** {@code pkg.Class.method}. */
    public String function() {
        return plainOrQuoted(Notation.PLAIN_FUNCTION, "a function's name");
    }

    private String plainOrQuoted(Pattern plain, String expected) {
        return cursor.sees("\"")
                ? cursor.string()
                : cursor.take(plain, expected).group();
    }

    public boolean seesInteger() {
        return cursor.sees(INTEGER);
    }

    public int integer() {
        int place = cursor.at();
        String digits = cursor.take(INTEGER, "an integer").group();
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            throw cursor.error(place, digits + " is not an int");
        }
    }

    public FieldReference field() {
        String owner = className();
        cursor.expect(".");
        String name = name();
        cursor.expect(":");
        return new FieldReference(owner, name, cursor.descriptor());
    }

    /** A method; whether its owner is an interface says the text, or else the argument. */
    public MethodReference method(boolean isInterface) {
        boolean surprising = cursor.accept("interface ");
        String owner = className();
        cursor.expect(".");
        String name = name();
        return new MethodReference(owner, name, cursor.methodDescriptor(), isInterface || surprising);
    }

    /** A type, the null constant's among them. */
    public Type type() {
        return cursor.accept("null") ? Type.NULL : Type.ofDescriptor(cursor.descriptor());
    }

    /** One of the constants of an enum. */
    public <E extends Enum<E>> E constant(Class<E> type) {
        int place = cursor.at();
        String kind = type.getSimpleName().toLowerCase(Locale.ROOT);
        String name = cursor.take(CONSTANT, "a " + kind).group();
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> cursor.error(place, name + " is no " + kind));
    }
}
