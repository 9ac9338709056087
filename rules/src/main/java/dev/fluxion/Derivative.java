package dev.fluxion;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The derivatives of a method of any signature, with arguments passed as objects. Made by {@link Fluxion#of}; safe for use by
 * several threads if the method is.
 *
 * <p>Arguments are given as {@link Method#invoke} takes them, except that an instance method's receiver is the first of them, and
 * that a number needs the box of exactly its parameter's type ({@code 2.0}, not {@code 2}, for a {@code double}). A gradient, a
 * tangent or a cotangent has the type and shape of what it belongs to: {@code Double} for {@code double}, {@code double[]} of the
 * same length for {@code double[]}.
 *
 * <p>Derivatives are with respect to arguments declared {@code double}, {@code float} or as arrays of those. One that holds no such
 * numbers ({@code int}, {@code String}, an enum, a list of strings, a lambda) is inert: its entry is null. One that may hold some
 * ({@code Double}, a list of them, an object with fields of these types, an {@code Object} that is one of these) cannot be
 * differentiated yet: {@link #gradient} and {@link #vjp} throw {@link IllegalArgumentException}, unless {@link #wrt} says that it is
 * constant. A receiver is constant without that where there are arguments to differentiate with respect to: its entry is null.
 *
 * <p>The method runs exactly once per call of {@link #gradient}, {@link #jvp} or {@link #vjp}, on the caller's own arrays, and
 * returns the same bits as when called directly. What it throws passes through unchanged, checked exceptions too, without a
 * wrapper. All three throw {@link IllegalStateException} while Fluxion's agent is not running, {@link NotDifferentiableException}
 * where the method reaches something that cannot be differentiated, and {@link IllegalArgumentException}, before anything runs,
 * for arguments of the wrong number, type or shape, or null where an array or a number is needed, and for a method whose result
 * carries no derivative.
 */
public final class Derivative {
    private static final int RETURNED = -1;

    private final List<Class<?>> types;
    /** Null where a handle was given. */
    private final Method given;

    /** Null where a method was given. */
    private final MethodHandle callee;

    private final int output;
    private final List<Integer> wrt;
    private final LazyHandle gradient = handle("gradient");
    private final LazyHandle jvp = handle("jvp");
    private final LazyHandle vjp = handle("vjp");

    /** Made at the first evaluation, because only the agent sees through a handle. */
    private MethodArguments arguments;

    private Derivative(List<Class<?>> types, Method given, MethodHandle callee, int output, List<Integer> wrt) {
        this.types = types;
        this.given = given;
        this.callee = callee;
        this.output = output;
        this.wrt = wrt;
    }

    static Derivative of(Method method) {
        return new Derivative(MethodArguments.types(method), method, null, RETURNED, List.of());
    }

    static Derivative of(MethodHandle handle) {
        return new Derivative(handle.type().parameterList(), null, handle, RETURNED, List.of());
    }

    private LazyHandle handle(String operator) {
        return new LazyHandle(() -> link(AgentLink.withRespectTo(operator, wrt)));
    }

    private MethodHandle link(String operator) {
        if (output == RETURNED) {
            return callee == null ? AgentLink.method(operator, given) : AgentLink.method(operator, callee);
        }
        return callee == null ? AgentLink.output(operator, given, output) : AgentLink.output(operator, callee, output);
    }

    private MethodArguments arguments() {
        MethodArguments known = arguments;
        if (known == null) {
            Method found = callee == null ? given : AgentLink.reveal(callee);
            known = new MethodArguments(found, output, wrt, AgentLink.names(found));
            arguments = known;
        }
        return known;
    }

    /**
     * The derivatives of what the method writes into one of its arguments, an array, in place of what it returns.
     *
     * <pre>{@code
     * static void simulate(double[] start, double[] end) { ... }
     *
     * Derivative d = Fluxion.of(method).output(1);
     * Object[] both = d.jvp(new Object[] {start, end}, new Object[] {direction, null}); // {end, its tangent}
     * }</pre>
     *
     * <p>The value is then that argument itself. It goes on being an input too: its entry of a {@link #vjp} is the derivative with
     * respect to what it held before the call.
     *
     * @param argument the number of the argument, from 0, an instance method's receiver included
     * @return the derivatives of that output
     * @throws IllegalArgumentException if there is no such argument, or it is no array of {@code double} or {@code float}
     */
    public Derivative output(int argument) {
        requireExists(argument, "output");
        Class<?> type = types.get(argument);
        if (!type.isArray() || !MethodArguments.isNumeric(type)) {
            throw new IllegalArgumentException("output(" + argument + ") is of type " + type.getTypeName()
                    + ", but a result can be written into an array of double or float only");
        }
        return new Derivative(types, given, callee, argument, wrt);
    }

    /**
     * The derivatives with respect to some of the arguments. All others are constant: their entries are null, and so are their
     * tangents.
     *
     * @param arguments their numbers, from 0, an instance method's receiver included
     * @return the derivatives with respect to these
     * @throws IllegalArgumentException if there is no such argument, or one is not {@code double}, {@code float} or an array of
     *     those, or none is named
     */
    public Derivative wrt(int... arguments) {
        Arguments.requireNonNull(arguments, "arguments");
        List<Integer> chosen = new ArrayList<>();
        for (int argument : arguments) {
            requireExists(argument, "wrt");
            Class<?> type = types.get(argument);
            if (!MethodArguments.isNumeric(type)) {
                throw new IllegalArgumentException("wrt(" + argument + ") is of type " + type.getTypeName()
                        + ", but a derivative is with respect to double, float or an array of those only");
            }
            if (!chosen.contains(argument)) {
                chosen.add(argument);
            }
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("wrt() names no argument");
        }
        Collections.sort(chosen);
        return new Derivative(types, given, callee, output, List.copyOf(chosen));
    }

    private void requireExists(int argument, String named) {
        if (argument < 0 || argument >= types.size()) {
            throw new IllegalArgumentException(named + "(" + argument + ") names none of the " + types.size()
                    + " arguments, which are numbered from 0");
        }
    }

    /**
     * The gradient of a method that returns one number, with respect to all its arguments at once.
     *
     * <p>A method with one parameter of type {@code double[][]}, or another array of references, needs to be wrapped:
     * {@code gradient(new Object[] {matrix})}. Without that Java takes the rows for the arguments.
     *
     * @param args the arguments
     * @return one entry per argument, null for an inert one
     */
    public Object[] gradient(Object... args) {
        MethodArguments accepted = arguments();
        accepted.requireNumber();
        accepted.requireArguments(args);
        accepted.requireDifferentiable(args);
        MethodHandle handle = gradient.get();
        try {
            return (Object[]) handle.invokeExact(args);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /**
     * A Jacobian-vector product, in forward mode.
     *
     * @param args the arguments
     * @param tangents one entry per argument: its tangent, or null for an inert argument or a zero tangent
     * @return the value of the method and its tangent, in this order
     */
    public Object[] jvp(Object[] args, Object[] tangents) {
        MethodArguments accepted = arguments();
        accepted.requireResult();
        accepted.requireArguments(args);
        accepted.requireTangents(args, tangents);
        MethodHandle handle = jvp.get();
        try {
            return (Object[]) handle.invokeExact(args, tangents);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }

    /**
     * A vector-Jacobian product, in reverse mode.
     *
     * @param args the arguments
     * @param cotangent the cotangent of the result, of the result's type and shape
     * @return one entry per argument: its cotangent, or null for an inert argument
     */
    public Object[] vjp(Object[] args, Object cotangent) {
        MethodArguments accepted = arguments();
        accepted.requireResult();
        accepted.requireArguments(args);
        accepted.requireDifferentiable(args);
        accepted.requireCotangent(cotangent);
        MethodHandle handle = vjp.get();
        try {
            return (Object[]) handle.invokeExact(args, cotangent);
        } catch (Throwable thrown) {
            throw Refusals.translate(thrown);
        }
    }
}
