package dev.fluxion.agent.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.write.LinkAll;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's own classes as its jar has them. */
class PackagedClassesIT {
    @TempDir
    private Path folder;

    @Test
    void allOfThemLink() throws Exception {
        Path agent = Path.of(System.getProperty("fluxion.agent.jar"));
        int lambdas = 0;
        int count = 0;
        try (JarFile jar = new JarFile(agent.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class")
                        && name.startsWith("dev/fluxion/agent/")
                        && !name.startsWith("dev/fluxion/agent/shaded/")) {
                    Path file = folder.resolve(name);
                    Files.createDirectories(file.getParent());
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    count++;
                    lambdas += name.contains("$$Lambda") ? 1 : 0;
                    assertTrue(!name.contains("/packaging/"), name);
                }
            }
        }
        assertTrue(lambdas > 100, lambdas + " lambdas");
        Path tests = Path.of(LinkAll.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xverify:all",
                        "-cp",
                        agent + File.pathSeparator + tests,
                        LinkAll.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("linked " + count + " of " + count), output);
    }
}
