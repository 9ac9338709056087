package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.derive.graph.Definitions;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Numbers that are made of the bits of another by changing nothing but the sign bit, such as
 * {@code longBitsToDouble(doubleToRawLongBits(x) & Long.MAX_VALUE)}. However the bits are put
 * together, all that is asked of each whole number on the way is whose magnitude it has, which is all bits but the first, and whose
 * sign bits, exclusively or'ed. As soon as the magnitude is no longer that of one number, nothing is known of it.
 */
public final class SignBits {
    /**
     * A number with the magnitude of another, or with a constant one.
     *
     * @param magnitude the number whose magnitude it has; null if that is constant
     * @param keepsSign whether its sign changes with that number's, so that it is a multiple of it and not of its absolute value
     * @param isNegated with a fixed sign, whether that is opposite to the number's, or negative
     * @param hasFixedSign whether no other sign bit is in its sign
     * @param others whole numbers whose sign bits are in its sign
     */
    public record Signed(
            Value magnitude, boolean keepsSign, boolean isNegated, boolean hasFixedSign, Set<Value> others) {}

    private enum Magnitude {
        /** That of 0. */
        ZERO,
        CONSTANT,
        OF_NUMBER,
        UNKNOWN
    }

    /**
     * What a whole number's bits are.
     *
     * @param number whose magnitude they have, if any
     * @param isNegative whether the sign bit is the opposite of what the others make it
     * @param signs numbers whose sign bits are exclusively or'ed to the sign bit
     * @param others whole numbers, the same
     */
    private record Bits(Magnitude magnitude, Value number, boolean isNegative, Set<Value> signs, Set<Value> others) {
        boolean isFixed() {
            return signs.isEmpty() && others.isEmpty();
        }

        boolean isPositive() {
            return isFixed() && !isNegative;
        }

        Bits withMagnitude(Magnitude other, Value otherNumber) {
            return new Bits(other, otherNumber, isNegative, signs, others);
        }

        Bits withSignOf(Bits other) {
            return new Bits(magnitude, number, other.isNegative, other.signs, other.others);
        }
    }

    private static final Bits POSITIVE = new Bits(Magnitude.ZERO, null, false, Set.of(), Set.of());
    private static final Bits NEGATIVE = new Bits(Magnitude.ZERO, null, true, Set.of(), Set.of());

    private final Definitions definitions;
    private final Callees callees;
    private final Map<Value, Bits> known = new HashMap<>();

    SignBits(Function function, Callees callees) {
        this.definitions = new Definitions(function);
        this.callees = callees;
    }

    /** What a call that makes a number of bits makes of them; null if that is not known. */
    Signed signed(Op decoding) {
        String method = ((Invoke) decoding.operator()).method().name();
        if (!method.equals("longBitsToDouble") && !method.equals("intBitsToFloat")) {
            return null;
        }
        Bits bits = bits(decoding.operand(0));
        if (bits.magnitude() == Magnitude.UNKNOWN) {
            return null;
        }
        boolean keepsSign = bits.number() != null && bits.signs().contains(bits.number());
        boolean hasFixedSign = bits.others().isEmpty() && bits.signs().size() == (keepsSign ? 1 : 0);
        return new Signed(bits.number(), keepsSign, bits.isNegative(), hasFixedSign, bits.others());
    }

    private Bits bits(Value value) {
        Value source = definitions.throughForwarding(value);
        Bits bits = known.get(source);
        if (bits == null) {
            Op op = definitions.op(source);
            bits = op == null ? unknown(source) : bits(op);
            known.put(source, bits);
        }
        return bits;
    }

    private static Bits unknown(Value value) {
        return new Bits(Magnitude.UNKNOWN, null, false, Set.of(), Set.of(value));
    }

    private Bits bits(Op op) {
        Number constant = constant(op);
        if (constant != null) {
            return ofConstant(op.result(), constant);
        }
        if (op.operator() instanceof Invoke invoke) {
            return isEncoding(invoke) ? ofNumber(op) : unknown(op.result());
        }
        if (!(op.operator() instanceof Arithmetic arithmetic)) {
            return unknown(op.result());
        }
        return switch (arithmetic) {
            case LAND, IAND -> and(op);
            case LOR, IOR -> or(op);
            case LXOR, IXOR -> xor(op);
            case LUSHR, IUSHR -> shiftedRight(op);
            case LSHL, ISHL -> shiftedLeft(op);
            default -> unknown(op.result());
        };
    }

    private static Bits ofConstant(Value whole, Number constant) {
        Bits sign = constant.longValue() < 0 ? NEGATIVE : POSITIVE;
        return magnitude(whole, constant) == 0 ? sign : sign.withMagnitude(Magnitude.CONSTANT, null);
    }

    private Bits ofNumber(Op encoding) {
        Value source = definitions.throughForwarding(encoding.operand(0));
        Op op = definitions.op(source);
        if (op != null && op.operator() instanceof Constant constant) {
            return ofConstant(
                    encoding.result(),
                    constant.value() instanceof Float number
                            ? (Number) Float.floatToRawIntBits(number)
                            : (Number) Double.doubleToRawLongBits((Double) constant.value()));
        }
        boolean isAbsolute = op != null
                && op.operator() instanceof Invoke invoke
                && invoke.method().name().equals("abs")
                && (invoke.method().owner().equals("java/lang/Math")
                        || invoke.method().owner().equals("java/lang/StrictMath"));
        return new Bits(Magnitude.OF_NUMBER, source, false, isAbsolute ? Set.of() : Set.of(source), Set.of());
    }

