package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * A derivative as its caller sees it: a function that takes the parameters of the target, then {@link #extras}.
 *
 * @param wrt a flag per parameter of the target
 * @param order indices of the flagged ones, in the order of their tangents and derivatives
 * @param arrays those of them that are arrays, in this order
 * @param scalars those that are scalars, in this order
 * @param inPlace whether it takes arrays to write derivatives to, and returns what the target returns
 * @param mode asked for; matters to gradients and Jacobians
 */
public record Operator(
        Kind kind,
        TargetFacts facts,
        List<Boolean> wrt,
        List<Integer> order,
        List<Integer> arrays,
        List<Integer> scalars,
        boolean inPlace,
        Mode mode) {
    /** What an {@code invokedynamic} can pass. */
    private static final int MOST_SLOTS = 253;

    /** How it is found: the mode with the lower cost, or one that the caller chose. */
    public enum Mode {
        AUTOMATIC,
        FORWARD,
        REVERSE
    }

    /** The derivative asked for. */
    public enum Kind {
        DERIVATIVE,
        GRADIENT,
        JVP,
        VJP,
        HVP,
        /** Returns the value, and puts its tangent into an array of one element. */
        VALUE_AND_JVP,
        /** Of both, in place, the gradient first. */
        GRADIENT_AND_HVP,
        JACOBIAN,
        HESSIAN,
        /** Of both, in place, the gradient first. */
        GRADIENT_AND_HESSIAN;

        /** Whether one run of the method is enough. */
        boolean isOnePass() {
            return this != JACOBIAN && this != HESSIAN && this != GRADIENT_AND_HESSIAN;
        }
    }

    /** What a parameter after those of the target is for. */
    public enum Purpose {
        TANGENT,
        COTANGENT,
        /** Receives the gradient with respect to an array. */
        GRADIENT,
        /** Receives the derivative of that gradient along the tangent. */
        PRODUCT,
        /** Receives the derivatives with respect to the scalars. */
        SCALARS,
        /** An array of one element, which receives the tangent of the value. */
        VALUE_TANGENT,
        /** Receives the Jacobian with respect to an array, or to the scalars. */
        JACOBIAN,
        /** Receives the Hessian. */
        HESSIAN
    }

    /**
     * A parameter after those of the target.
     *
     * @param index of the target's parameter that it belongs to, -1 if to none
     */
    public record Extra(Purpose purpose, int index, Class<?> type) {}

    /** An operator with respect to flagged parameters, in their own order. */
    public static Operator of(Kind kind, TargetFacts facts, List<Boolean> wrt, boolean inPlace) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < wrt.size(); i++) {
            if (wrt.get(i)) {
                order.add(i);
            }
        }
        return ordered(kind, facts, order, inPlace);
    }

    /** An operator with respect to parameters given by their indices. */
    static Operator ordered(Kind kind, TargetFacts facts, List<Integer> order, boolean inPlace) {
        Target target = facts.target();
        List<Boolean> wrt = new ArrayList<>();
        for (int i = 0; i < target.types().size(); i++) {
            wrt.add(order.contains(i));
        }
        List<Integer> arrays = order.stream().filter(target::isReference).toList();
        List<Integer> scalars =
                order.stream().filter(i -> !target.isReference(i)).toList();
        return new Operator(kind, facts, wrt, order, arrays, scalars, inPlace, Mode.AUTOMATIC);
    }

    /** The same in a given mode. */
    public Operator in(Mode chosen) {
        return new Operator(kind, facts, wrt, order, arrays, scalars, inPlace, chosen);
    }

    /** The same with passes of another kind. */
    public Operator by(TargetFacts other) {
        return new Operator(kind, other, wrt, order, arrays, scalars, inPlace, mode);
    }

    public Target target() {
        return facts.target();
    }

    /** For messages: what is asked for, and of what. */
    public String display() {
        return kind + " of " + target().display();
    }

    /** Whether it is a gradient with respect to few numbers, which forward mode gives all at once. */
    public boolean isByPartials() throws Refusal {
        boolean maybe = kind == Kind.GRADIENT
                && mode != Mode.REVERSE
                && arrays.isEmpty()
                && scalars.size() <= CallFacts.MOST_LANES
                && !scalars.isEmpty();
        return maybe && facts.of(wrt).scalarTangents();
    }

    /** Whether it is a gradient by forward mode along many inputs at once. */
    public boolean isByChunk() throws Refusal {
        return kind == Kind.GRADIENT && mode == Mode.FORWARD && !isByPartials();
    }

    /** Whether it gives the tangent of the value. */
    public boolean isForward() {
        return kind == Kind.DERIVATIVE || kind == Kind.JVP || kind == Kind.VALUE_AND_JVP;
    }

    /** The parameters after those of the target. */
    public List<Extra> extras() {
        List<Extra> extras = new ArrayList<>();
        switch (kind) {
            case DERIVATIVE, GRADIENT -> addBuffers(extras, Purpose.GRADIENT, Purpose.SCALARS, double[].class);
            case VJP -> {
                extras.add(new Extra(Purpose.COTANGENT, -1, target().result()));
                addBuffers(extras, Purpose.GRADIENT, Purpose.SCALARS, double[].class);
            }
            case JVP -> addTangents(extras);
            case VALUE_AND_JVP -> {
                addTangents(extras);
                extras.add(new Extra(Purpose.VALUE_TANGENT, -1, Object[].class));
            }
            case HVP, GRADIENT_AND_HVP -> {
                addTangents(extras);
                if (kind == Kind.GRADIENT_AND_HVP) {
                    extras.add(extra(Purpose.GRADIENT, arrays.get(0)));
                }
                if (inPlace) {
                    extras.add(extra(Purpose.PRODUCT, arrays.get(0)));
                }
            }
            case JACOBIAN -> addBuffers(extras, Purpose.JACOBIAN, Purpose.JACOBIAN, double[][].class);
            case HESSIAN, GRADIENT_AND_HESSIAN -> {
                if (kind == Kind.GRADIENT_AND_HESSIAN) {
                    extras.add(extra(Purpose.GRADIENT, arrays.get(0)));
                }
                if (inPlace) {
                    extras.add(new Extra(Purpose.HESSIAN, -1, double[][].class));
                }
            }
        }
        return extras;
    }

    private void addTangents(List<Extra> extras) {
        order.forEach(index -> extras.add(extra(Purpose.TANGENT, index)));
    }

    private void addBuffers(List<Extra> extras, Purpose ofArray, Purpose ofScalars, Class<?> scalarsType) {
        if (inPlace) {
            for (int index : arrays) {
                Class<?> type = ofArray == Purpose.GRADIENT ? target().types().get(index) : scalarsType;
                extras.add(new Extra(ofArray, index, type));
            }
            if (!scalars.isEmpty()) {
                extras.add(new Extra(ofScalars, -1, scalarsType));
            }
        }
    }

    private Extra extra(Purpose purpose, int index) {
        return new Extra(purpose, index, target().types().get(index));
    }

    /** The operator's type; null if there is no such operator of the target. */
    public MethodType type() {
        Class<?> returned = returned();
        if (returned == null) {
            return null;
        }
        List<Class<?>> parameters = new ArrayList<>(target().types());
        extras().forEach(extra -> parameters.add(extra.type()));
        requireFew(parameters);
        return MethodType.methodType(returned, parameters);
    }

    private void requireFew(List<Class<?>> parameters) {
        int slots = 0;
        for (Class<?> type : parameters) {
            slots += type == double.class || type == long.class ? 2 : 1;
        }
        if (slots > MOST_SLOTS) {
            throw new IllegalArgumentException(target().display()
                    + " takes so many arguments that a derivative, with what it takes beside them, would have " + slots
                    + " slots: the JVM allows " + MOST_SLOTS + ". Pass some of them in an array.");
        }
    }

    private Class<?> returned() {
        Class<?> result = target().result();
        boolean oneArray = arrays.size() == 1 && scalars.isEmpty();
        boolean oneSort = oneArray || arrays.isEmpty() && !scalars.isEmpty();
        boolean exists = switch (kind) {
            case DERIVATIVE -> target().returnsNumber() && scalars.size() == 1 && arrays.isEmpty();
            case GRADIENT -> target().returnsNumber() && (inPlace || oneSort) && (mode != Mode.FORWARD || hasVectors());
            case VJP -> Shapes.isDifferentiable(result) && (inPlace || oneSort);
            case JVP -> Shapes.isDifferentiable(result) && !inPlace;
            case VALUE_AND_JVP -> Shapes.isDifferentiable(result) && inPlace;
            case HVP -> target().returnsNumber() && oneArray;
            case GRADIENT_AND_HVP -> target().returnsNumber() && oneArray && inPlace;
            case JACOBIAN -> isVector(result) && hasVectors() && (inPlace || oneSort);
            case HESSIAN -> target().returnsNumber() && hasVectors() && oneSort;
            case GRADIENT_AND_HESSIAN -> target().returnsNumber() && hasVectors() && oneArray && inPlace;
        };
        if (!exists) {
            return null;
        }
        if (inPlace || kind == Kind.JVP) {
            return result;
        }
        return switch (kind) {
            case DERIVATIVE -> target().types().get(scalars.get(0));
            case JACOBIAN, HESSIAN -> double[][].class;
            default -> oneArray ? target().types().get(arrays.get(0)) : double[].class;
        };
    }

    private boolean hasVectors() {
        return arrays.stream().allMatch(index -> isVector(target().types().get(index)));
    }

    private static boolean isVector(Class<?> type) {
        return type == double[].class || type == float[].class;
    }

    /** A flag for one parameter of several. */
    public static List<Boolean> only(int index, int count) {
        List<Boolean> flags = new ArrayList<>(Collections.nCopies(count, false));
        flags.set(index, true);
        return flags;
    }

    /** Whether receivers may run different methods. */
    public boolean isOverridable() {
        Target target = target();
        if (!target.names().contains("this")) {
            return false;
        }
        MethodLookup.Found found = facts.linker()
                .functions(target.loader())
                .methods()
                .find(target.plain().method());
        return found == null || !found.isExact() || found.is(Opcodes.ACC_ABSTRACT);
    }
}
