package dev.fluxion.agent.instrument;

import static dev.fluxion.agent.instrument.ForkedJvm.AGENT;
import static dev.fluxion.agent.instrument.ForkedJvm.RULES_JAR;
import static dev.fluxion.agent.instrument.ForkedJvm.path;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.instrument.ForkedJvm.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What an application tries to reach through the agent that it could not reach without: all of it stays closed. */
class AccessIT {
    /** Runs attempts, and prints what each gave. */
    private static final String ATTEMPT = """
            import java.lang.reflect.InvocationTargetException;
            public final class Attempt {
                public interface Action { Object run() throws Throwable; }
                public static void at(String what, Action action) {
                    Object outcome;
                    try {
                        outcome = "REACHED " + action.run();
                    } catch (InvocationTargetException wrapped) {
                        outcome = wrapped.getCause().getClass().getSimpleName();
                    } catch (Throwable refused) {
                        outcome = refused.getClass().getSimpleName();
                    }
                    System.out.println(what + ": " + outcome);
                }
            }
            """;

    /** A method that the JDK keeps to itself: the first element without the second. */
    private static final String JDK_METHOD = """
                static java.lang.reflect.Method jdk() throws Exception {
                    return java.util.stream.Collectors.class.getDeclaredMethod("computeFinalSum", double[].class);
                }
                static final double[] X = {5, 2, 0};
            """;

    @TempDir
    Path folder;

    private Outcome runOnTheClassPath(String main) throws Exception {
        return ForkedJvm.run(AGENT, "-cp", path(folder, RULES_JAR), main);
    }

    private Outcome runAsModules(String... options) throws Exception {
        String[] arguments = new String[options.length + 3];
        arguments[0] = AGENT;
        arguments[1] = "-p";
        arguments[2] = path(folder.resolve("app"), folder.resolve("other"), RULES_JAR);
        System.arraycopy(options, 0, arguments, 3, options.length);
        return ForkedJvm.run(arguments);
    }

    @Test
    void theBootstrapOfMembersGivesWhatTheCallersModuleHasAnyway() throws Exception {
        Sources.compile(folder, ATTEMPT, """
                import java.lang.invoke.*;
                public class Main {
                    private double own = 7;
                    static Object member(MethodHandles.Lookup lookup, Class<?> type, Object of, String host) throws Throwable {
                        Class<?> owner = of.getClass();
                        MethodType getter = MethodType.methodType(type, owner);
                        CallSite site = (CallSite) Class.forName("dev.fluxion.runtime.Bridge", true, null)
                                .getMethod("member", MethodHandles.Lookup.class, String.class, MethodType.class, String.class,
                                        String.class, String.class, String.class)
                                .invoke(null, lookup, "member", getter, "GET_FIELD", owner.getName().replace('.', '/'),
                                        of instanceof String ? "value" : "own", host);
                        return site.dynamicInvoker().invoke(of);
                    }
                    public static void main(String[] arguments) {
                        Attempt.at("public", () -> member(MethodHandles.publicLookup(), byte[].class, "text", "java/lang/String"));
                        Attempt.at("full", () -> member(MethodHandles.lookup(), byte[].class, "text", "java/lang/String"));
                        Attempt.at("as own", () -> member(MethodHandles.lookup(), byte[].class, "text", "Main"));
                        Attempt.at("weak, own", () -> member(MethodHandles.lookup().dropLookupMode(MethodHandles.Lookup.MODULE),
                                double.class, new Main(), "Main"));
                        Attempt.at("full, own", () -> member(MethodHandles.lookup(), double.class, new Main(), "Main"));
                    }
                }
                """);
        assertEquals(Outcome.success("""
                        public: IllegalAccessException
                        full: IllegalAccessException
                        as own: IllegalAccessException
                        weak, own: IllegalAccessException
                        full, own: REACHED 7.0
                        """), runOnTheClassPath("Main"));
    }

