package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.derive.activity.Callees;
import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.classfile.CodeChanges;
import dev.fluxion.agent.link.classfile.MemberAccess;
import dev.fluxion.agent.link.companion.Companion;
import dev.fluxion.agent.link.program.Functions;
import dev.fluxion.agent.report.Trace;
import dev.fluxion.agent.write.parts.Parts;
import dev.fluxion.runtime.Bridge;
import dev.fluxion.runtime.Tape;
import dev.fluxion.runtime.TapePool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Derivatives of methods inside a test, without an agent: the compiler is called directly. */
public final class Laboratory {
    private static final MethodHandles.Lookup TRUSTED = trusted();
    private static final List<String> LOGGED = Collections.synchronizedList(new ArrayList<>());
    private static final FluxionCompiler COMPILER = compiler();

    private Laboratory() {}

    private static FluxionCompiler compiler() {
        FluxionCompiler compiler = new FluxionCompiler(TRUSTED, Laboratory::classFile, module -> {}, LOGGED::add);
        try {
            TRUSTED.findStatic(Bridge.class, "install", MethodType.methodType(void.class, Bridge.Compiler.class))
                    .invoke(compiler);
        } catch (Throwable impossible) {
            throw new LinkageError("install", impossible);
        }
        return compiler;
    }

    private static MethodHandles.Lookup trusted() {
        try {
            var field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
            field.setAccessible(true);
            return (MethodHandles.Lookup) field.get(null);
        } catch (ReflectiveOperationException closed) {
            throw new LinkageError("run with --add-opens java.base/java.lang.invoke=ALL-UNNAMED", closed);
        }
    }

