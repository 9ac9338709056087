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
import java.util.List;
import java.util.Map;
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
 * and the same ones fail. Some fail on today's JDKs. Both run at the same time, each in a JVM of its own. A few classes that
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

    private final Path needed = Path.of(System.getProperty("own.tests"));

    @TempDir
    Path folder;

    @Test
    void asManyTestsOfCommonsMathPassAsWithTheOriginalClasses() throws Exception {
        Path rewritten = folder.resolve("classes");
        rewrite(Library.COMMONS_MATH.jar(), rewritten);
        Process before = run(Library.COMMONS_MATH.jar(), "before.txt");
        Process after = run(rewritten, "after.txt");
        before.waitFor();
        after.waitFor();
        Outcome expected = Outcome.of(Files.readString(folder.resolve("before.txt"), StandardCharsets.ISO_8859_1));
        assertEquals(expected, Outcome.of(Files.readString(folder.resolve("after.txt"), StandardCharsets.ISO_8859_1)));
        assertTrue(expected.run > (ALL ? 6_400 : 6_200), "only " + expected.run + " tests");
        assertTrue(expected.failed.size() < 10, expected::toString);
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

    private Process run(Path library, String output) throws Exception {
        List<String> classPath = new ArrayList<>(List.of(library.toString()));
        Path tests;
        try (Stream<Path> jars = Files.list(needed)) {
            jars.map(Path::toString).sorted().forEach(classPath::add);
            tests = Path.of(classPath.stream()
                    .filter(path -> path.endsWith("-tests.jar"))
                    .findFirst()
                    .orElseThrow());
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                String.join(File.pathSeparator, classPath),
                "org.junit.runner.JUnitCore"));
        command.addAll(testClasses(tests));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile())
                .start();
    }

    /** The classes that the library's own build runs. */
    private static List<String> testClasses(Path jar) throws Exception {
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