    @Test
    void theBootstrapOfVariantsServesCompanionsOnlyAndWithTheirOwnCalls() throws Exception {
        Sources.compile(folder, ATTEMPT, """
                import dev.fluxion.*;
                import java.lang.invoke.*;
                import java.util.Set;
                public class Main {
                    static Class<?> companion;
                    static double square(double x) { return x * x; }
                    static double observed(double x) {
                        StackWalker.getInstance(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES))
                                .forEach(frame -> companion = frame.getClassName().startsWith("Main$$Fluxion")
                                        ? frame.getDeclaringClass() : companion);
                        return square(x);
                    }
                    static Object variant(MethodHandles.Lookup lookup, String owner, String name, Class<?> parameter, Object argument)
                            throws Throwable {
                        Class<?> tape = Class.forName("dev.fluxion.runtime.Tape", true, null);
                        MethodType type = MethodType.methodType(double.class, parameter);
                        CallSite site = (CallSite) Class.forName("dev.fluxion.runtime.Bridge", true, null)
                                .getMethod("variant", MethodHandles.Lookup.class, String.class, MethodType.class, String.class,
                                        String.class, String.class, String.class, int.class, String.class)
                                .invoke(null, lookup, "variant", type.insertParameterTypes(0, tape), "STATIC", owner, name,
                                        type.toMethodDescriptorString(), 0, "with_tape[-|-]");
                        return site.dynamicInvoker().invokeWithArguments(null, argument);
                    }
                    static Object jdk(MethodHandles.Lookup lookup) throws Throwable {
                        return variant(lookup, "java/util/stream/Collectors", "computeFinalSum", double[].class, new double[] {5, 2, 0});
                    }
                    static Object own(MethodHandles.Lookup lookup) throws Throwable {
                        return variant(lookup, "Main", "square", double.class, 3.0);
                    }
                    public static void main(String[] arguments) throws Throwable {
                        System.out.println(Fluxion.derivative(Main::observed).derivative(3));
                        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(companion, MethodHandles.lookup());
                        System.out.println(inside.hasFullPrivilegeAccess());
                        Attempt.at("public", () -> jdk(MethodHandles.publicLookup()));
                        Attempt.at("full", () -> jdk(MethodHandles.lookup()));
                        Attempt.at("companion", () -> jdk(inside));
                        Attempt.at("own", () -> own(MethodHandles.lookup()));
                        Attempt.at("companion, own", () -> own(inside));
                    }
                }
                """);
        assertEquals(Outcome.success("""
                        6.0
                        true
                        public: IllegalAccessException
                        full: IllegalAccessException
                        companion: IllegalAccessException
                        own: IllegalAccessException
                        companion, own: IllegalAccessException
                        """), runOnTheClassPath("Main"));
    }

    private static final String INSIDE = """
            import java.lang.invoke.*;
            import java.lang.reflect.*;
            import java.util.*;
            public class Main {
                static Class<?> runtime(String name) throws Exception { return Class.forName("dev.fluxion.runtime." + name, true, null); }
                static Object open(AccessibleObject member) { member.setAccessible(true); return member; }
                public static void main(String[] arguments) throws Throwable {
                    System.out.println(dev.fluxion.Fluxion.derivative(x -> x * x).derivative(3));
                    Attempt.at("trusted lookup", () -> open(MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP")));
                    Attempt.at("packages", () -> {
                        List<String> open = new ArrayList<>();
                        for (Module module : ModuleLayer.boot().modules()) {
                            for (String name : module.getPackages()) {
                                boolean isOurs = module.isOpen(name, Main.class.getModule()) && !module.isOpen(name);
                                if (module.isNamed() && isOurs && module != Main.class.getModule()) { open.add(name); }
                            }
                        }
                        if (open.isEmpty()) { throw new NoSuchElementException(); }
                        return open;
                    });
                    Attempt.at("public install", () -> runtime("Bridge").getMethod("install", runtime("Bridge$Compiler")));
                    Attempt.at("install", () -> open(runtime("Bridge").getDeclaredMethod("install", runtime("Bridge$Compiler"))));
                    Attempt.at("compiler", () -> open(runtime("Bridge").getDeclaredField("compiler")));
                    Attempt.at("private lookup", () -> MethodHandles.privateLookupIn(runtime("Bridge"), MethodHandles.lookup()));
                    Attempt.at("results", () -> open(runtime("Tape").getDeclaredField("objects")));
                    Attempt.at("pools", () -> {
                        for (Field field : runtime("Tape").getDeclaredFields()) {
                            if (Modifier.isStatic(field.getModifiers()) && field.getType() == ThreadLocal.class) { return field; }
                        }
                        throw new NoSuchElementException();
                    });
                }
            }
            """;

