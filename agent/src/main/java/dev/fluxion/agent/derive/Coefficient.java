package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Value;
import java.util.List;

/** What a tangent is multiplied by: partials of the program, combined. Two are the same only if they are one object. */
sealed interface Coefficient {
    /** One, or minus one. */
    record Unit(boolean isNegative) implements Coefficient {}

    /** A value of the program. */
    record Partial(Value value) implements Coefficient {}

    /** The opposite of another. */
    record Negative(Coefficient positive) implements Coefficient {}

    /** A product. */
    record Product(Coefficient first, Value second, int depth) implements Coefficient {}

    /** A product with a factor, over a divisor. */
    record Ratio(Coefficient first, Value factor, Value divisor, int depth) implements Coefficient {}

    /** A sum. */
    record Sum(Coefficient first, Coefficient second, int depth) implements Coefficient {}

    /** One. */
    static Coefficient one() {
        return new Unit(false);
    }

    default boolean isUnit() {
        return this instanceof Unit;
    }

    default boolean isOne() {
        return this instanceof Unit unit && !unit.isNegative();
    }

    default boolean isMinusOne() {
        return this instanceof Unit unit && unit.isNegative();
    }

    /** How many products and sums are nested in each other. */
    default int depth() {
        return this instanceof Negative negative ? negative.positive().depth() : 0;
    }

    default List<Coefficient> parts() {
        if (this instanceof Negative negative) {
            return List.of(negative.positive());
        }
        if (this instanceof Product product) {
            return List.of(product.first());
        }
        if (this instanceof Ratio ratio) {
            return List.of(ratio.first());
        }
        return this instanceof Sum sum ? List.of(sum.first(), sum.second()) : List.of();
    }

    default Coefficient negated() {
        if (this instanceof Unit unit) {
            return new Unit(!unit.isNegative());
        }
        return this instanceof Negative negative ? negative.positive() : new Negative(this);
    }

    default Coefficient times(Value factor) {
        if (this instanceof Unit unit) {
            Coefficient partial = new Partial(factor);
            return unit.isNegative() ? partial.negated() : partial;
        }
        return this instanceof Negative negative
                ? negative.positive().times(factor).negated()
                : new Product(this, factor, depth() + 1);
    }

    default Coefficient times(Value factor, Value divisor) {
        return this instanceof Negative negative
                ? negative.positive().times(factor, divisor).negated()
                : new Ratio(this, factor, divisor, depth() + 1);
    }

    default Coefficient plus(Coefficient other) {
        return new Sum(this, other, Math.max(depth(), other.depth()) + 1);
    }
}
