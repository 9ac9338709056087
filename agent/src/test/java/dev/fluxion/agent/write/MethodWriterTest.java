package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Printer;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.MethodReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

class MethodWriterTest {
    private static final Type DOUBLES = Type.ofDescriptor("[D");

    /** Methods whose bytecode the tests look at. */
    @SuppressWarnings("unused")
    private static final class Samples {
        static double sumOfSquares(double[] x) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += x[i] * x[i];
            }
            return sum;
        }

        static int clamp(int x) {
            return x < 0 ? 0 : x;
        }

        static int parse(String text, int otherwise) {
            try {
                return Integer.parseInt(text.trim());
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }

        static int table(int x) {
            return switch (x) {
                case 1 -> 10;
                case 2 -> 20;
                case 3 -> 30;
                default -> 0;
            };
        }

        static int lookup(int x) {
            return switch (x) {
                case 1 -> 10;
                case 1000 -> 20;
                case 1000000 -> 30;
                default -> 0;
            };
        }

        static Object made(int size) {
            return new BitSet(size);
        }
    }

    private static Function read(String method) throws IOException {
        String path = "/" + Samples.class.getName().replace('.', '/') + ".class";
        try (InputStream in = MethodWriterTest.class.getResourceAsStream(path)) {
            ClassNode owner = ClassFiles.parse(in.readAllBytes());
            MethodNode node = owner.methods.stream()
                    .filter(candidate -> candidate.name.equals(method))
                    .findFirst()
                    .orElseThrow();
            return MethodReader.read(owner, node, Hierarchy.of(MethodWriterTest.class.getClassLoader()));
        }
    }

    @Test
    void aCountedLoopMovesNothing() throws IOException {
        String expected = "dconst_0 dstore iconst_0 istore "
                + "iload aload arraylength if_icmpge "
                + "dload aload iload daload aload iload daload dmul dadd dstore iinc goto "
                + "dload dreturn";
        assertEquals(expected, String.join(" ", Written.opcodes(read("sumOfSquares"))));
    }

    @Test
    void comparisonsWithZeroPushNoZero() throws IOException {
        assertEquals(
                List.of("iload", "ifge", "iconst_0", "istore", "iload", "ireturn"), Written.opcodes(read("clamp")));
    }

    @Test
    void anObjectIsMadeOnTheStack() throws IOException {
        assertEquals(List.of("new", "dup", "iload", "invokespecial", "areturn"), Written.opcodes(read("made")));
    }

    @Test
    void protectedCallsInARowAreOneRange() throws IOException {
        assertEquals(1, Written.code(read("parse")).tryCatchBlocks.size());
    }

    @Test
    void denseKeysMakeATable() throws IOException {
        assertTrue(Written.opcodes(read("table")).contains("tableswitch"));
    }

    @Test
    void sparseKeysMakeALookup() throws IOException {
        assertTrue(Written.opcodes(read("lookup")).contains("lookupswitch"));
    }

    @Test
    void writingLeavesTheFunctionAsItIs() throws IOException {
        Function function = read("parse");
        String before = Printer.print(function);
        Written.code(function);
        assertEquals(before, Printer.print(function));
    }

    @Test
    void theSizeOfTheCodeIsReturned() throws IOException {
        MethodNode code = new MethodNode(org.objectweb.asm.Opcodes.ASM9, 0, "code", "()V", null, null);
        // new, dup, iload_0, invokespecial, areturn
        assertEquals(3 + 1 + 1 + 3 + 1, MethodWriter.write(read("made"), code));
    }

    private static Function function(Type... results) {
        return new Function("test.Written.function", List.of(results));
    }

    private static void exit(Block block, Value... results) {
        block.terminate(new Terminator.Return(List.of(results)));
    }

    private static Value constant(Block block, Object value, Type type) {
        return block.append(new Constant(value), type, Position.UNKNOWN);
    }

    @Test
    void aLoadStaysBeforeALaterStore() throws ReflectiveOperationException {
        Function function = function(Type.DOUBLE);
        Block block = function.addBlock();
        Value array = block.addParameter(DOUBLES, "array");
        Value zero = constant(block, 0, Type.INT);
        Value loaded = block.append(new ArrayLoad(Element.DOUBLE), Type.DOUBLE, Position.UNKNOWN, array, zero);
        Value seven = constant(block, 7.0, Type.DOUBLE);
        block.ops()
                .add(new Op(new ArrayStore(Element.DOUBLE), List.of(array, zero, seven), List.of(), Position.UNKNOWN));
        exit(block, loaded);
        assertEquals(3.0, Written.method(function, "([D)D").invoke(null, (Object) new double[] {3}));
    }

    @Test
    void pureOpsMoveToTheirOnlyUse() {
        Function function = function(Type.DOUBLE);
        Block block = function.addBlock();
        Value array = block.addParameter(DOUBLES, "array");
        Value x = block.addParameter(Type.DOUBLE, "x");
        Value square = block.append(Arithmetic.DMUL, Type.DOUBLE, Position.UNKNOWN, x, x);
        Value zero = constant(block, 0, Type.INT);
        Value loaded = block.append(new ArrayLoad(Element.DOUBLE), Type.DOUBLE, Position.UNKNOWN, array, zero);
        exit(block, block.append(Arithmetic.DADD, Type.DOUBLE, Position.UNKNOWN, loaded, square));
        assertEquals(
                List.of("aload", "iconst_0", "daload", "dload", "dload", "dmul", "dadd", "dreturn"),
                Written.opcodes(function));
    }

    @Test
    void unusedPureOpsVanish() {
        Function function = function();
        Block block = function.addBlock();
        Value x = block.addParameter(Type.DOUBLE, "x");
        block.append(Arithmetic.DMUL, Type.DOUBLE, Position.UNKNOWN, x, x);
        exit(block);
        assertEquals(List.of("return"), Written.opcodes(function));
    }

    @Test
    void unusedLoadsStillThrow() {
        Function function = function();
        Block block = function.addBlock();
        Value array = block.addParameter(DOUBLES, "array");
        block.append(new ArrayLoad(Element.DOUBLE), Type.DOUBLE, Position.UNKNOWN, array, constant(block, 0, Type.INT));
        exit(block);
        assertEquals(List.of("aload", "iconst_0", "daload", "pop2", "return"), Written.opcodes(function));
    }

    @Test
    void minusZeroIsNotWrittenAsZero() throws ReflectiveOperationException {
        Function function = function(Type.DOUBLE);
        Block block = function.addBlock();
        exit(block, constant(block, -0.0, Type.DOUBLE));
        assertEquals(-0.0, Written.method(function, "()D").invoke(null));
    }

    /** Rotates parameters of a loop by one place each time around, as often as the first argument says. */
    private static Function rotation(Type... types) {
        Function function = function(types[0]);
        Block entry = function.addBlock();
        Value count = entry.addParameter(Type.INT, "count");
        List<Value> initial = new ArrayList<>(List.of(count));
        for (Type type : types) {
            initial.add(entry.addParameter(type, null));
        }
        Block head = function.addBlock();
        List<Value> carried = new ArrayList<>();
        for (Value value : initial) {
            carried.add(head.addParameter(value.type(), null));
        }
        Block body = function.addBlock();
        Block done = function.addBlock();
        entry.terminate(new Terminator.Jump(new Edge(head, initial)));
        Value zero = constant(head, 0, Type.INT);
        head.terminate(new Terminator.Branch(Comparison.GT, carried.get(0), zero, new Edge(body), new Edge(done)));
        List<Value> next = new ArrayList<>(carried);
        Collections.rotate(next.subList(1, next.size()), 1);
        Value minusOne = constant(body, -1, Type.INT);
        next.set(0, body.append(Arithmetic.IADD, Type.INT, Position.UNKNOWN, carried.get(0), minusOne));
        body.terminate(new Terminator.Jump(new Edge(head, next)));
        exit(done, carried.get(1));
        return function;
    }

    @Test
    void parametersOfALoopMayTradePlaces() throws ReflectiveOperationException {
        Function function = rotation(Type.DOUBLE, Type.DOUBLE, Type.DOUBLE);
        for (int turns = 0; turns < 4; turns++) {
            double expected = List.of(1.0, 3.0, 2.0, 1.0).get(turns);
            assertEquals(expected, Written.method(function, "(IDDD)D").invoke(null, turns, 1.0, 2.0, 3.0));
        }
    }

    @Test
    void aSwapUsesNoFurtherLocal() {
        assertEquals(1 + 1 + 1, Written.code(rotation(Type.INT, Type.INT)).maxLocals);
    }

    @Test
    void whatFollowsALoopComesAfterIt() {
        List<String> opcodes = Written.opcodes(rotation(Type.INT, Type.INT));
        assertTrue(opcodes.indexOf("goto") < opcodes.indexOf("ireturn"), opcodes.toString());
        assertEquals(opcodes.indexOf("goto"), opcodes.lastIndexOf("goto"), opcodes.toString());
    }

    @Test
    void bothEdgesOfABranchMayMove() throws ReflectiveOperationException {
        Function function = function(Type.INT);
        Block entry = function.addBlock();
        Value a = entry.addParameter(Type.INT, "a");
        Value b = entry.addParameter(Type.INT, "b");
        Block join = function.addBlock();
        Value x = join.addParameter(Type.INT, "x");
        Value y = join.addParameter(Type.INT, "y");
        entry.terminate(new Terminator.Branch(
                Comparison.LT, a, b, new Edge(join, List.of(a, b)), new Edge(join, List.of(b, a))));
        Value ten = constant(join, 10, Type.INT);
        Value product = join.append(Arithmetic.IMUL, Type.INT, Position.UNKNOWN, x, ten);
        exit(join, join.append(Arithmetic.IADD, Type.INT, Position.UNKNOWN, product, y));
        assertEquals(25, Written.method(function, "(II)I").invoke(null, 2, 5));
        assertEquals(25, Written.method(function, "(II)I").invoke(null, 5, 2));
    }

    @Test
    void deepExpressionsAreCutIntoStatements() throws ReflectiveOperationException {
        Function function = function(Type.DOUBLE);
        Block block = function.addBlock();
        Value x = block.addParameter(Type.DOUBLE, "x");
        Value sum = x;
        for (int i = 0; i < 5_000; i++) {
            sum = block.append(Arithmetic.DADD, Type.DOUBLE, Position.UNKNOWN, x, sum);
        }
        exit(block, sum);
        assertEquals(5_001.0, Written.method(function, "(D)D").invoke(null, 1.0));
    }

    @Test
    void aMethodThatIsTooLargeIsRefusedByName() {
        Function function = function();
        Block block = function.addBlock();
        Value array = block.addParameter(DOUBLES, "array");
        for (int i = 0; i < 20_000; i++) {
            Value zero = constant(block, 0, Type.INT);
            block.append(new ArrayLoad(Element.DOUBLE), Type.DOUBLE, Position.UNKNOWN, array, zero);
        }
        exit(block);
        MethodNode code = new MethodNode();
        MethodTooLargeException refusal =
                assertThrows(MethodTooLargeException.class, () -> MethodWriter.write(function, code));
        assertEquals(
                "test.Written.function would need 80001 bytes of bytecode; a method may have at most 65535",
                refusal.getMessage());
        assertFalse(code.instructions.iterator().hasNext());
    }
}
