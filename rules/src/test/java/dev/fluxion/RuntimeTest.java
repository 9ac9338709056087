package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API against a runtime in the boot loader, found by name as the agent's is. */
class RuntimeTest {
    private static final String REFUSAL = """
            package dev.fluxion.runtime;
            public final class Refusal extends Throwable {
                private static final long serialVersionUID = 1L;
                public Refusal(String message) { super(message); }
            }
            """;

    private static final String BRIDGE = """
            package dev.fluxion.runtime;
            import java.io.IOException;
            import java.lang.invoke.*;
            import java.lang.reflect.Method;
            import java.util.List;
            public final class Bridge {
                public static boolean installed = true;
                public static boolean isInstalled() { return installed; }
                public static MethodHandle function(String operator, Object function) throws Throwable {
                    return MethodHandles.lookup().findStatic(Bridge.class, operator,
                            MethodType.methodType(double.class, double[].class, double[].class));
                }
                public static MethodHandle method(String operator, Method method) throws Throwable {
                    return MethodHandles.identity(Object[].class);
                }
                public static List<String> names(Method method) { return List.of("angle"); }
                public static MethodHandle stub(MethodHandles.Lookup lookup, String name, MethodType type) throws Throwable {
                    if (name.equals("wrong")) throw new Refusal("wrong stub");
                    return MethodHandles.lookup().findStatic(Bridge.class, name, type);
                }
                static double gradient(double[] x, double[] out) throws Throwable {
                    if (x[0] == -1) throw new Refusal("the reason");
                    if (x[0] == -2) throw new IOException("the program's own");
                    out[0] = x[0] + 10; out[1] = x[1] + 10;
                    return x[0];
                }
                static double stub(double x) throws Throwable {
                    if (x == -1) throw new Refusal("the reason");
                    return x + 1;
                }
            }
            """;

    @Test
    void valuesPassAndOnlyRefusalsAreTranslated(@TempDir Path folder) throws IOException, InterruptedException {
        compile(folder, REFUSAL, "Refusal");
        compile(folder, BRIDGE, "Bridge");
        String refused = "dev.fluxion.NotDifferentiableException: ";
        String cause = " caused by dev.fluxion.runtime.Refusal";
        assertEquals(
                List.of(
                        "3.0 [13.0, 14.0]",
                        "[2.0]",
                        "java.lang.IllegalArgumentException: argument angle of Math.sin(double) is null",
                        "0",
                        refused + "the reason" + cause,
                        "java.io.IOException: the program's own",
                        "java.lang.IllegalStateException: dev.fluxion.RuntimeProbe.lambda$main$4 calls Fluxion.derived(), but has"
                                + " not been given a body by Fluxion's agent: annotate it with @GradientOf, @DerivativeOf,"
                                + " @JacobianOf, @HessianOf, @JvpOf, @VjpOf or @HvpOf, and see the agent's log. If"
                                + " the agent was attached this moment, call again.",
                        "6.0",
                        refused + "the reason" + cause,
                        refused + "wrong stub" + cause,
                        "java.lang.IllegalStateException: " + AgentLink.AGENT_MISSING,
                        "java.lang.IllegalStateException: " + AgentLink.AGENT_MISSING,
                        "6.0",
                        "7.0"),
                run(folder));
    }

    private static void compile(Path folder, String source, String name) throws IOException {
        Path file = folder.resolve("dev/fluxion/runtime/" + name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(
                0, compiler.run(null, null, null, "-cp", folder.toString(), "-d", folder.toString(), file.toString()));
    }

    private static List<String> run(Path bootFolder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xbootclasspath/a:" + bootFolder,
                        "-cp",
                        folderOf(Fluxion.class) + File.pathSeparator + folderOf(RuntimeProbe.class),
                        RuntimeProbe.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().toList();
    }

    private static String folderOf(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
    }
}