    private static boolean isEncoding(Invoke invoke) {
        return switch (invoke.method().owner()) {
            case "java/lang/Double" ->
                invoke.method().name().equals("doubleToRawLongBits")
                        || invoke.method().name().equals("doubleToLongBits");
            case "java/lang/Float" ->
                invoke.method().name().equals("floatToRawIntBits")
                        || invoke.method().name().equals("floatToIntBits");
            default -> false;
        };
    }

    /** A mask leaves the sign bit or clears it, and the same with all other bits; of a part of those nothing is known. */
    private Bits and(Op op) {
        Number mask = constant(op.operand(1));
        Bits masked = bits(op.operand(mask == null ? 1 : 0));
        mask = mask == null ? constant(op.operand(0)) : mask;
        if (mask == null) {
            return unknown(op.result());
        }
        Bits signed = mask.longValue() < 0 ? masked : masked.withSignOf(POSITIVE);
        long kept = magnitude(op.result(), mask);
        if (kept == 0) {
            return signed.withMagnitude(Magnitude.ZERO, null);
        }
        boolean isWhole = kept == magnitude(op.result(), -1L) || signed.magnitude() == Magnitude.ZERO;
        return isWhole ? signed : signed.withMagnitude(Magnitude.UNKNOWN, null);
    }

    private Bits or(Op op) {
        Bits first = bits(op.operand(0));
        Bits second = bits(op.operand(1));
        Bits combined = magnitudeOfEither(first, second);
        if (first.isPositive()) {
            return combined.withSignOf(second);
        }
        if (second.isPositive()) {
            return combined.withSignOf(first);
        }
        boolean isNegative = first.isFixed() || second.isFixed();
        return combined.withSignOf(isNegative ? NEGATIVE : unknown(op.result()));
    }

    private Bits xor(Op op) {
        Bits first = bits(op.operand(0));
        Bits second = bits(op.operand(1));
        Bits combined = magnitudeOfEither(first, second);
        return new Bits(
                combined.magnitude(),
                combined.number(),
                first.isNegative() != second.isNegative(),
                oddlyOften(first.signs(), second.signs()),
                oddlyOften(first.others(), second.others()));
    }

    private static Bits magnitudeOfEither(Bits first, Bits second) {
        if (second.magnitude() == Magnitude.ZERO) {
            return first;
        }
        return first.magnitude() == Magnitude.ZERO ? second : first.withMagnitude(Magnitude.UNKNOWN, null);
    }

    private static Set<Value> oddlyOften(Set<Value> first, Set<Value> second) {
        Set<Value> result = new HashSet<>(first);
        for (Value value : second) {
            if (!result.remove(value)) {
                result.add(value);
            }
        }
        return result;
    }

    /** {@code v << 1 >>> 1} clears the sign bit. */
    private Bits shiftedRight(Op op) {
        Op before = definitions.op(definitions.throughForwarding(op.operand(0)));
        boolean isCleared = isShift(op, 1)
                && before != null
                && (before.operator() == Arithmetic.LSHL || before.operator() == Arithmetic.ISHL)
                && isShift(before, 1);
        return isCleared ? bits(before.operand(0)).withSignOf(POSITIVE) : unknown(op.result());
    }

    /** {@code v << 63} leaves nothing but a sign bit, and {@code v >>> 63 << 63} that of v. */
    private Bits shiftedLeft(Op op) {
        int last = width(op.result()) - 1;
        if (!isShift(op, last)) {
            return unknown(op.result());
        }
        Op before = definitions.op(definitions.throughForwarding(op.operand(0)));
        boolean isSign = before != null
                && (before.operator() == Arithmetic.LUSHR
                        || before.operator() == Arithmetic.IUSHR
                        || before.operator() == Arithmetic.LSHR
                        || before.operator() == Arithmetic.ISHR)
                && isShift(before, last);
        return (isSign ? bits(before.operand(0)) : unknown(op.result())).withMagnitude(Magnitude.ZERO, null);
    }

    private boolean isShift(Op shift, int distance) {
        Number constant = constant(shift.operand(1));
        return constant != null && (constant.intValue() & (width(shift.result()) - 1)) == distance;
    }

    private Number constant(Value value) {
        Op op = definitions.op(definitions.throughForwarding(value));
        return op == null ? null : constant(op);
    }

    private Number constant(Op op) {
        Object value = null;
        if (op.operator() instanceof Constant constant) {
            value = constant.value();
        } else if (op.operator() instanceof FieldGet get && get.isStatic()) {
            value = callees.constant(get.field());
        }
        return value instanceof Long || value instanceof Integer ? (Number) value : null;
    }

    private static int width(Value whole) {
        return whole.type().kind() == Type.Kind.LONG ? 64 : 32;
    }

    /** The bits of a constant but for the sign bit. */
    private static long magnitude(Value whole, Number constant) {
        return constant.longValue() & (width(whole) == 64 ? Long.MAX_VALUE : Integer.MAX_VALUE);
    }
}
