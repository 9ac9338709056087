package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.read.Hierarchy;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The frontend's proof: whole libraries read into IR and written back, and linked in a real JVM that verifies them. */
class RoundTripCorpusIT {
    private static final String GOLDEN = "/golden/round-trip-refusals.txt";

    @TempDir
    Path folder;

    @Test
    void theJdkLinksAfterReadAndWrite() throws Exception {
        RoundTrip trip = new RoundTrip(Hierarchy.of((ClassLoader) null));
        Path base = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
        for (String start : List.of("java/lang", "java/util", "java/math")) {
            List<Path> files;
            try (Stream<Path> walk = Files.walk(base.resolve(start))) {
                files = walk.filter(file -> file.toString().endsWith(".class")).toList();
            }
            for (Path file : files) {
                String name = base.relativize(file).toString();
                write(name, trip.rewrite(Files.readAllBytes(file)));
            }
        }
        assertEquals(golden("java.base"), trip.refusals().toString());
        assertTrue(trip.methods() > 15_000, "only " + trip.methods() + " methods");
        assertNoLarger(trip.sizes());
        assertLinked(run(
                "-Xverify:all",
                "--patch-module",
                "java.base=" + folder,
                "-cp",
                Library.jar(LinkAll.class.getName()).toString()));
    }

    @ParameterizedTest
    @EnumSource
    void aLibraryLinksAfterReadAndWriteAndComputesTheSame(Library library) throws Exception {
        List<Path> needed = new ArrayList<>(library.dependencies());
        needed.add(Library.jar(LinkAll.class.getName()));
        needed.add(library.jar());
        try (URLClassLoader original = new URLClassLoader(Library.urls(needed), null);
                JarFile file = new JarFile(library.jar().toFile())) {
            RoundTrip trip = new RoundTrip(Hierarchy.of(original));
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                if (name.endsWith(".class")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        write(name, trip.rewrite(in.readAllBytes()));
                    }
                }
            }
            assertEquals(golden(library.artifact()), trip.refusals().toString());
            assertTrue(trip.methods() > library.methods(), "only " + trip.methods() + " methods");
            assertNoLarger(trip.sizes());
        }
        needed.set(needed.size() - 1, folder);
        assertLinked(run(
                "-cp",
                String.join(
                        File.pathSeparator, needed.stream().map(Path::toString).toList())));
        try (URLClassLoader rewritten =
                new URLClassLoader(Library.urls(needed), ClassLoader.getPlatformClassLoader())) {
            assertEquals(library.results(), library.results(rewritten));
        }
    }

    /** Not as a whole, and not by much anywhere. */
    private static void assertNoLarger(CodeSizes sizes) {
        assertTrue(sizes.total() <= 1, sizes::toString);
        assertTrue(sizes.median() <= 1, sizes::toString);
        assertTrue(sizes.worst() <= 1.6, sizes::toString);
    }

    private void write(String path, byte[] classFile) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, classFile);
    }

    private static String golden(String corpus) throws IOException {
        try (InputStream in = RoundTripCorpusIT.class.getResourceAsStream(GOLDEN)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(corpus + " "))
                    .map(line -> line.substring(corpus.length() + 1))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String run(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add(LinkAll.class.getName());
        command.add(folder.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private void assertLinked(String output) throws IOException {
        long count;
        try (Stream<Path> walk = Files.walk(folder)) {
            count = walk.filter(file -> file.toString().endsWith(".class")).count();
        }
        String last = "linked " + count + " of " + count;
        assertTrue(output.lines().anyMatch(last::equals), output);
    }
}
