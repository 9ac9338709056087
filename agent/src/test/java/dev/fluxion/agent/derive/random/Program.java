package dev.fluxion.agent.derive.random;

import java.util.List;

/**
 * A class with an entry {@code static double f(double[] x)}, the first of its methods.
 *
 * @param inputs the length of x
 */
record Program(long seed, int inputs, List<Method> methods) implements Node {
    static final String ENTRY = "f";

    Method method(String name) {
        return methods.stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllFormed("no method " + name));
    }

    /** How a method is declared. Instance methods belong to an object that holds nothing active. */
    enum Form {
        STATIC,
        PRIVATE_STATIC,
        PRIVATE,
        FINAL;

        boolean isStatic() {
            return this == STATIC || this == PRIVATE_STATIC;
        }
    }

    record Method(Form form, String name, Kind result, List<Variable> parameters, Statement.Block body)
            implements Node {}

    /** A program that javac would refuse; reductions make some. */
    @SuppressWarnings("serial")
    static final class IllFormed extends Error {
        IllFormed(String message) {
            super(message);
        }
    }
}
