package dev.fluxion.agent.instrument;

import static dev.fluxion.agent.instrument.ForkedJvm.AGENT;
import static dev.fluxion.agent.instrument.ForkedJvm.RULES_JAR;
import static dev.fluxion.agent.instrument.ForkedJvm.path;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector.Argument;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Classes that a debugger redefines, whose thread has no stack that would tell. All numbers are exact in binary. */
@Timeout(120)
class DebuggerRedefinitionIT {
    private static final String PART = "public class Part { static double f(double x) { return %s * x; } %s }";

    private static final String MAIN = """
            import dev.fluxion.*;
            public class Main {
                static double g(double x) { return Part.f(x); }
                @DerivativeOf("g") static double slope(double x) { return Fluxion.derived(); }
                public static void main(String[] arguments) throws Exception {
                    while (true) {
                        switch (System.in.read()) {
                            case 'f' -> System.out.println(Part.f(1));
                            case 's' -> System.out.println(slope(3));
                            default -> { return; }
                        }
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    /** A program and its debugger. */
    private static final class Session implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;
        private final OutputStream input;
        private final VirtualMachine machine;

        Session(Path classes) throws Exception {
            process = ForkedJvm.start(
                    AGENT,
                    "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0",
                    "-cp",
                    path(classes, RULES_JAR),
                    "Main");
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            input = process.getOutputStream();
            String port = output.readLine().replaceAll(".*: *", "").trim();
            AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                    .filter(each -> each.transport().name().equals("dt_socket"))
                    .findFirst()
                    .orElseThrow();
            Map<String, Argument> arguments = new HashMap<>(connector.defaultArguments());
            arguments.get("hostname").setValue("127.0.0.1");
            arguments.get("port").setValue(port);
            machine = connector.attach(arguments);
        }

        String ask(char question) throws Exception {
            input.write(question);
            input.flush();
            return output.readLine();
        }

        void redefine(Path file) throws Exception {
            machine.redefineClasses(
                    Map.of(machine.classesByName("Part").get(0), Files.readAllBytes(file.resolve("Part.class"))));
        }

        @Override
        public void close() {
            machine.dispose();
            process.destroyForcibly();
        }
    }

    private Path version(String name, String... sources) throws Exception {
        return Sources.compile(Files.createDirectory(folder.resolve(name)), sources);
    }

    @Test
    void theDerivativeFollowsWhatADebuggerMakesOfAClass() throws Exception {
        Path classes = version("old", PART.formatted("2", ""), MAIN);
        try (Session session = new Session(classes)) {
            assertEquals("2.0", session.ask('s'));
            session.redefine(version("new", PART.formatted("32", "")));
            assertEquals("32.0", session.ask('f'));
            assertEquals("32.0", session.ask('s'));
            Path failing = version("wrong", PART.formatted("64", "static void added() {}"));
            assertThrows(UnsupportedOperationException.class, () -> session.redefine(failing));
            assertEquals("32.0", session.ask('s'));
            session.redefine(classes);
            assertEquals("2.0", session.ask('s'));
        }
    }

    @Test
    void theFirstDerivativeIsOfWhatTheDebuggerMadeThoughTheLastChangeFailed() throws Exception {
        Path classes = version("old", PART.formatted("2", ""), MAIN);
        Path failing = version("wrong", PART.formatted("64", "static void added() {}"));
        try (Session session = new Session(classes)) {
            assertEquals("2.0", session.ask('f'));
            session.redefine(version("new", PART.formatted("32", "")));
            Files.copy(
                    failing.resolve("Part.class"), classes.resolve("Part.class"), StandardCopyOption.REPLACE_EXISTING);
            assertThrows(UnsupportedOperationException.class, () -> session.redefine(failing));
            assertEquals("32.0", session.ask('s'));
        }
    }
}
