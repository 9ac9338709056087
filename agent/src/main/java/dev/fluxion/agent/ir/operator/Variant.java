package dev.fluxion.agent.ir.operator;

import java.util.List;

/**
 * The name of a derived function: a method and the transforms applied to it, in order, for example
 * {@code Model.loss([DD)D[a,-]·forward·jvp[...]}. A linker builds it on first use by applying the transforms to the method's
 * IR.
 *
 */
public record Variant(Invoke.Kind kind, MethodReference method, List<Transform> transforms) {
    /**
     * One transform.
     *
     * @param kind what is done
     * @param lanes how many directions it is done for, where the code depends on it; else 0
     * @param activity which parameters of the function it is applied to are active
     */
    public record Transform(Kind kind, int lanes, Activity activity) {
        /** Parses what {@link #toString} writes, in any case. */
        public static Transform parse(String text) {
            int bracket = text.indexOf('[');
            int digits = bracket;
            while (Character.isDigit(text.charAt(digits - 1))) {
                digits--;
            }
            return new Transform(
                    Kind.valueOf(text.substring(0, digits).toUpperCase(java.util.Locale.ROOT)),
                    digits == bracket ? 0 : Integer.parseInt(text.substring(digits, bracket)),
                    Activity.parse(text.substring(bracket)));
        }

        @Override
        public String toString() {
            return kind.name().toLowerCase(java.util.Locale.ROOT) + (lanes == 0 ? "" : lanes) + activity;
        }
    }

    /** What a transform does. */
    public enum Kind {
        /** Forward mode: value and tangent side by side. */
        JVP,
        /**
         * Forward mode along many directions at once. A lane is one direction; each tangent is a row of as many numbers as there
         * are lanes, so is each element of a shadow, and the number of lanes is the last parameter.
         */
        CHUNK,
        /** Forward mode along a fixed number of directions, where only numbers are active: a tangent for each lane, side by side. */
        LANES,
        /** The same along each active parameter: the value, then its partial derivatives. */
        PARTIALS,
        /** The same before it is transposed: with a tape of its own, also where the function has one already. Never executed. */
        LINEAR,
        /** The forward sweep alone, its residuals left on the tape as a frame. */
        FORWARD,
        /** The same for several reverse sweeps, each of which finds the frame again: the tape knows all shadows made on the way. */
        FORWARD_SHARED,
        /** The transposed linear part alone, consuming the frame that the forward sweep left. */
        REVERSE,
        /** Forward sweep and transposed linear part in one function. */
        JOINT,
        /**
         * The function itself, as one of several passes: it refuses what a further one would do again. The activity marks the
         * parameters through which others see what it changes. Applied before any other transform.
         */
        REPEATED,
        /**
         * A function that only calls the method, in the place of the method's own: something is declared of the method, such as a rule.
         * Applied before any other transform.
         */
        DECLARED,
        /** The function itself, which is passed the tape of the evaluation that it takes part in. */
        WITH_TAPE,
        /** A derived function that has no use for its tape: it takes an array for its results after the first instead. */
        WITHOUT_TAPE,
        /** Returns, in place of its result, the one parameter that the activity marks: a function that writes its result there. */
        OUTPUT;

        /** Whether there is more than one tangent to a value. */
        public boolean takesManyDirections() {
            return this == CHUNK || this == LANES || this == PARTIALS;
        }

        /** Whether it is a forward sweep, which leaves a frame on the tape. */
        public boolean isForwardSweep() {
            return this == FORWARD || this == FORWARD_SHARED;
        }

        /** Whether tangents go along with the values. */
        public boolean isForwardMode() {
            return this == JVP || takesManyDirections();
        }
    }

    /** Whether it is derived, so that it takes a tape. */
    public boolean isDerived() {
        for (Transform transform : transforms) {
            if (transform.kind() != Kind.REPEATED && transform.kind() != Kind.DECLARED) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is one of several passes. */
    public boolean isRepeated() {
        return transforms.stream().anyMatch(transform -> transform.kind() == Kind.REPEATED);
    }

    /** Whether a transform of reverse mode has been applied. */
    public boolean isReversed() {
        return transforms.stream()
                .anyMatch(transform -> transform.kind() == Kind.JOINT
                        || transform.kind().isForwardSweep()
                        || transform.kind() == Kind.REVERSE);
    }

    /** The variant with one more transform applied. */
    public Variant then(Kind transform, Activity activity) {
        return then(transform, 0, activity);
    }

    /** The variant with one more transform applied, for so many lanes. */
    public Variant then(Kind transform, int lanes, Activity activity) {
        List<Transform> extended = new java.util.ArrayList<>(transforms);
        extended.add(new Transform(transform, lanes, activity));
        return new Variant(kind, method, List.copyOf(extended));
    }

    /** The variant with a transform of another kind in the place of the last, of the same activity. */
    public Variant instead(Kind transform, int lanes) {
        int last = transforms.size() - 1;
        return new Variant(kind, method, transforms.subList(0, last))
                .then(transform, lanes, transforms.get(last).activity());
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(method.toString());
        for (Transform transform : transforms) {
            out.append('·').append(transform);
        }
        return out.toString();
    }
}