    private static final String INSIDE_IS_CLOSED = """
            6.0
            trusted lookup: InaccessibleObjectException
            packages: NoSuchElementException
            public install: NoSuchMethodException
            install: InaccessibleObjectException
            compiler: InaccessibleObjectException
            private lookup: IllegalAccessException
            results: InaccessibleObjectException
            pools: NoSuchElementException
            """;

    @Test
    void theAgentOpensNothingToTheClassPathAndNobodyReachesIntoTheRuntime() throws Exception {
        Sources.compile(folder, ATTEMPT, INSIDE);
        assertEquals(Outcome.success(INSIDE_IS_CLOSED), runOnTheClassPath("Main"));
    }

    @Test
    void theAgentOpensNothingToAModule() throws Exception {
        Sources.compile(
                folder.resolve("app"),
                "module app { requires dev.fluxion; }",
                "package app;\n" + ATTEMPT,
                "package app;\n" + INSIDE);
        assertEquals(Outcome.success(INSIDE_IS_CLOSED), runAsModules("-m", "app/app.Main"));
    }

    @Test
    void aTapeThatTheApplicationKeepsIsUsedByNoDerivative() throws Exception {
        Sources.compile(folder, ATTEMPT, """
                import dev.fluxion.*;
                import java.lang.reflect.Method;
                import java.util.*;
                public class Main {
                    static final List<Object> kept = new ArrayList<>();
                    static boolean isSeen;
                    static double[] scaled(double[] x, int i) {
                        double[] y = x.clone();
                        for (int k = 0; k < y.length; k++) { y[k] *= i; }
                        return y;
                    }
                    static double sum(double[] x) {
                        double[] y = x;
                        for (int i = 1; i < 3; i++) { y = scaled(y, i); look(); }
                        double sum = 0;
                        for (double each : y) { sum += each * each; }
                        return sum;
                    }
                    static void look() {
                        try {
                            Class<?> type = Class.forName("dev.fluxion.runtime.Tape", true, null);
                            for (Object tape : kept) {
                                Object[] objects = (Object[]) type.getMethod("objects", type).invoke(null, tape);
                                isSeen |= Arrays.stream(objects).anyMatch(Objects::nonNull);
                                double[] numbers = (double[]) type.getMethod("doubles", type).invoke(null, tape);
                                isSeen |= numbers.length > 0;
                            }
                        } catch (ReflectiveOperationException changed) {
                            throw new LinkageError("changed", changed);
                        }
                    }
                    static void keep() throws Exception {
                        Class<?> type = Class.forName("dev.fluxion.runtime.Tape", true, null);
                        Class<?> pool = Class.forName("dev.fluxion.runtime.TapePool", true, null);
                        Object tape = pool.getMethod("acquire").invoke(pool.getConstructor().newInstance());
                        kept.add(tape);
                        for (Method method : type.getMethods()) {
                            if (method.getReturnType() == type) {
                                Object[] outer = new Object[method.getParameterCount()];
                                Arrays.fill(outer, tape);
                                kept.add(method.invoke(null, outer));
                            }
                        }
                        type.getMethod("release").invoke(tape);
                    }
                    public static void main(String[] arguments) throws Throwable {
                        var gradient = Fluxion.gradient(Main::sum);
                        System.out.println(Arrays.toString(gradient.gradient(new double[] {1, 2})));
                        keep();
                        System.out.println(Arrays.toString(gradient.gradient(new double[] {1, 2})));
                        look();
                        System.out.println(kept.size() + " " + isSeen);
                    }
                }
                """);
        assertEquals(Outcome.success("""
                        [8.0, 16.0]
                        [8.0, 16.0]
                        2 false
                        """), runOnTheClassPath("Main"));
    }

