package dev.fluxion.agent.ir;

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
     * @param activity which parameters of the function it is applied to are active
     */
    public record Transform(Kind kind, Activity activity) {
        @Override
        public String toString() {
            return kind.name().toLowerCase(java.util.Locale.ROOT) + activity;
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
        /** The forward sweep alone, its residuals left on the tape as a frame. */
        FORWARD,
        /** The transposed linear part alone, consuming the frame that the forward sweep left. */
        REVERSE,
        /** Forward sweep and transposed linear part in one function. */
        JOINT,
        /** Returns, in place of its result, the one parameter that the activity marks: a function that writes its result there. */
        OUTPUT
    }

    /** The variant with one more transform applied. */
    public Variant then(Kind transform, Activity activity) {
        List<Transform> extended = new java.util.ArrayList<>(transforms);
        extended.add(new Transform(transform, activity));
        return new Variant(kind, method, List.copyOf(extended));
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
