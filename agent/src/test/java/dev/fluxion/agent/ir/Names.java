package dev.fluxion.agent.ir;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of classes, fields and methods in the textual form. */
final class Names {
    private static final Pattern INTEGER = Pattern.compile("-?\\d+");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z_]+");

    private final Cursor cursor;

    Names(Cursor cursor) {
        this.cursor = cursor;
    }

    String name() {
        return plainOrQuoted(Notation.PLAIN_NAME, "a name");
    }

    String className() {
        return plainOrQuoted(Notation.PLAIN_CLASS, "a class name");
    }

    /** {@code pkg.Class.method}. */
    String function() {
        return plainOrQuoted(Notation.PLAIN_FUNCTION, "a function's name");
    }

    private String plainOrQuoted(Pattern plain, String expected) {
        return cursor.sees("\"")
                ? cursor.string()
                : cursor.take(plain, expected).group();
    }

    boolean seesInteger() {
        return cursor.sees(INTEGER);
    }

    int integer() {
        int place = cursor.at();
        String digits = cursor.take(INTEGER, "an integer").group();
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException tooLarge) {
            throw cursor.error(place, digits + " is not an int");
        }
    }

    FieldReference field() {
        String owner = className();
        cursor.expect(".");
        String name = name();
        cursor.expect(":");
        return new FieldReference(owner, name, cursor.descriptor());
    }

    /** A method; whether its owner is an interface says the text, or else the argument. */
    MethodReference method(boolean isInterface) {
        boolean surprising = cursor.accept("interface ");
        String owner = className();
        cursor.expect(".");
        String name = name();
        return new MethodReference(owner, name, cursor.methodDescriptor(), isInterface || surprising);
    }

    /** A type, the null constant's among them. */
    Type type() {
        return cursor.accept("null") ? Type.NULL : Type.ofDescriptor(cursor.descriptor());
    }

    /** One of the constants of an enum. */
    <E extends Enum<E>> E constant(Class<E> type) {
        int place = cursor.at();
        String kind = type.getSimpleName().toLowerCase(Locale.ROOT);
        String name = cursor.take(CONSTANT, "a " + kind).group();
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> cursor.error(place, name + " is no " + kind));
    }
}
