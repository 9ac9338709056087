package dev.fluxion.agent.link;

import java.util.List;

/** What has to hold of an operator's arguments, given by their indices, for a {@link RegularPlan} to apply. */
sealed interface Condition {
    record NotNull(int array) implements Condition {}

    /** Neither is null. */
    record SameShape(int first, int second) implements Condition {}

    record HasLength(int array, int length) implements Condition {}

    /** Two flat arrays are not one. */
    record Differ(int first, int second) implements Condition {}

    /** A flat array is no row of an array of rank two. */
    record NoRow(int array, int rows) implements Condition {}

    /** An array is no longer than one pass of forward mode is wide. */
    record FitsOnePass(int array) implements Condition {}

    /** An object whose static type does not say so is no array. */
    record NoArray(int object) implements Condition {}

    /** The {@code different} hold every array once, and the {@code others} none of these. */
    record AllDiffer(List<Integer> different, List<Integer> others) implements Condition {}
}