    @Test
    void aPrivateMethodOfTheJdkIsRefusedToTheClassPathWithTheReason() throws Exception {
        Sources.compile(folder, """
                import dev.fluxion.*;
                import java.lang.invoke.*;
                import java.lang.reflect.*;
                import java.util.Optional;
                public class Main {
                %s
                    @GradientOf(value = "computeFinalSum", in = java.util.stream.Collectors.class)
                    static double[] stub(double[] x) { return Fluxion.derived(); }

                    interface Attempt { Object run() throws Throwable; }
                    static void print(Attempt attempt) throws Throwable {
                        try {
                            System.out.println("REACHED " + java.util.Arrays.toString((Object[]) attempt.run()));
                        } catch (InvocationTargetException | IllegalArgumentException refused) {
                            System.out.println((refused instanceof InvocationTargetException ? refused.getCause() : refused).getMessage());
                        }
                    }
                    public static void main(String[] arguments) throws Throwable {
                        print(() -> Fluxion.of(jdk()).gradient((Object) X));
                        print(() -> Optional.of(jdk()).map(Fluxion::of).get().gradient((Object) X));
                        MethodHandle of = MethodHandles.lookup().findStatic(Fluxion.class, "of",
                                MethodType.methodType(Derivative.class, Method.class));
                        print(() -> ((Derivative) of.invokeExact(jdk())).gradient((Object) X));
                        print(() -> ((Derivative) Fluxion.class.getMethod("of", Method.class).invoke(null, jdk()))
                                .gradient((Object) X));
                        Class<?> bridge = Class.forName("dev.fluxion.runtime.Bridge", true, null);
                        Method method = bridge.getMethod("method", String.class, Method.class);
                        print(() -> new Object[] {method.invoke(null, "jvp", jdk())});
                        print(() -> new Object[] {bridge.getMethod("grant", Method.class).invoke(null, jdk())});
                        print(() -> new Object[] {stub(X)});
                    }
                }
                """.formatted(JDK_METHOD));
        String method = "the method java.util.stream.Collectors.computeFinalSum";
        String closed = " may not use " + method
                + ": module java.base does not open the package java.util.stream to the class path.\n";
        String unknown = "T" + method.substring(1)
                + " may not be differentiated: module java.base keeps it to itself, and it has"
                + " not been made accessible. Call setAccessible(true) on it before it is passed to Fluxion.of, which"
                + " succeeds where the caller's module may use it, or pass a method handle.\n";
        assertEquals(
                Outcome.success("Main" + closed + "Main" + closed + unknown + unknown + unknown
                        + "REACHED [null]\nThe stub Main.stub" + closed),
                runOnTheClassPath("Main"));
    }

