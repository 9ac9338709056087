package dev.fluxion.agent.link.effect;

import dev.fluxion.agent.ir.operator.MethodReference;
import java.util.Set;

/** What is known of inert methods of the JDK: those that change nothing, and those that change only the object they are called on. */
final class QuietMethods {
    /** Owners of inert methods that leave everything as it is. */
    private static final Set<String> QUIET = Set.of(
            "java/lang/String",
            "java/lang/CharSequence",
            "java/lang/Double",
            "java/lang/Float",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Short",
            "java/lang/Byte",
            "java/lang/Character",
            "java/lang/Boolean",
            "java/lang/Enum",
            "java/lang/Class",
            "java/lang/Record",
            "java/lang/Comparable",
            "java/util/Comparator",
            "java/util/Arrays",
            "java/util/Objects",
            "java/util/Locale",
            "java/math/BigInteger");

    private static final Set<String> QUIET_OF_OBJECT = Set.of("<init>", "hashCode", "equals", "toString", "getClass");

    private static final Set<String> QUIET_OF_SYSTEM =
            Set.of("nanoTime", "currentTimeMillis", "identityHashCode", "lineSeparator", "getProperty", "getenv");

    private static final Set<String> QUIET_OF_EXCEPTIONS = Set.of(
            "getMessage",
            "getLocalizedMessage",
            "getCause",
            "getStackTrace",
            "getSuppressed",
            "toString",
            "hashCode",
            "equals");

    /** Owners of inert methods that change their receiver, arrays that they are passed, and nothing else. */
    private static final Set<String> CONFINED = Set.of(
            "java/lang/StringBuilder",
            "java/lang/StringBuffer",
            "java/util/StringJoiner",
            "java/util/BitSet",
            "java/util/Random",
            "java/util/SplittableRandom",
            "java/util/zip/CRC32",
            "java/util/zip/CRC32C",
            "java/util/zip/Adler32");

    private QuietMethods() {}

    /** Whether a class's methods change their receiver, arrays that they are passed, and nothing else. */
    static boolean isConfined(String owner) {
        return CONFINED.contains(owner);
    }

    /** Whether a method leaves everything as it is. */
    static boolean isQuiet(MethodReference method) {
        return QUIET.contains(method.owner())
                || method.owner().equals("java/lang/Object") && QUIET_OF_OBJECT.contains(method.name())
                || method.owner().equals("java/lang/System") && QUIET_OF_SYSTEM.contains(method.name());
    }

    /** Whether a method of that name leaves everything as it is where an exception of the JDK has it. */
    static boolean isQuietOfExceptions(String name) {
        return QUIET_OF_EXCEPTIONS.contains(name);
    }
}