    private static byte[] classFile(ClassLoader loader, String internalName) {
        String path = internalName + ".class";
        try (InputStream in =
                loader == null ? Object.class.getResourceAsStream("/" + path) : loader.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the compiler has logged so far. */
    public static List<String> logged() {
        return List.copyOf(LOGGED);
    }

    /** Another compiler, which tells what it does. What its companions call is linked by the one under test, and refused. */
    static FluxionCompiler telling(Trace trace) {
        return new FluxionCompiler(TRUSTED, Laboratory::classFile, module -> {}, LOGGED::add, CodeChanges.NONE, trace);
    }

    /** The compiler under test. */
    public static FluxionCompiler theCompiler() {
        return COMPILER;
    }

    /** Value and derivatives of a static method {@code double f(double[])}. */
    public static final class Subject {
        private final Method method;
        private final Variant primal;
        private final Activity forward;
        private final Variant gradient;
        private MethodHandle jvp;
        private MethodHandle chunk;
        private MethodHandle joint;
        private MethodHandle hvp;
        private Activity secondOrder;
        private MethodHandle reverseOverReverse;
        private MethodHandle forwardSweep;
        private MethodHandle reverseSweep;
        private final boolean active;
        private final Parts.Limits limits;

        private Subject(Method method, Parts.Limits limits) {
            this.method = method;
            this.limits = limits;
            method.setAccessible(true);
            ClassLoader loader = method.getDeclaringClass().getClassLoader();
            this.primal = variant(method);
            Activity all = new Activity(List.of(true), List.of(true));
            CallFacts facts =
                    COMPILER.linker().functions(loader).facts(primal, new Activity(List.of(true), List.of(false)));
            this.active = facts.refusal() != null || facts.activity().result(0);
            this.forward = new Activity(List.of(true), List.of(active));
            Activity reverse = forward.withConstants(List.of(leavesItsArgumentAlone(loader, primal, all)));
            this.gradient = primal.then(Variant.Kind.JOINT, reverse);
        }

        private MethodHandle jvp() {
            if (jvp == null) {
                jvp = link(primal.then(Variant.Kind.JVP, forward), double[].class, double[].class);
            }
            return jvp;
        }

        private MethodHandle chunk() {
            if (chunk == null) {
                chunk = link(primal.then(Variant.Kind.CHUNK, forward), double[].class, double[][].class, int.class);
            }
            return chunk;
        }

        private MethodHandle joint() {
            if (joint == null) {
                joint = seeded(link(gradient, withSeed(double[].class, double[].class)), 3);
            }
            return joint;
        }

        private MethodHandle hvp() {
            if (hvp == null) {
                Variant product = gradient.then(Variant.Kind.JVP, secondOrder());
                Class<?>[] parameters = withSeed(double[].class, double[].class);
                int given = parameters.length;
                parameters = Arrays.copyOf(parameters, given + 2);
                parameters[given] = double[].class;
                parameters[given + 1] = double[].class;
                hvp = seeded(link(product, parameters), 3);
            }
            return hvp;
        }

        private Class<?>[] withSeed(Class<?>... parameters) {
            Class<?>[] all = Arrays.copyOf(parameters, parameters.length + (active ? 1 : 0));
            if (active) {
                all[parameters.length] = double.class;
            }
            return all;
        }

        /** Of the gradient, with respect to argument and shadow. */
        private Activity secondOrder() {
            if (secondOrder == null) {
                List<Boolean> duals = new ArrayList<>(List.of(false, true, true));
                if (active) {
                    duals.add(false);
                }
                ClassLoader loader = method.getDeclaringClass().getClassLoader();
                secondOrder = COMPILER.linker()
                        .functions(loader)
                        .facts(gradient, new Activity(duals, List.of(false)))
                        .activity();
            }
            return secondOrder;
        }

        /** Takes two tapes, the argument, its shadow, a seed if there is one, then the shadows of argument and shadow. */
        private MethodHandle reverseOverReverse() {
            if (reverseOverReverse == null) {
                List<Class<?>> parameters =
                        new ArrayList<>(List.of(Tape.class, double[].class, double[].class, double.class));
                if (!active) {
                    parameters.remove(3);
                }
                parameters.addAll(List.of(double[].class, double[].class));
                if (secondOrder().result(0)) {
                    parameters.add(double.class);
                }
                Variant twice = gradient.then(Variant.Kind.JOINT, secondOrder());
                MethodHandle linked = link(twice, parameters.toArray(Class<?>[]::new));
                int last = linked.type().parameterCount() - 1;
                reverseOverReverse =
                        seeded(secondOrder().result(0) ? MethodHandles.insertArguments(linked, last, 0.0) : linked, 4);
            }
            return reverseOverReverse;
        }

        /** A result that does not depend on the argument has no cotangent. */
        private MethodHandle seeded(MethodHandle handle, int seed) {
            return active ? handle : MethodHandles.dropArguments(handle, seed, double.class);
        }

        private static boolean leavesItsArgumentAlone(ClassLoader loader, Variant primal, Activity activity) {
            CallFacts facts = COMPILER.linker().functions(loader).facts(primal, activity);
            return !facts.writesElsewhere() && !facts.memory().isWritten(0);
        }

        /** The same in methods of a given size; callees are as they are. */
        public Subject divided(Parts.Limits smaller) {
            return new Subject(method, smaller);
        }

        private MethodHandle link(Variant variant, Class<?>... parameters) {
            ClassLoader loader = method.getDeclaringClass().getClassLoader();
            if (limits.equals(Parts.Limits.HOTSPOT)) {
                return Laboratory.link(loader, variant, parameters);
            }
            Functions functions = COMPILER.linker().functions(loader);
            String owner = method.getDeclaringClass().getName().replace('.', '/');
            Function function = MemberAccess.run(
                    functions.function(variant), owner, functions.methods(), functions.contained(variant.method()));
            return define(method.getDeclaringClass(), function, limits);
        }

        /** The plain call, on a copy of the point. */
        public double value(double[] x) {
            try {
                return (double) method.invoke(null, (Object) x.clone());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /** {value, tangent}, by forward mode. */
        public double[] jvp(double[] x, double[] tangent) {
            return withTape(tape -> {
                double value = (double) jvp().invokeExact(tape, x.clone(), tangent.clone());
                return new double[] {value, active ? tape.doubleResults[0] : 0};
            });
        }

        /** The value, then the tangent along each unit vector and along a direction, by one chunk of forward mode. */
        public double[] chunk(double[] x, double[] direction) {
            int lanes = x.length + 1;
            double[][] tangents = new double[x.length][lanes];
            for (int i = 0; i < x.length; i++) {
                tangents[i][i] = 1;
                tangents[i][x.length] = direction[i];
            }
            return withTape(tape -> {
                double value = (double) chunk().invokeExact(tape, x.clone(), tangents, lanes);
                return concatenate(value, active ? (double[]) tape.objectResults[0] : new double[lanes]);
            });
        }

        /** The value, then the gradient, by reverse mode. */
        public double[] gradient(double[] x) {
            return withTape(tape -> {
                double[] gradient = new double[x.length];
                double value = (double) joint().invokeExact(tape, x.clone(), gradient, 1.0);
                requireEmpty(tape);
                return concatenate(value, gradient);
            });
        }

        /** The same by the second of two reverse sweeps that share a forward sweep. */
        public double[] secondSweep(double[] x) {
            linkSweeps();
            return withTape(tape -> {
                double[] argument = x.clone();
                double[] gradient = new double[x.length];
                Tape.addShadow(tape, gradient);
                double value = (double) forwardSweep.invokeExact(tape, argument, gradient);
                int[] cursors = {tape.doubleCursor, tape.intCursor, tape.objectCursor};
                reverseSweep.invokeExact(tape, argument, gradient, -3.0);
                requireEmpty(tape);
                tape.clearShadows();
                tape.doubleCursor = cursors[0];
                tape.intCursor = cursors[1];
                tape.objectCursor = cursors[2];
                reverseSweep.invokeExact(tape, argument, gradient, 1.0);
                requireEmpty(tape);
                return concatenate(value, gradient);
            });
        }

        private void linkSweeps() {
            if (forwardSweep == null) {
                Activity activity = gradient.transforms().get(0).activity();
                Variant primal = new Variant(gradient.kind(), gradient.method(), List.of());
                ClassLoader loader = method.getDeclaringClass().getClassLoader();
                List<Class<?>> parameters = new ArrayList<>(List.of(Tape.class, double[].class, double[].class));
                forwardSweep = Laboratory.link(
                        loader,
                        primal.then(Variant.Kind.FORWARD_SHARED, activity),
                        MethodType.methodType(double.class, parameters));
                if (active) {
                    parameters.add(double.class);
                }
                reverseSweep = seeded(
                        Laboratory.link(
                                loader,
                                primal.then(Variant.Kind.REVERSE, activity),
                                MethodType.methodType(void.class, parameters)),
                        3);
            }
        }

        /** The value, then the Hessian times a direction, by forward over reverse. */
        public double[] hvp(double[] x, double[] direction) {
            return withTape(tape -> {
                double[] product = new double[x.length];
                double value = (double)
                        hvp().invokeExact(tape, x.clone(), new double[x.length], 1.0, direction.clone(), product);
                requireEmpty(tape);
                return concatenate(value, product);
            });
        }

        /** The same by reverse over reverse: the direction is the cotangent of the gradient. */
        public double[] reverseOverReverse(double[] x, double[] direction) {
            MethodHandle linked = reverseOverReverse();
            return withTape(tape -> {
                double[] product = new double[x.length];
                double value = (double) linked.invokeExact(
                        tape,
                        new TapePool().acquire(),
                        x.clone(),
                        new double[x.length],
                        1.0,
                        product,
                        direction.clone());
                requireEmpty(tape);
                return concatenate(value, product);
            });
        }
    }

    private interface Evaluation {
        double[] run(Tape tape) throws Throwable;
    }

    private static double[] withTape(Evaluation evaluation) {
        Tape tape = COMPILER.linker().tapes().acquire();
        try {
            return evaluation.run(tape);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e.getMessage(), e);
        } finally {
            tape.release();
        }
    }

    private static void requireEmpty(Tape tape) {
        if (tape.doubleCursor != 0 || tape.intCursor != 0 || tape.objectCursor != 0) {
            throw new AssertionError("the reverse sweep left something on the tape");
        }
    }

    private static double[] concatenate(double first, double[] rest) {
        double[] all = new double[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    /** A subject by class and method name; there must be one method {@code double name(double[])}. */
    public static Subject subject(Class<?> owner, String name) {
        try {
            return new Subject(owner.getDeclaredMethod(name, double[].class), Parts.Limits.HOTSPOT);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The plain variant of a method. */
    public static Variant variant(Method method) {
        String owner = method.getDeclaringClass().getName().replace('.', '/');
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
        return new Variant(
                Invoke.Kind.STATIC, new MethodReference(owner, method.getName(), descriptor, false), List.of());
    }

    /** What the loader's classes call. */
    public static Callees callees(ClassLoader loader) {
        return COMPILER.linker().functions(loader);
    }

    /** The rules for the loader's classes. */
    public static RuleTable rules(ClassLoader loader) {
        return COMPILER.linker().rules(loader);
    }

    /** The IR of a variant. */
    public static Function function(ClassLoader loader, Variant variant) {
        return COMPILER.linker().functions(loader).function(variant);
    }

    /** A function as a method of a companion of the given class. */
    public static MethodHandle define(Class<?> host, Function function) {
        try {
            return Companion.define(COMPILER.linker().companions(), TRUSTED.in(host), null, null, function);
        } catch (IllegalAccessException closed) {
            throw new LinkageError(function.name(), closed);
        }
    }

    /** The same in methods of a given size. */
    public static MethodHandle define(Class<?> host, Function function, Parts.Limits limits) {
        try {
            return Companion.define(
                    COMPILER.linker().companions(),
                    TRUSTED.in(host),
                    null,
                    null,
                    function,
                    limits,
                    (classFile, size) -> {});
        } catch (IllegalAccessException closed) {
            throw new LinkageError(function.name(), closed);
        }
    }

    private static MethodHandle link(ClassLoader loader, Variant variant, Class<?>... parameters) {
        return link(
                loader, variant, MethodType.methodType(double.class, parameters).insertParameterTypes(0, Tape.class));
    }

    private static MethodHandle link(ClassLoader loader, Variant variant, MethodType type) {
        try {
            return COMPILER.linker().link(loader, variant, type, () -> "a test");
        } catch (Throwable e) {
            throw new IllegalStateException(type.toString(), e);
        }
    }
}