    /** A class file with one static method. */
    private static byte[] method(String className, int access, Consumer<MethodVisitor> body) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, access | Opcodes.ACC_SUPER, className, null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "f", "(D)D", null, null);
        code.visitCode();
        body.accept(code);
        code.visitInsn(Opcodes.DRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void callJdk(MethodVisitor code) {
        code.visitInsn(Opcodes.ICONST_3);
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_DOUBLE);
        code.visitInsn(Opcodes.DUP);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.DLOAD, 0);
        code.visitInsn(Opcodes.DASTORE);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/stream/Collectors", "computeFinalSum", "([D)D", false);
    }

    @Test
    void codeThatNamesAMethodItMayNotCallFailsAsThePlainCallDoes() throws Exception {
        Files.write(folder.resolve("Crafted.class"), method("Crafted", Opcodes.ACC_PUBLIC, AccessIT::callJdk));
        Sources.compile(folder, ATTEMPT, """
                import dev.fluxion.*;
                import java.lang.invoke.*;
                public class Main {
                    public static void main(String[] arguments) throws Throwable {
                        var method = Class.forName("Crafted").getMethod("f", double.class);
                        Attempt.at("plain", () -> method.invoke(null, 1.5));
                        Attempt.at("gradient", () -> Fluxion.of(method).gradient(1.5)[0]);
                        Attempt.at("jvp", () -> Fluxion.of(method).jvp(new Object[] {1.5}, new Object[] {1.0})[0]);
                    }
                }
                """);
        assertEquals(Outcome.success("""
                        plain: IllegalAccessError
                        gradient: IllegalAccessError
                        jvp: IllegalAccessError
                        """), runOnTheClassPath("Main"));
    }

    private static final String OTHER = """
            package other;
            public final class Other {
                private static double square(double x) { return x * x; }
                static final class Hidden {
                    public static double cube(double x) { return x * x * x; }
                }
                public static double half(double x) { return x / 2; }
                public static java.lang.reflect.Method accessible() throws Exception {
                    java.lang.reflect.Method method = Other.class.getDeclaredMethod("square", double.class);
                    method.setAccessible(true);
                    return method;
                }
                public static java.lang.invoke.MethodHandle handle() throws Exception {
                    return java.lang.invoke.MethodHandles.lookup().findStatic(Other.class, "square",
                            java.lang.invoke.MethodType.methodType(double.class, double.class));
                }
                public static Object passed(java.util.function.Function<Object, Object> to, Object method) {
                    return to.apply(method);
                }
            }
            """;

    private static final String APP = """
            package app;
            import dev.fluxion.*;
            import java.lang.invoke.*;
            import java.lang.reflect.*;
            import java.util.function.Function;
            public class Main {
                private static double own(double x) { return 5 * x; }
                @DerivativeOf("own") static double ownStub(double x) { return Fluxion.derived(); }
                static Class<?> other(String name) throws Exception { return Class.forName("other." + name); }
                static Method other(String type, String name) throws Exception {
                    return other(type).getDeclaredMethod(name, double.class);
                }
                static Object at2(Derivative derivative) { return derivative.gradient(2.0)[0]; }
                @SuppressWarnings("unchecked")
                public static void main(String[] arguments) throws Throwable {
                    Method own = Main.class.getDeclaredMethod("own", double.class);
                    Attempt.at("own", () -> at2(Fluxion.of(own)));
                    Attempt.at("own stub", () -> ownStub(2));
                    Attempt.at("own method reference", () -> at2(java.util.Optional.of(own).map(Fluxion::of).get()));
                    Attempt.at("public", () -> at2(Fluxion.of(other("Other", "half"))));
                    Attempt.at("private", () -> at2(Fluxion.of(other("Other", "square"))));
                    Attempt.at("public of a package-private class", () -> at2(Fluxion.of(other("Other$Hidden", "cube"))));
                    Function<Object, Object> of = method -> Fluxion.of((Method) method);
                    Method pass = other("Other").getMethod("passed", Function.class, Object.class);
                    Attempt.at("passed", () -> at2((Derivative) pass.invoke(null, of, other("Other", "square"))));
                    Function<Method, Derivative> reference = Fluxion::of;
                    Attempt.at("passed reference", () -> at2((Derivative) pass.invoke(null, reference, other("Other", "square"))));
                    MethodHandle handle = MethodHandles.lookup().findStatic(Fluxion.class, "of",
                            MethodType.methodType(Derivative.class, Method.class));
                    Attempt.at("passed handle", () -> at2((Derivative) pass.invoke(null,
                            MethodHandleProxies.asInterfaceInstance(Function.class, handle.asType(handle.type().generic())),
                            other("Other", "square"))));
                    Method reflective = Fluxion.class.getMethod("of", Method.class);
                    Attempt.at("reflective, other", () -> at2((Derivative) reflective.invoke(null, other("Other", "square"))));
                    Attempt.at("reflective, own", () -> at2((Derivative) reflective.invoke(null, own)));
                    Attempt.at("accessible", () -> at2(Fluxion.of((Method) other("Other").getMethod("accessible").invoke(null))));
                    Attempt.at("handle", () -> at2(Fluxion.of((MethodHandle) other("Other").getMethod("handle").invoke(null))));
                    Method link = Class.forName("dev.fluxion.AgentLink").getDeclaredMethod("grant", Method.class);
                    link.setAccessible(true);
                    Attempt.at("past the API", () -> link.invoke(null, other("Other", "square")).toString());
                }
            }
            """;

    private void compileModules(String opens) throws Exception {
        Path other =
                Sources.compile(folder.resolve("other"), "module other { exports other; %s }".formatted(opens), OTHER);
        // Else it would be a package of both modules.
        Files.move(other.resolve("sources"), folder.resolve("sources"));
        Sources.compile(folder.resolve("app"), "module app { requires dev.fluxion; }", "package app;\n" + ATTEMPT, APP);
    }

    private static final String OF_OTHERS = """
            own: REACHED 5.0
            own stub: REACHED 5.0
            own method reference: REACHED 5.0
            public: REACHED 0.5
            private: %1$s
            public of a package-private class: %2$s
            passed: %1$s
            passed reference: %1$s
            passed handle: IllegalArgumentException
            reflective, other: IllegalArgumentException
            reflective, own: IllegalArgumentException
            accessible: REACHED 4.0
            handle: REACHED 4.0
            past the API: NullPointerException
            """;

    @Test
    void aModuleReachesItsOwnMethodsAndNoneThatAnotherKeepsToItself() throws Exception {
        compileModules("");
        assertEquals(
                Outcome.success(OF_OTHERS.formatted("IllegalArgumentException", "IllegalArgumentException")),
                runAsModules("--add-modules", "other", "-m", "app/app.Main"));
    }

    @Test
    void aModuleReachesWhatAnotherOpensToIt() throws Exception {
        compileModules("opens other to app;");
        assertEquals(
                Outcome.success(OF_OTHERS.formatted("REACHED 4.0", "REACHED 12.0")),
                runAsModules("--add-modules", "other", "-m", "app/app.Main"));
    }

    @Test
    void theClassPathReachesWhatTheCommandLineOpensToIt() throws Exception {
        Sources.compile(folder, ATTEMPT, """
                import dev.fluxion.*;
                public class Main {
                %s
                    @GradientOf(value = "computeFinalSum", in = java.util.stream.Collectors.class)
                    static double[] stub(double[] x) { return Fluxion.derived(); }
                    public static void main(String[] arguments) throws Throwable {
                        Attempt.at("method", () -> java.util.Arrays.toString((double[]) Fluxion.of(jdk()).gradient((Object) X)[0]));
                        Attempt.at("stub", () -> java.util.Arrays.toString(stub(X)));
                    }
                }
                """.formatted(JDK_METHOD));
        assertEquals(
                Outcome.success("method: REACHED [1.0, -1.0, 0.0]\nstub: REACHED [1.0, -1.0, 0.0]\n"),
                ForkedJvm.run(
                        AGENT,
                        "--add-opens",
                        "java.base/java.util.stream=ALL-UNNAMED",
                        "-cp",
                        path(folder, RULES_JAR),
                        "Main"));
    }

    @Test
    void aStubServesOnlyWhoeverMayUseAllThatItsClassMay() throws Exception {
        Sources.compile(folder, ATTEMPT, """
                package other;
                import dev.fluxion.*;
                public final class Other {
                    private static double square(double x) { return x * x; }
                    @DerivativeOf("square") private static double slope(double x) { return Fluxion.derived(); }
                }
                """, """
                import java.lang.invoke.*;
                public class Main {
                    static Object stub(MethodHandles.Lookup lookup) throws Throwable {
                        MethodType type = MethodType.methodType(double.class, double.class);
                        MethodHandle stub = (MethodHandle) Class.forName("dev.fluxion.runtime.Bridge", true, null)
                                .getMethod("stub", MethodHandles.Lookup.class, String.class, MethodType.class)
                                .invoke(null, lookup, "slope", type);
                        return stub.invoke(2.0);
                    }
                    public static void main(String[] arguments) throws Throwable {
                        Attempt.at("public", () -> stub(MethodHandles.publicLookup().in(other.Other.class)));
                        Attempt.at("teleported", () -> stub(MethodHandles.lookup().in(other.Other.class)));
                        Attempt.at("full", () -> stub(MethodHandles.privateLookupIn(other.Other.class, MethodHandles.lookup())));
                    }
                }
                """);
        assertEquals(Outcome.success("""
                        public: IllegalAccessException
                        teleported: IllegalAccessException
                        full: REACHED 4.0
                        """), runOnTheClassPath("Main"));
    }

    /** A class like those that the JDK makes for method references, but to a method that it may not call. */
    private static byte[] counterfeit() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                "Main$$Lambda",
                null,
                "java/lang/Object",
                new String[] {"java/util/function/ToDoubleFunction"});
        MethodVisitor make = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        make.visitCode();
        make.visitVarInsn(Opcodes.ALOAD, 0);
        make.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        make.visitInsn(Opcodes.RETURN);
        make.visitMaxs(0, 0);
        make.visitEnd();
        MethodVisitor call =
                writer.visitMethod(Opcodes.ACC_PUBLIC, "applyAsDouble", "(Ljava/lang/Object;)D", null, null);
        call.visitCode();
        call.visitVarInsn(Opcodes.ALOAD, 1);
        call.visitTypeInsn(Opcodes.CHECKCAST, "[D");
        call.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/stream/Collectors", "computeFinalSum", "([D)D", false);
        call.visitInsn(Opcodes.DRETURN);
        call.visitMaxs(0, 0);
        call.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void aCounterfeitMethodReferenceReachesNoMoreThanItsOwnCode() throws Exception {
        Path file = Files.write(folder.resolve("counterfeit"), counterfeit());
        Sources.compile(folder, ATTEMPT, """
                import dev.fluxion.*;
                import java.lang.invoke.*;
                import java.nio.file.*;
                import java.util.function.ToDoubleFunction;
                public class Main {
                    @SuppressWarnings("unchecked")
                    public static void main(String[] arguments) throws Throwable {
                        var lookup = MethodHandles.lookup().defineHiddenClass(Files.readAllBytes(Path.of(arguments[0])), true);
                        var function = (ToDoubleFunction<double[]>) lookup.lookupClass().getConstructor().newInstance();
                        Attempt.at("plain", () -> function.applyAsDouble(new double[] {5, 2, 0}));
                        Attempt.at("gradient", () -> Fluxion.gradient(function).gradient(new double[] {5, 2, 0}));
                    }
                }
                """);
        assertEquals(
                Outcome.success("plain: IllegalAccessError\ngradient: IllegalAccessException\n"),
                ForkedJvm.run(AGENT, "-cp", path(folder, RULES_JAR), "Main", file.toString()));
    }

    @Test
    void aClassFileThatALoaderOffersInPlaceOfAnotherLoadersIsNotRunWithThatClasssPrivileges() throws Exception {
        String jdkClass = "javax/crypto/spec/IvParameterSpec";
        Path classFiles = Files.createDirectory(folder.resolve("offered"));
        Files.write(classFiles.resolve("IvParameterSpec"), method(jdkClass, Opcodes.ACC_PUBLIC, code -> {
            code.visitVarInsn(Opcodes.DLOAD, 0);
            code.visitVarInsn(Opcodes.DLOAD, 0);
            code.visitInsn(Opcodes.DMUL);
        }));
        Files.write(classFiles.resolve("Caller"), method("Caller", Opcodes.ACC_PUBLIC, code -> {
            code.visitVarInsn(Opcodes.DLOAD, 0);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, jdkClass, "f", "(D)D", false);
        }));
        Sources.compile(folder, ATTEMPT, """
                import dev.fluxion.*;
                import java.io.*;
                import java.net.URL;
                import java.nio.file.*;
                public class Main {
                    static class Silent extends ClassLoader {
                        Silent() { super(Main.class.getClassLoader()); }
                        @Override public URL getResource(String name) { return null; }
                    }
                    static class Lying extends ClassLoader {
                        private final Path folder;
                        Lying(Path folder) { super(new Silent()); this.folder = folder; }
                        @Override public InputStream getResourceAsStream(String name) {
                            String simple = name.substring(name.lastIndexOf('/') + 1).replace(".class", "");
                            try {
                                return Files.newInputStream(folder.resolve(simple));
                            } catch (IOException other) {
                                return super.getResourceAsStream(name);
                            }
                        }
                        @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
                            try {
                                byte[] classFile = Files.readAllBytes(folder.resolve(name));
                                return defineClass(name, classFile, 0, classFile.length);
                            } catch (IOException absent) {
                                throw new ClassNotFoundException(name);
                            }
                        }
                    }
                    public static void main(String[] arguments) throws Throwable {
                        var method = new Lying(Path.of(arguments[0])).loadClass("Caller").getMethod("f", double.class);
                        Attempt.at("plain", () -> method.invoke(null, 3.0));
                        Attempt.at("gradient", () -> Fluxion.of(method).gradient(3.0)[0]);
                    }
                }
                """);
        assertEquals(
                Outcome.success("plain: NoSuchMethodError\ngradient: NotDifferentiableException\n"),
                ForkedJvm.run(AGENT, "-cp", path(folder, RULES_JAR), "Main", classFiles.toString()));
    }
}
