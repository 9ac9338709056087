package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.Printer;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.entry.OperatorEntry;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.RegularPlan;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import dev.fluxion.agent.link.program.Functions;
import dev.fluxion.agent.report.BothTraces;
import dev.fluxion.agent.report.Dump;
import dev.fluxion.agent.report.LinkLog;
import dev.fluxion.runtime.Tape;
import dev.fluxion.runtime.TapePool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** What the compiler writes of a method for who wants to see inside is what it made. */
class DumpedDerivativesTest {
    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    static double cube(double x) {
        return x * squared(x);
    }

    private static double squared(double x) {
        return x * x;
    }

    static double lengthOfPair(double x) {
        double[] pair = new Pair(x, 2 * x).both();
        return pair[0] * pair[1];
    }

    record Pair(double first, double second) {
        double[] both() {
            return new double[] {first, second};
        }
    }

    static double deep(int depth, double x) {
        return depth == 0 ? x : Math.sin(deep(depth - 1, x));
    }

    private static Operator operator(Linker linker, String method, Operator.Kind kind) {
        Target target = Targets.of(linker, StubHandles.method(DumpedDerivativesTest.class, method));
        int count = target.types().size();
        return Operator.of(kind, new TargetFacts(linker, target), Operator.only(count - 1, count), false);
    }

    private FluxionCompiler dumping(String pattern) {
        Dump dump = new Dump(folder, ChosenMethods.parse(pattern), warnings::add);
        return Laboratory.telling(new BothTraces(dump, new LinkLog(lines::add)));
    }

