package dev.fluxion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.report.Trace.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpTest {
    private static final String TEXT = """
            function acme.Model.loss -> [D]
            b0(x:D):
              v1:D = dmul x, x  @7
              return v1
            """;

    @TempDir
    Path folder;

    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    private Dump dump(Path to) {
        return new Dump(to, method -> !method.name().equals("other"), warnings::add);
    }

    private static Variant plain(String name, String descriptor) {
        return new Variant(Invoke.Kind.STATIC, new MethodReference("acme/Model", name, descriptor, false), List.of());
    }

    private static Variant tangent(String name, String descriptor) {
        return plain(name, descriptor).then(Variant.Kind.JVP, Activity.parse("[a|a]"));
    }

    private static Trace.Companion companion(Variant variant, Function function) {
        return new Trace.Companion(variant, function, new byte[] {1, 2, 3}, 3, 1, () -> "a test");
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String withoutComments(String text) {
        return text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void eachStageAndEachVariantIsAFileInTheFolderOfItsMethod() throws IOException {
        Trace trace = dump(folder).in(null);
        Function function = Parser.parse(TEXT);
        for (Stage stage : Stage.values()) {
            trace.reached(stage, plain("loss", "(D)D"), function);
        }
        trace.reached(Stage.FINISHED, tangent("loss", "(D)D"), function);
        trace.linked(companion(tangent("loss", "(D)D"), function));
        assertEquals(
                new TreeSet<>(Set.of(
                        "acme.Model/loss(double)/1-read.txt",
                        "acme.Model/loss(double)/2-optimized.txt",
                        "acme.Model/loss(double)/3-finished.txt",
                        "acme.Model/loss(double)/jvp[a_a].txt",
                        "acme.Model/loss(double)/jvp[a_a].class")),
                files());
        assertEquals(List.of(), warnings);
        assertEquals(3, Files.size(folder.resolve("acme.Model/loss(double)/jvp[a_a].class")));
    }

    @Test
    void aTextSaysWhatItIsOfAndIsReadBack() throws IOException {
        dump(folder).in(null).reached(Stage.FINISHED, tangent("loss", "(D)D"), Parser.parse(TEXT));
        String text = Files.readString(folder.resolve("acme.Model/loss(double)/jvp[a_a].txt"));
        assertTrue(
                text.startsWith(
                        "# acme/Model.loss(D)D·jvp[a|a]\n# as the classes of the boot loader see it\nfunction "),
                text);
        assertEquals(TEXT, Parser.parse(withoutComments(text)).toString());
    }

    @Test
    void aFunctionThatIsWrittenOtherwiseThanItWasDerivedIsATextOfItsOwn() throws IOException {
        Trace trace = dump(folder).in(null);
        trace.reached(Stage.FINISHED, tangent("loss", "(D)D"), Parser.parse(TEXT));
        trace.linked(companion(tangent("loss", "(D)D"), Parser.parse(TEXT.replace("dmul", "dadd"))));
        assertTrue(Files.readString(folder.resolve("acme.Model/loss(double)/jvp[a_a].linked.txt"))
                .contains("dadd"));
        assertTrue(Files.readString(folder.resolve("acme.Model/loss(double)/jvp[a_a].txt"))
                .contains("dmul"));
    }

    @Test
    void overloadsVariantsAndLoadersAreToldApart() throws IOException {
        Dump dump = dump(folder);
        Function function = Parser.parse(TEXT);
        Trace first = dump.in(null);
        first.reached(Stage.READ, plain("loss", "(La/X;)D"), function);
        first.reached(Stage.READ, plain("loss", "(Lb/X;)D"), function);
        first.reached(Stage.FINISHED, tangent("loss", "(La/X;)D"), function);
        first.reached(
                Stage.FINISHED, plain("loss", "(La/X;)D").then(Variant.Kind.JVP, Activity.parse("[a!|a]")), function);
        dump.in(DumpTest.class.getClassLoader()).reached(Stage.READ, plain("loss", "(La/X;)D"), function);
        assertEquals(
                new TreeSet<>(Set.of(
                        "acme.Model/loss(X)/1-read.txt",
                        "acme.Model/loss(X)/jvp[a_a].txt",
                        "acme.Model/loss(X)/jvp[a!_a].txt",
                        "acme.Model/loss(X)~2/1-read.txt",
                        "acme.Model~2/loss(X)/1-read.txt")),
                files());
    }

    @Test
    void namesOfManyParametersAndTransformsAreWritten() throws IOException {
        String parameters = "[D".repeat(200);
        Variant variant = plain("loss" + "x".repeat(3_000), "(" + parameters + ")D");
        String activity = "[" + "a,".repeat(199) + "a|a]";
        variant = variant.then(Variant.Kind.JOINT, Activity.parse(activity))
                .then(Variant.Kind.JVP, Activity.parse(activity));
        dump(folder).in(null).reached(Stage.FINISHED, variant, Parser.parse(TEXT));
        assertEquals(List.of(), warnings);
        assertEquals(1, files().size());
    }

    @Test
    void methodsThatWereNotChosenAreNotWritten() throws IOException {
        Trace trace = dump(folder).in(null);
        trace.reached(Stage.READ, plain("other", "(D)D"), Parser.parse(TEXT));
        trace.linked(companion(tangent("other", "(D)D"), Parser.parse(TEXT)));
        assertEquals(Set.of(), files());
    }

    @Test
    void aFolderThatCannotBeMadeIsOneWarningAndNoException() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        Trace trace = dump(file.resolve("below")).in(null);
        trace.reached(Stage.READ, plain("loss", "(D)D"), Parser.parse(TEXT));
        trace.reached(Stage.READ, plain("loss", "(F)D"), Parser.parse(TEXT));
        trace.linked(companion(tangent("loss", "(D)D"), Parser.parse(TEXT)));
        assertEquals(1, warnings.size(), warnings.toString());
        String warning = warnings.get(0);
        assertTrue(warning.startsWith("Nothing more is written to " + file.resolve("below") + " (option dump): "));
        assertEquals("content", Files.readString(file));
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingHalfWritten() throws IOException {
        Path taken = folder.resolve("acme.Model/loss(double)/1-read.txt");
        Files.createDirectories(taken.resolve("in the way"));
        dump(folder).in(null).reached(Stage.READ, plain("loss", "(D)D"), Parser.parse(TEXT));
        assertEquals(1, warnings.size(), warnings.toString());
        assertEquals(Set.of(), files());
    }

    @Test
    void anInterruptedThreadWritesAndStaysInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        dump(folder).in(null).reached(Stage.READ, plain("loss", "(D)D"), Parser.parse(TEXT));
        assertTrue(Thread.interrupted());
        assertEquals(List.of(), warnings);
        assertEquals(1, files().size());
    }

    @Test
    void threadsThatWriteAtOnceLeaveWholeFiles() throws Exception {
        Dump dump = dump(folder);
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Trace trace = i < 2 ? dump.in(null) : null;
            Thread thread = new Thread(() -> {
                Trace own = trace == null ? dump.in(null) : trace;
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int k = 0; k < 50; k++) {
                    own.reached(Stage.READ, plain("loss" + k, "(D)D"), Parser.parse(TEXT));
                }
            });
            threads.add(thread);
            thread.start();
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), warnings);
        Set<String> files = files();
        assertEquals(200, files.size());
        for (String file : files) {
            assertEquals(
                    TEXT,
                    Parser.parse(withoutComments(Files.readString(folder.resolve(file))))
                            .toString());
        }
        assertFalse(files.stream().anyMatch(file -> file.contains("unfinished")));
    }
}
