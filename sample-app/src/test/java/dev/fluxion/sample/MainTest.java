package dev.fluxion.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    @Test
    void withoutTheAgentOneSentenceSaysWhichFlagToAdd() throws IOException {
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var printed = new ByteArrayOutputStream();

        int status = Main.run(folder, out, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertEquals(1, status);
        assertEquals(
                "Fluxion's agent is not running: start the JVM with -javaagent:fluxion-agent.jar, or attach it with"
                        + " java -jar fluxion-agent.jar attach <pid>."
                        + System.lineSeparator(),
                printed.toString(StandardCharsets.UTF_8));
    }
}
