package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.read.Hierarchy;
import java.io.File;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * The tests of commons-math pass with its classes after reading and writing as they do with its classes as they are: as many,
 * and the same ones fail. Some fail on today's JDKs, and some now and then, so those that differ run again. Both run at the same
 * time, each in a JVM of its own. A few classes that
 * take as long as all others together run only if asked for, by {@code -Down.tests.all}.
 */
class OwnTestsIT {
    private static final Pattern TEST_CLASS = Pattern.compile("[^$]*(Test|TestBinary|TestPermutations)\\.class");

    private static final Pattern SLOW = Pattern.compile(
            ".*/(BOBYQA|CMAES|PSquare|PolynomialFitter|LegendreHighPrecision|KolmogorovSmirnov)\\w*\\.class");

    private static final boolean ALL = System.getProperty("own.tests.all") != null;

    /** What JUnit 4 prints at the end. */
    private record Outcome(int run, List<String> failed) {
        static Outcome of(String output) {
            Matcher count = Pattern.compile("(?m)^(?:OK \\((\\d+) tests?\\)|Tests run: (\\d+),.*)$")
                    .matcher(output);
            assertTrue(count.find(), output);
            List<String> failed = Pattern.compile("(?m)^\\d+\\) (\\w+\\(\\S+\\))$")
                    .matcher(output)
                    .results()
                    .map(match -> match.group(1))
                    .sorted()
                    .toList();
            return new Outcome(Integer.parseInt(count.group(1) == null ? count.group(2) : count.group(1)), failed);
        }
    }

    private static final int REPETITIONS = 3;

    private final Path needed = Path.of(System.getProperty("own.tests"));

    @TempDir
    Path folder;

    /** With the classes as they are, and after reading and writing. */
    private record Pair(Outcome original, Outcome rewritten) {
        /** The tests that fail in one of them only. */
        Set<String> differing() {
            Set<String> differing = new TreeSet<>(original.failed);
            differing.addAll(rewritten.failed);
            differing.removeIf(test -> original.failed.contains(test) && rewritten.failed.contains(test));
            return differing;
        }
    }

    @Test
    void asManyTestsOfCommonsMathPassAsWithTheOriginalClasses() throws Exception {
        Path rewritten = folder.resolve("classes");
        rewrite(Library.COMMONS_MATH.jar(), rewritten);
        Pair all = run(rewritten, testClasses());
        Outcome expected = all.original;
        assertEquals(expected.run, all.rewritten.run);
        List<String> differences = new ArrayList<>();
        for (String test : all.differing()) {
            System.out.println("Run again because it differs: " + test);
            if (differsAlways(test, all, rewritten)) {
                differences.add((expected.failed.contains(test) ? "fails no more: " : "fails: ") + test);
            }
        }
        System.out.println(expected.run + " tests with the original classes, of which fail " + expected.failed);
        System.out.println(all.rewritten.run + " tests with the rewritten ones, of which fail " + all.rewritten.failed);
        assertEquals(List.of(), differences);
        assertTrue(expected.run > (ALL ? 6_400 : 6_200), "only " + expected.run + " tests");
        assertTrue(expected.failed.size() < 10, expected::toString);
    }

    /** Whether no outcome of the test with the original classes is one with the rewritten ones, however often it runs. */
    private boolean differsAlways(String test, Pair first, Path rewritten) throws Exception {
        String type = test.substring(test.indexOf('(') + 1, test.length() - 1);
        Set<Boolean> originalFails = new HashSet<>(Set.of(first.original.failed.contains(test)));
        Set<Boolean> rewrittenFails = new HashSet<>(Set.of(first.rewritten.failed.contains(test)));
        for (int i = 0; i < REPETITIONS && Collections.disjoint(originalFails, rewrittenFails); i++) {
            Pair again = run(rewritten, List.of(type));
            assertEquals(again.original.run, again.rewritten.run, type);
            originalFails.add(again.original.failed.contains(test));
            rewrittenFails.add(again.rewritten.failed.contains(test));
        }
        return Collections.disjoint(originalFails, rewrittenFails);
    }

    private Pair run(Path rewritten, List<String> testClasses) throws Exception {
        Path before = folder.resolve("before.txt");
        Path after = folder.resolve("after.txt");
        Process original = start(Library.COMMONS_MATH.jar(), testClasses, before);
        Process other = start(rewritten, testClasses, after);
        original.waitFor();
        other.waitFor();
        return new Pair(
                Outcome.of(Files.readString(before, StandardCharsets.ISO_8859_1)),
                Outcome.of(Files.readString(after, StandardCharsets.ISO_8859_1)));
    }

    /** Every entry; what is not a class is copied. */
    private static void rewrite(Path jar, Path target) throws Exception {
        try (URLClassLoader original = new URLClassLoader(Library.urls(List.of(jar)), null);
                JarFile file = new JarFile(jar.toFile())) {
            RoundTrip trip = new RoundTrip(Hierarchy.of(original));
            for (ZipEntry entry :
                    file.stream().filter(one -> !one.isDirectory()).toList()) {
                Path path = target.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                try (InputStream in = file.getInputStream(entry)) {
                    byte[] content = in.readAllBytes();
                    Files.write(path, entry.getName().endsWith(".class") ? trip.rewrite(content) : content);
                }
            }
            assertEquals(Map.of(), trip.refusals());
        }
    }

    private Process start(Path library, List<String> testClasses, Path output) throws Exception {
        List<String> classPath = new ArrayList<>(List.of(library.toString()));
        needed().forEach(jar -> classPath.add(jar.toString()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(File.pathSeparator, classPath),
                "org.junit.runner.JUnitCore"));
        command.addAll(testClasses);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private List<Path> needed() throws Exception {
        try (Stream<Path> jars = Files.list(needed)) {
            return jars.sorted().toList();
        }
    }

    /** The classes that the library's own build runs. */
    private List<String> testClasses() throws Exception {
        Path jar = needed().stream()
                .filter(path -> path.toString().endsWith("-tests.jar"))
                .findFirst()
                .orElseThrow();
        List<String> names = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                String name = entry.getName();
                boolean isWanted = ALL || !SLOW.matcher(name).matches();
                if (isWanted && TEST_CLASS.matcher(name).matches() && !name.endsWith("AbstractTest.class")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        ClassReader reader = new ClassReader(in);
                        if ((reader.getAccess() & Opcodes.ACC_ABSTRACT) == 0) {
                            names.add(reader.getClassName().replace('/', '.'));
                        }
                    }
                }
            }
        }
        return names;
    }
}
