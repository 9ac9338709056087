package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.value.Type;

/**
 * A bulk operation on shadow arrays that is linear in their contents, written as a call of {@code dev.fluxion.runtime.Shadows}.
 * Where {@code linear} is set it belongs to the linear part, though no operand is a linear value.
 *
 * <p>Operands:
 *
 * <ul>
 *   <li>{@link Kind#COPY}: {@code source, sourceFrom, target, targetFrom, count ->}; {@link Kind#COPY_TRANSPOSED} the same:
 *       adds the target range to the source range and zeroes the target range;
 *   <li>{@link Kind#FILL}: {@code target, from, to, element ->}; {@link Kind#FILL_TRANSPOSED}: {@code target, from, to -> sum}:
 *       sums the range and zeroes it;
 *   <li>{@link Kind#PERMUTE}: {@code target, from, permutation ->}: puts a range in another order; {@link Kind#PERMUTE_TRANSPOSED} the
 *       same: puts it back;
 *   <li>{@link Kind#ADD}: {@code target, source ->}: adds one array to another of its shape, of any rank.
 * </ul>
 *
 * @param type the element type, {@link Type#DOUBLE} or {@link Type#FLOAT}; any where the operation does not depend on it
 */
public record ShadowOperation(Kind kind, Type type, boolean linear) implements Operator {
    /** What is done to the arrays. */
    public enum Kind {
        COPY,
        COPY_TRANSPOSED,
        FILL,
        FILL_TRANSPOSED,
        PERMUTE,
        PERMUTE_TRANSPOSED,
        ADD;

        /** What the transpose of the operation is. */
        public Kind transposed() {
            return switch (this) {
                case COPY -> COPY_TRANSPOSED;
                case COPY_TRANSPOSED -> COPY;
                case FILL -> FILL_TRANSPOSED;
                case FILL_TRANSPOSED -> FILL;
                case PERMUTE -> PERMUTE_TRANSPOSED;
                case PERMUTE_TRANSPOSED -> PERMUTE;
                case ADD -> ADD;
            };
        }
    }

    @Override
    public ShadowOperation erased() {
        return new ShadowOperation(kind, type, false);
    }

    /** The call that carries the operation out. */
    public Invoke toInvoke() {
        String array = "[" + type.descriptor();
        return switch (kind) {
            case COPY -> Invoke.ofStatic("java/lang/System", "arraycopy", "(Ljava/lang/Object;ILjava/lang/Object;II)V");
            case COPY_TRANSPOSED -> runtime("copyTransposed", "(" + array + "I" + array + "II)V");
            case FILL -> Invoke.ofStatic("java/util/Arrays", "fill", "(" + array + "II" + type.descriptor() + ")V");
            case ADD -> runtime("add", "(Ljava/lang/Object;Ljava/lang/Object;)V");
            case FILL_TRANSPOSED -> runtime("fillTransposed", "(" + array + "II)" + type.descriptor());
            case PERMUTE -> runtime("permute", "(" + array + "I[I)V");
            case PERMUTE_TRANSPOSED -> runtime("permuteTransposed", "(" + array + "I[I)V");
        };
    }

    private static Invoke runtime(String name, String descriptor) {
        return Invoke.ofStatic("dev/fluxion/runtime/Shadows", name, descriptor);
    }

    @Override
    public OpKind opKind() {
        return OpKind.SHADOW_OPERATION;
    }

    @Override
    public boolean mayThrow() {
        return true;
    }

    @Override
    public boolean isPure() {
        return false;
    }

    @Override
    public String text() {
        return (linear ? "linear " : "") + "shadow " + kind + " " + type;
    }
}
