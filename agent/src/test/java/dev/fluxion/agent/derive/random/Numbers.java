package dev.fluxion.agent.derive.random;

import java.util.Arrays;
import java.util.function.Supplier;

/** Arithmetic of Java on the interpreter's values. */
final class Numbers {
    private static final int[] TABLE = Arrays.stream(Constants.TABLE.numbers())
            .mapToInt(value -> (int) value)
            .toArray();

    private Numbers() {}

    static Object constant(Constants field) {
        return switch (field) {
            case TABLE -> TABLE;
            case WEIGHTS -> {
                double[] weights = field.numbers();
                RealArray array = new RealArray(weights.length);
                System.arraycopy(weights, 0, array.values, 0, weights.length);
                yield array;
            }
            case OFFSET -> new Real(field.numbers()[0], null);
        };
    }

    static Object compute(Operator operator, Kind kind, Object left, Object right) {
        return switch (kind) {
            case BOOLEAN -> logic(operator, (boolean) left, (boolean) right);
            case INT ->
                whole(
                        operator,
                        Conversion.index(left),
                        operator.isShift() ? (int) Conversion.whole(right) : Conversion.index(right));
            case LONG -> whole(operator, Conversion.whole(left), Conversion.whole(right));
            case FLOAT -> real(operator, true, (Real) Conversion.to(kind, left), (Real) Conversion.to(kind, right));
            case DOUBLE -> real(operator, false, (Real) Conversion.to(kind, left), (Real) Conversion.to(kind, right));
            default -> throw new Program.IllFormed(operator + " on " + kind);
        };
    }

    private static boolean logic(Operator operator, boolean left, boolean right) {
        return switch (operator) {
            case AND -> left && right;
            case OR -> left || right;
            case XOR -> left ^ right;
            default -> throw new Program.IllFormed(operator.name());
        };
    }

    private static int whole(Operator operator, int left, int right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case REMAINDER -> left % right;
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case LEFT -> left << right;
            case RIGHT -> left >> right;
            case UNSIGNED_RIGHT -> left >>> right;
        };
    }

    private static long whole(Operator operator, long left, long right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case REMAINDER -> left % right;
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case LEFT -> left << right;
            case RIGHT -> left >> right;
            case UNSIGNED_RIGHT -> left >>> right;
        };
    }

    private static Real real(Operator operator, boolean floats, Real left, Real right) {
        double x = left.value();
        double y = right.value();
        double value = floats ? floats(operator, (float) x, (float) y) : doubles(operator, x, y);
        return new Real(value, jet(() -> Partials.of(operator, x, y), floats, left.jet(), right.jet()));
    }

    private static double doubles(Operator operator, double x, double y) {
        return switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case REMAINDER -> x % y;
            default -> throw new Program.IllFormed(operator.name());
        };
    }

    private static float floats(Operator operator, float x, float y) {
        return switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case REMAINDER -> x % y;
            default -> throw new Program.IllFormed(operator.name());
        };
    }

    /** The chain rule, if any argument is active. */
    static Jet jet(Supplier<Partials> partials, boolean floats, Jet... jets) {
        return Arrays.stream(jets).allMatch(jet -> jet == null)
                ? null
                : Jet.chain(partials.get(), floats ? Jet.FLOAT_UNIT : Jet.DOUBLE_UNIT, jets);
    }

    static Object negate(Kind kind, Object operand) {
        return switch (kind) {
            case INT -> -(int) operand;
            case LONG -> -(long) operand;
            default -> {
                Real real = (Real) operand;
                yield new Real(-real.value(), jet(() -> Partials.linear(-1.0), false, real.jet()));
            }
        };
    }

    static boolean compare(Relation relation, Kind kind, Object left, Object right) {
        return switch (kind) {
            case BOOLEAN -> relation.holds((boolean) left ? 1 : 0, (boolean) right ? 1L : 0L);
            case INT, LONG -> relation.holds(Conversion.whole(left), Conversion.whole(right));
            default ->
                relation.holds(((Real) Conversion.to(kind, left)).value(), ((Real) Conversion.to(kind, right)).value());
        };
    }

    static RealArray[] matrix(int rows, int columns) {
        RealArray[] made = new RealArray[rows];
        Arrays.setAll(made, i -> new RealArray(columns));
        return made;
    }

    static Object copy(Object array, int from, int to) {
        if (array instanceof RealArray reals) {
            return reals.copyOfRange(from, to);
        }
        return array instanceof int[] whole
                ? (Object) Arrays.copyOfRange(whole, from, to)
                : Arrays.copyOfRange((Object[]) array, from, to);
    }
}
