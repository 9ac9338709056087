package dev.fluxion.agent.derive.random;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Fields of every program that never change and carry no derivative. */
enum Constants {
    TABLE(Kind.INTS, 2, 0, 1, 1, 0, 2, 0),
    WEIGHTS(Kind.DOUBLES, 0.5, -0.25, 1.5, 0.75, -1.25),
    /** Not final: otherwise javac computes with its value. */
    OFFSET(Kind.DOUBLE, 0.625);

    private final Kind kind;
    private final double[] values;

    Constants(Kind kind, double... values) {
        this.kind = kind;
        this.values = values;
    }

    Kind kind() {
        return kind;
    }

    /** The numbers that it holds. */
    double[] numbers() {
        return values.clone();
    }

    String declaration() {
        if (kind == Kind.DOUBLE) {
            return "private static double " + this + " = " + values[0] + ";";
        }
        String elements = Arrays.stream(values)
                .mapToObj(value -> kind == Kind.INTS ? String.valueOf((int) value) : String.valueOf(value))
                .collect(Collectors.joining(", ", "{", "}"));
        return "private static final " + kind + " " + this + " = " + elements + ";";
    }
}
