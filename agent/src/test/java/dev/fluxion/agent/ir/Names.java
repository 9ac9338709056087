package dev.fluxion.agent.ir;

import java.util.regex.Pattern;

/** Names of classes, fields and methods in the textual form. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$<][\\w$<>-]*");
    private static final Pattern CLASS = Pattern.compile("[A-Za-z_$\\[][\\w$/;\\[-]*");
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_$<][\\w$<>.-]*");
    private static final Pattern INTEGER = Pattern.compile("-?\\d+");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z_]+");

    private final Cursor cursor;

    Names(Cursor cursor) {
        this.cursor = cursor;
    }

    String name() {
        return plainOrQuoted(NAME, "a name");
    }

    String className() {
        return plainOrQuoted(CLASS, "a class name");
    }

    /** {@code pkg.Class.method}. */
    String function() {
        return plainOrQuoted(FUNCTION, "a function's name");
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

    /** @param isInterface what the owner is where the text does not say {@code interface} */
    MethodReference method(boolean isInterface) {
        boolean surprising = cursor.accept("interface ");
        String owner = className();
        cursor.expect(".");
        String name = name();
        return new MethodReference(owner, name, cursor.methodDescriptor(), isInterface || surprising);
    }

    Type type() {
        return Type.ofDescriptor(cursor.descriptor());
    }

    /** One of the constants of an enum. */
    <E extends Enum<E>> E constant(Class<E> type) {
        int place = cursor.at();
        String name = cursor.take(CONSTANT, "a " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .group();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw cursor.error(place, name + " is no " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT));
    }
}
