package dev.fluxion.agent.derive.lanes;

import dev.fluxion.agent.ir.value.Value;
import java.util.List;

/** What a tangent is multiplied by: partials of the program, combined. Two are the same only if they are one object. */
sealed interface Coefficient {
    /** Which of them it is. What decides by it does so in a {@code switch} expression without a default. */
    enum Kind {
        UNIT,
        PARTIAL,
        NEGATIVE,
        PRODUCT,
        RATIO,
        SUM
    }

    Kind kind();

    /** How many products and sums are nested in each other. */
    int depth();

    List<Coefficient> parts();

    /** One, or minus one. */
    record Unit(boolean isNegative) implements Coefficient {
        @Override
        public Kind kind() {
            return Kind.UNIT;
        }

        @Override
        public int depth() {
            return 0;
        }

        @Override
        public List<Coefficient> parts() {
            return List.of();
        }
    }

    /** A value of the program. */
    record Partial(Value value) implements Coefficient {
        @Override
        public Kind kind() {
            return Kind.PARTIAL;
        }

        @Override
        public int depth() {
            return 0;
        }

        @Override
        public List<Coefficient> parts() {
            return List.of();
        }
    }

    /** The opposite of another. */
    record Negative(Coefficient positive) implements Coefficient {
        @Override
        public Kind kind() {
            return Kind.NEGATIVE;
        }

        @Override
        public int depth() {
            return positive.depth();
        }

        @Override
        public List<Coefficient> parts() {
            return List.of(positive);
        }
    }

    /** A product. */
    record Product(Coefficient first, Value second, int depth) implements Coefficient {
        @Override
        public Kind kind() {
            return Kind.PRODUCT;
        }

        @Override
        public List<Coefficient> parts() {
            return List.of(first);
        }
    }

    /** A product with a factor, over a divisor. */
    record Ratio(Coefficient first, Value factor, Value divisor, int depth) implements Coefficient {
        @Override
        public Kind kind() {
            return Kind.RATIO;
        }

        @Override
        public List<Coefficient> parts() {
            return List.of(first);
        }
    }

    /** A sum. */
    record Sum(Coefficient first, Coefficient second, int depth) implements Coefficient {
        @Override
        public Kind kind() {
            return Kind.SUM;
        }

        @Override
        public List<Coefficient> parts() {
            return List.of(first, second);
        }
    }

    /** One. */
    static Coefficient one() {
        return new Unit(false);
    }

    default boolean isUnit() {
        return switch (kind()) {
            case UNIT -> true;
            case PARTIAL, NEGATIVE, PRODUCT, RATIO, SUM -> false;
        };
    }

    default boolean isOne() {
        return isUnit() && !((Unit) this).isNegative();
    }

    default boolean isMinusOne() {
        return isUnit() && ((Unit) this).isNegative();
    }

    default Coefficient negated() {
        return switch (kind()) {
            case UNIT -> new Unit(!((Unit) this).isNegative());
            case NEGATIVE -> ((Negative) this).positive();
            case PARTIAL, PRODUCT, RATIO, SUM -> new Negative(this);
        };
    }

    default Coefficient times(Value factor) {
        return switch (kind()) {
            case UNIT -> isOne() ? new Partial(factor) : new Partial(factor).negated();
            case NEGATIVE -> ((Negative) this).positive().times(factor).negated();
            case PARTIAL, PRODUCT, RATIO, SUM -> new Product(this, factor, depth() + 1);
        };
    }

    default Coefficient times(Value factor, Value divisor) {
        return switch (kind()) {
            case NEGATIVE -> ((Negative) this).positive().times(factor, divisor).negated();
            case UNIT, PARTIAL, PRODUCT, RATIO, SUM -> new Ratio(this, factor, divisor, depth() + 1);
        };
    }

    default Coefficient plus(Coefficient other) {
        return new Sum(this, other, Math.max(depth(), other.depth()) + 1);
    }
}
