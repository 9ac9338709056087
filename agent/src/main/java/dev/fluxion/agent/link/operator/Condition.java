package dev.fluxion.agent.link.operator;

import java.util.List;

/** What has to hold of an operator's arguments, given by their indices, for a {@link RegularPlan} to apply. */
public sealed interface Condition {
    /** Which of them it is. Who tests them names all, in a {@code switch} expression without a default. */
    enum Kind {
        NOT_NULL,
        SAME_SHAPE,
        HAS_LENGTH,
        DIFFER,
        NO_ROW,
        NO_ARRAY,
        ROWS_DIFFER,
        ALL_DIFFER
    }

    Kind kind();

    record NotNull(int array) implements Condition {
        @Override
        public Kind kind() {
            return Kind.NOT_NULL;
        }
    }

    /** Neither is null. */
    record SameShape(int first, int second) implements Condition {
        @Override
        public Kind kind() {
            return Kind.SAME_SHAPE;
        }
    }

    record HasLength(int array, int length) implements Condition {
        @Override
        public Kind kind() {
            return Kind.HAS_LENGTH;
        }
    }

    /** Two flat arrays are not one. */
    record Differ(int first, int second) implements Condition {
        @Override
        public Kind kind() {
            return Kind.DIFFER;
        }
    }

    /** A flat array is no row of an array of rank two. */
    record NoRow(int array, int rows) implements Condition {
        @Override
        public Kind kind() {
            return Kind.NO_ROW;
        }
    }

    /** An object whose static type does not say so is no array. */
    record NoArray(int object) implements Condition {
        @Override
        public Kind kind() {
            return Kind.NO_ARRAY;
        }
    }

    /** An array of rank two holds no row at two places. */
    record RowsDiffer(int rows) implements Condition {
        @Override
        public Kind kind() {
            return Kind.ROWS_DIFFER;
        }
    }

    /** The {@code different} hold every array once, and the {@code others} none of these. */
    record AllDiffer(List<Integer> different, List<Integer> others) implements Condition {
        @Override
        public Kind kind() {
            return Kind.ALL_DIFFER;
        }
    }
}