    private List<String> files(String method) throws IOException {
        try (Stream<Path> files = Files.list(ofMethod(method))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path ofMethod(String method) {
        return folder.resolve(DumpedDerivativesTest.class.getName()).resolve(method);
    }

    private static String withoutComments(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static void assertIsWritten(Function expected, Path file) throws IOException {
        Function read = Parser.parse(withoutComments(file));
        assertNotSame(expected, read);
        assertEquals(Printer.print(expected), Printer.print(read));
    }

    @Test
    void theTextsOfAMethodAreItsFunctions() throws Throwable {
        Linker linker = dumping("**").linker();
        Operator derivative = operator(linker, "cube", Operator.Kind.DERIVATIVE);
        OperatorEntry.of(derivative, null);
        assertEquals(List.of(), warnings);
        Functions functions = linker.functions(DumpedDerivativesTest.class.getClassLoader());
        Variant plain = Laboratory.variant(StubHandles.method(DumpedDerivativesTest.class, "cube"));
        Path ofCube = ofMethod("cube(double)");
        assertIsWritten(functions.function(plain), ofCube.resolve("3-finished.txt"));
        String read = Files.readString(ofCube.resolve("1-read.txt"));
        assertTrue(read.contains("invokestatic dev/fluxion/agent/link/DumpedDerivativesTest.squared"), read);
        String optimized = Files.readString(ofCube.resolve("2-optimized.txt"));
        assertEquals(2, optimized.lines().filter(line -> line.contains("dmul")).count(), optimized);
        Variant tangent = RegularPlan.of(derivative).derived().variant();
        String name = tangent.transforms().get(0).toString().replace('|', '_');
        assertIsWritten(functions.function(tangent), ofCube.resolve(name + ".txt"));
    }

    @Test
    void theClassOfADerivativeIsVerifiedAndRuns() throws Throwable {
        Linker linker = dumping("**").linker();
        Operator derivative = operator(linker, "cube", Operator.Kind.JVP);
        Derived derived = RegularPlan.of(derivative).derived();
        derived.link(linker, () -> "a test");
        Variant variant = derived.variant();
        Path file = ofMethod("cube(double)")
                .resolve(variant.transforms().get(0).toString().replace('|', '_') + ".class");
        byte[] classFile = Files.readAllBytes(file);
        StringWriter problems = new StringWriter();
        CheckClassAdapter.verify(
                new ClassReader(classFile),
                DumpedDerivativesTest.class.getClassLoader(),
                false,
                new PrintWriter(problems));
        assertEquals("", problems.toString());
        Lookup companion = MethodHandles.lookup().defineHiddenClass(classFile, true, ClassOption.NESTMATE);
        MethodHandle tangent = companion.findStatic(
                companion.lookupClass(),
                "cube",
                MethodType.methodType(double.class, Tape.class, double.class, double.class));
        Tape tape = new TapePool().acquire();
        assertEquals(27.0, (double) tangent.invokeExact(tape, 3.0, 1.0));
        assertEquals(27.0, tape.doubleResults[0]);
    }

    @Test
    void whatIsLeftOutOfAMethodWithObjectsIsSeen() throws Throwable {
        Linker linker = dumping("**.lengthOfPair").linker();
        OperatorEntry.of(operator(linker, "lengthOfPair", Operator.Kind.DERIVATIVE), null);
        Path ofMethod = ofMethod("lengthOfPair(double)");
        assertTrue(Files.readString(ofMethod.resolve("2-optimized.txt")).contains("Pair"));
        String finished = withoutComments(ofMethod.resolve("3-finished.txt"));
        assertTrue(finished.lines().noneMatch(line -> line.contains(" new ")), finished);
    }

    @Test
    void onlyMethodsThatMatchAreWritten() throws Throwable {
        Linker linker = dumping(DumpedDerivativesTest.class.getName() + ".cube").linker();
        OperatorEntry.of(operator(linker, "cube", Operator.Kind.DERIVATIVE), null);
        OperatorEntry.of(operator(linker, "lengthOfPair", Operator.Kind.DERIVATIVE), null);
        try (Stream<Path> methods = Files.list(ofMethod("."))) {
            assertEquals(
                    List.of("cube(double)"),
                    methods.map(method -> method.getFileName().toString()).toList());
        }
    }

    @Test
    void aLineSaysOfEachDerivativeWhoNeededIt() throws Throwable {
        Linker linker = dumping("none.None").linker();
        OperatorEntry.of(operator(linker, "cube", Operator.Kind.DERIVATIVE), null);
        assertEquals(1, lines.size(), lines.toString());
        String line = lines.get(0);
        String expected = "Linked dev/fluxion/agent/link/DumpedDerivativesTest\\.cube\\(D\\)D(·\\w+\\[[^]]*\\])+:"
                + " \\d+ IR ops, \\d+ bytes of bytecode, \\d+\\.\\d ms, needed by"
                + " DERIVATIVE of dev\\.fluxion\\.agent\\.link\\.DumpedDerivativesTest\\.cube\\.";
        assertTrue(line.matches(expected), line);
    }

    @Test
    void anUnwritableFolderDoesNotKeepADerivativeFromBeingMade() throws Throwable {
        Path file = Files.writeString(folder.resolve("file"), "");
        Linker linker = Laboratory.telling(new Dump(file, ChosenMethods.parse("**"), warnings::add))
                .linker();
        MethodHandle entry = OperatorEntry.of(operator(linker, "cube", Operator.Kind.DERIVATIVE), null);
        assertEquals(12.0, (double) entry.invokeExact(2.0));
        assertEquals(1, warnings.size(), warnings.toString());
    }

    @Test
    void twoThreadsThatDeriveOneMethodLeaveWholeFiles() throws Throwable {
        Linker linker = dumping("**.deep").linker();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (Operator.Kind kind : List.of(Operator.Kind.DERIVATIVE, Operator.Kind.GRADIENT, Operator.Kind.VJP)) {
            Thread thread = new Thread(() -> {
                try {
                    OperatorEntry.of(operator(linker, "deep", kind), null);
                } catch (Throwable failure) {
                    failures.add(failure);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(List.of(), warnings);
        List<String> files = files("deep(int,double)");
        assertTrue(files.stream().anyMatch(file -> file.endsWith(".class")), files.toString());
        for (String file : files) {
            Path path = ofMethod("deep(int,double)").resolve(file);
            if (file.endsWith(".class")) {
                assertTrue(
                        new ClassReader(Files.readAllBytes(path)).getClassName().contains("DumpedDerivativesTest"));
            } else {
                assertTrue(file.endsWith(".txt"), file);
                Parser.parse(withoutComments(path));
            }
        }
    }
}
