package dev.fluxion;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The entry points: derivatives of functional objects and of methods, and the body of stubs.
 *
 * <pre>{@code
 * GradientFunction gradient = Fluxion.gradient(Model::energy);
 * double energy = gradient.valueAndGradient(positions, forces);
 * }</pre>
 *
 * <p>A function may be a method reference, a lambda or an object; what it captures is constant, unless it is the
 * very array that is the argument. It needs no annotation, and neither does what it calls. The objects returned here may be made before Fluxion's agent is attached: they start working once it
 * is there, and until then throw {@link IllegalStateException} when they are evaluated.
 */
public final class Fluxion {
    private static final StackWalker STACK = StackWalker.getInstance();

    private Fluxion() {}

    /**
     * The gradient of a function of an array.
     *
     * @param function the function to differentiate
     * @return its gradient; nothing has been compiled or run yet
     * @throws IllegalArgumentException if {@code function} is null
     */
    public static GradientFunction gradient(ToDoubleFunction<double[]> function) {
        Arguments.requireNonNull(function, "function");
        return new GradientFunction(function, Mode.AUTOMATIC);
    }

    /**
     * The gradient of a function of an array, in a given mode.
     *
     * @param function the function to differentiate
     * @param mode with {@link Mode#FORWARD} the function runs once for every 128 elements
     * @return its gradient; nothing has been compiled or run yet
     * @throws IllegalArgumentException if an argument is null
     */
    public static GradientFunction gradient(ToDoubleFunction<double[]> function, Mode mode) {
        Arguments.requireNonNull(function, "function");
        Arguments.requireNonNull(mode, "mode");
        return new GradientFunction(function, mode);
    }

    /**
     * The derivative of a function of one number.
     *
     * @param function the function to differentiate
     * @return its derivative; nothing has been compiled or run yet
     * @throws IllegalArgumentException if {@code function} is null
     */
    public static DerivativeFunction derivative(DoubleUnaryOperator function) {
        Arguments.requireNonNull(function, "function");
        return new DerivativeFunction(function);
    }

    /**
     * Hessian-vector products of a function of an array.
     *
     * @param function the function to differentiate twice
     * @return its Hessian-vector products; nothing has been compiled or run yet
     * @throws IllegalArgumentException if {@code function} is null
     */
    public static HvpFunction hvp(ToDoubleFunction<double[]> function) {
        Arguments.requireNonNull(function, "function");
        return new HvpFunction(function);
    }

    /**
     * The Jacobian of a function from an array to an array.
     *
     * @param function the function to differentiate
     * @return its Jacobian; nothing has been compiled or run yet
     * @throws IllegalArgumentException if {@code function} is null
     */
    public static JacobianFunction jacobian(Function<double[], double[]> function) {
        Arguments.requireNonNull(function, "function");
        return new JacobianFunction(function, Mode.AUTOMATIC);
    }

    /**
     * The Jacobian of a function from an array to an array, in a given mode.
     *
     * @param function the function to differentiate
     * @param mode by columns or by rows
     * @return its Jacobian; nothing has been compiled or run yet
     * @throws IllegalArgumentException if an argument is null
     */
    public static JacobianFunction jacobian(Function<double[], double[]> function, Mode mode) {
        Arguments.requireNonNull(function, "function");
        Arguments.requireNonNull(mode, "mode");
        return new JacobianFunction(function, mode);
    }

    /**
     * The Hessian of a function of an array.
     *
     * @param function the function to differentiate
     * @return its Hessian; nothing has been compiled or run yet
     * @throws IllegalArgumentException if {@code function} is null
     */
    public static HessianFunction hessian(ToDoubleFunction<double[]> function) {
        Arguments.requireNonNull(function, "function");
        return new HessianFunction(function);
    }

    /**
     * Jacobian-vector products of a function from an array to an array: its derivatives along given directions.
     *
     * @param function the function to differentiate
     * @return its Jacobian-vector products; nothing has been compiled or run yet
     * @throws IllegalArgumentException if {@code function} is null
     */
    public static JvpFunction jvp(Function<double[], double[]> function) {
        Arguments.requireNonNull(function, "function");
        return new JvpFunction(function);
    }

    /**
     * Vector-Jacobian products of a function from an array to an array: cotangents of its value, pulled back to the argument.
     *
     * @param function the function to differentiate
     * @return its vector-Jacobian products; nothing has been compiled or run yet
     * @throws IllegalArgumentException if {@code function} is null
     */
    public static VjpFunction vjp(Function<double[], double[]> function) {
        Arguments.requireNonNull(function, "function");
        return new VjpFunction(function);
    }

    /**
     * The derivatives of any method that the caller's module could make accessible by {@link Method#setAccessible}: a private one of
     * the same module, of the class path, or of a package that its module opens to the caller's.
     *
     * <p>The caller is the class whose code calls this method. One that calls it by reflection or through a method handle, or before the
     * agent is there, and one whose Fluxion is a module of another layer than the boot layer, has to call
     * {@code method.setAccessible(true)} first for what another named module, or its own, does not open to all.
     *
     * @param method the method to differentiate
     * @return its derivatives; nothing has been compiled or run yet, and evaluation throws {@link IllegalArgumentException} for a
     *     method that was not accessible, if the caller was not known
     * @throws IllegalArgumentException if {@code method} is null, or the caller's module could not make it accessible
     */
    public static Derivative of(Method method) {
        Arguments.requireNonNull(method, "method");
        MethodHandle granted = AgentLink.grant(method);
        return granted == null ? Derivative.of(method) : Derivative.of(granted);
    }

    /**
     * The derivatives of the method that a handle calls. The handle has to be a direct one, as {@code Lookup.findStatic},
     * {@code findVirtual} and {@code unreflect} return them: what other handles do cannot be seen. Who has a handle may call the method,
     * whatever module it is in.
     *
     * @param handle calls the method to differentiate
     * @return its derivatives; nothing has been compiled or run yet, and evaluation throws {@link IllegalArgumentException} for a
     *     handle that is not direct
     * @throws IllegalArgumentException if {@code handle} is null
     */
    public static Derivative of(MethodHandle handle) {
        Arguments.requireNonNull(handle, "handle");
        return Derivative.of(handle);
    }

    /**
     * The body of a stub: a method annotated with {@link GradientOf}, {@link DerivativeOf}, {@link JacobianOf},
     * {@link HessianOf}, {@link JvpOf}, {@link VjpOf} or {@link HvpOf} consists of {@code return Fluxion.derived();}, whatever its
     * type. The agent replaces the whole body, so that this method never returns.
     *
     * @param <T> the stub's type, which Java infers
     * @return never
     * @throws IllegalStateException always: because the agent is not running, or because it did not replace the calling body
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    public static <T> T derived() {
        if (!AgentLink.isAgentRunning()) {
            throw new IllegalStateException(AgentLink.AGENT_MISSING);
        }
        String caller = STACK.walk(frames -> frames.skip(1)
                .findFirst()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .orElse("A method"));
        throw new IllegalStateException(
                caller + " calls Fluxion.derived(), but has not been given a body by Fluxion's agent:"
                        + " annotate it with @GradientOf, @DerivativeOf, @JacobianOf, @HessianOf, @JvpOf, @VjpOf or"
                        + " @HvpOf, and see the agent's log. If the agent was attached this moment, call again.");
    }
}
