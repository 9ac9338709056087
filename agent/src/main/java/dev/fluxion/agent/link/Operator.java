package dev.fluxion.agent.link;

import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/**
 * A derivative as its caller sees it: a function that takes the parameters of the target, then {@link #extras}.
 *
 * @param wrt a flag per parameter of the target
 * @param arrays indices of the arrays among them, in order
 * @param scalars indices of the scalars among them, in the order of their derivatives
 * @param inPlace whether it takes arrays to write derivatives to, and returns what the target returns
 */
record Operator(
        Kind kind,
        Evaluator evaluator,
        List<Boolean> wrt,
        List<Integer> arrays,
        List<Integer> scalars,
        boolean inPlace) {
    /** The derivative asked for. */
    enum Kind {
        DERIVATIVE,
        GRADIENT,
        JVP,
        VJP,
        HVP,
        /** Of both, in place, the gradient first. */
        GRADIENT_AND_HVP
    }

    /** What a parameter after those of the target is for. */
    enum Purpose {
        TANGENT,
        COTANGENT,
        /** Receives the gradient with respect to an array. */
        GRADIENT,
        /** Receives the derivative of that gradient along the tangent. */
        PRODUCT,
        /** Receives the derivatives with respect to the scalars. */
        SCALARS
    }

    /**
     * A parameter after those of the target.
     *
     * @param index of the target's parameter that it belongs to, -1 if to none
     */
    record Extra(Purpose purpose, int index, Class<?> type) {}

    /** An operator with respect to flagged parameters, scalars in their own order. */
    static Operator of(Kind kind, Evaluator evaluator, List<Boolean> wrt, boolean inPlace) {
        List<Integer> arrays = new ArrayList<>();
        List<Integer> scalars = new ArrayList<>();
        for (int i = 0; i < wrt.size(); i++) {
            if (wrt.get(i)) {
                (evaluator.target().isReference(i) ? arrays : scalars).add(i);
            }
        }
        return new Operator(kind, evaluator, wrt, arrays, scalars, inPlace);
    }

    Target target() {
        return evaluator.target();
    }

    /** The parameters after those of the target. */
    List<Extra> extras() {
        List<Extra> extras = new ArrayList<>();
        switch (kind) {
            case DERIVATIVE -> addBuffers(extras);
            case GRADIENT -> addBuffers(extras);
            case VJP -> {
                extras.add(new Extra(Purpose.COTANGENT, -1, target().result()));
                addBuffers(extras);
            }
            case JVP -> {
                for (int i = 0; i < wrt.size(); i++) {
                    if (wrt.get(i)) {
                        extras.add(extra(Purpose.TANGENT, i));
                    }
                }
            }
            case HVP, GRADIENT_AND_HVP -> {
                extras.add(extra(Purpose.TANGENT, arrays.get(0)));
                if (kind == Kind.GRADIENT_AND_HVP) {
                    extras.add(extra(Purpose.GRADIENT, arrays.get(0)));
                }
                if (inPlace) {
                    extras.add(extra(Purpose.PRODUCT, arrays.get(0)));
                }
            }
        }
        return extras;
    }

    private void addBuffers(List<Extra> extras) {
        if (inPlace) {
            arrays.forEach(index -> extras.add(extra(Purpose.GRADIENT, index)));
            if (!scalars.isEmpty()) {
                extras.add(new Extra(Purpose.SCALARS, -1, double[].class));
            }
        }
    }

    private Extra extra(Purpose purpose, int index) {
        return new Extra(purpose, index, target().types().get(index));
    }

    /** The operator's type; null if there is no such operator of the target. */
    MethodType type() {
        Class<?> returned = returned();
        if (returned == null) {
            return null;
        }
        List<Class<?>> parameters = new ArrayList<>(target().types());
        extras().forEach(extra -> parameters.add(extra.type()));
        return MethodType.methodType(returned, parameters);
    }

    private Class<?> returned() {
        Class<?> result = target().result();
        boolean oneArray = arrays.size() == 1 && scalars.isEmpty();
        boolean exists = switch (kind) {
            case DERIVATIVE -> target().returnsNumber() && scalars.size() == 1 && arrays.isEmpty();
            case GRADIENT -> target().returnsNumber() && (inPlace || oneArray || arrays.isEmpty());
            case VJP -> Shapes.isDifferentiable(result) && (inPlace || oneArray || arrays.isEmpty());
            case JVP -> Shapes.isDifferentiable(result) && !inPlace;
            case HVP -> target().returnsNumber() && oneArray;
            case GRADIENT_AND_HVP -> target().returnsNumber() && oneArray && inPlace;
        };
        if (!exists) {
            return null;
        }
        if (inPlace || kind == Kind.JVP) {
            return result;
        }
        if (kind == Kind.DERIVATIVE) {
            return target().types().get(scalars.get(0));
        }
        return oneArray ? target().types().get(arrays.get(0)) : double[].class;
    }
}
