package dev.fluxion.agent.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.read.ClassFiles;
import dev.fluxion.agent.read.Hierarchy;
import dev.fluxion.agent.read.MethodReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** A function's text says all that the function says: it reads back as the same function, and prints again as the same text. */
class PrinterTest {
    private static int assertMethodsReadBack(InputStream classFile, Hierarchy hierarchy) throws IOException {
        ClassNode owner = ClassFiles.parse(classFile.readAllBytes());
        int methods = 0;
        for (MethodNode method : owner.methods) {
            if (method.instructions.size() > 0) {
                ReadBack.check(MethodReader.read(owner, method, hierarchy));
                methods++;
            }
        }
        return methods;
    }

    @ParameterizedTest
    @ValueSource(strings = {"derive/Programs", "write/Constructs", "derive/GoldenFunctions"})
    void theMethodsOfATestClassReadBack(String name) throws IOException {
        try (InputStream in = PrinterTest.class.getResourceAsStream("/dev/fluxion/agent/" + name + ".class")) {
            assertTrue(assertMethodsReadBack(in, Hierarchy.of(PrinterTest.class.getClassLoader())) > 10);
        }
    }

    @Test
    void theMethodsOfALibraryReadBack() throws Exception {
        URI jar = URI.create(
                "jar:" + FastMath.class.getProtectionDomain().getCodeSource().getLocation());
        Hierarchy hierarchy = Hierarchy.of(FastMath.class.getClassLoader());
        int methods = 0;
        try (FileSystem files = FileSystems.newFileSystem(jar, java.util.Map.of());
                Stream<Path> folder = Files.list(files.getPath("org/apache/commons/math3/util"))) {
            for (Path file :
                    folder.filter(file -> file.toString().endsWith(".class")).toList()) {
                methods += assertMethodsReadBack(Files.newInputStream(file), hierarchy);
            }
        }
        assertTrue(methods > 600, "only " + methods + " methods");
    }

    static Stream<Object> constants() {
        Handle bootstrap = new Handle(Opcodes.H_INVOKESTATIC, "a/B", "make", "(Ljava/lang/String;)I", false);
        return Stream.of(
                Constant.NULL,
                "null",
                "long ".repeat(20_000) + "\\".repeat(20_000),
                "quotes \" \\ and \n, \u00e9, \ud800",
                Integer.MIN_VALUE,
                5,
                5L,
                Long.MIN_VALUE,
                5.0,
                5.0f,
                -0.0,
                -0.0f,
                1e-300,
                1e-30f,
                Double.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                org.objectweb.asm.Type.getObjectType("[[La/B;"),
                org.objectweb.asm.Type.getMethodType("([D)V"),
                bootstrap,
                new Handle(Opcodes.H_INVOKESTATIC, "a/B", "make", "()V", true),
                new Handle(Opcodes.H_INVOKEINTERFACE, "a/B", "make", "()V", true),
                new Handle(Opcodes.H_NEWINVOKESPECIAL, "a/B", "<init>", "()V", false),
                new Handle(Opcodes.H_GETFIELD, "a/B", "field", "[D", false),
                new ConstantDynamic("name", "I", bootstrap, 1, "1", 1.0f, 1.0, 1L, bootstrap));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void aConstantReadsBack(Object constant) {
        ReadBack.check(returning(new Constant(constant)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0x7ff8000000000000L, 0x7ff8000000000123L, 0xfff8000000000000L})
    void theBitsInsideANaNReadBack(long bits) {
        String text = Printer.print(returning(Constant.of(Double.longBitsToDouble(bits))));
        Constant constant = (Constant) Parser.parse(text).entry().ops().get(0).operator();
        assertEquals(bits, Double.doubleToRawLongBits((Double) constant.value()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7fc00000, 0x7fc00123, 0xffc00000})
    void theBitsInsideAFloatNaNReadBack(int bits) {
        String text = Printer.print(returning(Constant.of(Float.intBitsToFloat(bits))));
        Constant constant = (Constant) Parser.parse(text).entry().ops().get(0).operator();
        assertEquals(bits, Float.floatToRawIntBits((Float) constant.value()));
    }

    static Stream<Operator> operators() {
        MethodReference method = new MethodReference("a/B", "f", "(D[La/B;)D", false);
        MethodReference inInterface = new MethodReference("a/B", "f", "(D[La/B;)D", true);
        MethodReference odd = new MethodReference("a b/C:D", "x(y) z", "()V", false);
        Variant variant = new Variant(Invoke.Kind.STATIC, method, List.of())
                .then(Variant.Kind.JOINT, Activity.parse("[a!,-|a]"))
                .then(Variant.Kind.JVP, Activity.parse("[|]"));
        return Stream.of(
                new Invoke(Invoke.Kind.STATIC, method),
                new Invoke(Invoke.Kind.STATIC, inInterface),
                new Invoke(Invoke.Kind.INTERFACE, inInterface),
                new Invoke(Invoke.Kind.STATIC, odd),
                new Invoke(Invoke.Kind.INTERFACE, inInterface, method),
                new Invoke(Invoke.Kind.VIRTUAL, method, inInterface),
                Invoke.ofStatic("[[D", "clone", "()Ljava/lang/Object;"),
                new InvokeVariant(variant, false),
                new InvokeVariant(variant, true),
                new InvokeVariant(new Variant(Invoke.Kind.SPECIAL, inInterface, List.of()), false),
                new FieldGet(new FieldReference("a/B", "some:name", "[D"), true),
                new FieldPut(new FieldReference("a/B", "name", "La/B;"), false),
                new NewObject("a/B C"),
                new Refuse("a \"cause\"", "a remedy"),
                new ShadowOperation(ShadowOperation.Kind.FILL_TRANSPOSED, Type.FLOAT, false),
                new ShadowOperation(ShadowOperation.Kind.COPY, Type.DOUBLE, true));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void anOperatorReadsBack(Operator operator) {
        Function function = new Function("test.f", List.of());
        Block block = function.addBlock();
        block.ops().add(new Op(operator, List.of(), List.of(), Position.UNKNOWN));
        block.terminate(new Terminator.Return(List.of()));
        ReadBack.parsed(function);
    }

    @Test
    void namesThatLookLikeSomethingElseReadBack() {
        Function function = new Function("test.a method", List.of());
        Block block = function.addBlock();
        for (String name : new String[] {"v0", "v1", null, "x", "x", "x'", "x.1", "a b", "const", "return", "null"}) {
            block.addParameter(Type.DOUBLE, name);
            block.parameters().add(Value.linear(Type.DOUBLE, name));
        }
        block.terminate(new Terminator.Return(block.parameters()));
        ReadBack.parsed(function);
    }

    @Test
    void positionsReadBack() {
        Function function = new Function("test.f", List.of());
        Block block = function.addBlock();
        for (Position position : List.of(
                Position.UNKNOWN,
                new Position("test.f", 12),
                new Position("test.f", -1),
                new Position("test.g", 12),
                new Position("test.g", -1),
                new Position("test.a name", 12),
                new Position("test.", 12),
                new Position("test.f.g", 12),
                new Position("another.Test.g", 12),
                new Position("?", 12),
                new Position("a name", -1))) {
            block.append(Constant.of(1), Type.INT, position);
        }
        block.terminate(new Terminator.Return(List.of()));
        ReadBack.check(function);
    }

    @Test
    void aUseAboveItsDefinitionReadsBack() {
        Function function = new Function("test.f", List.of(Type.INT));
        Block entry = function.addBlock();
        Block exit = function.addBlock();
        Block middle = function.addBlock();
        Value one = middle.append(Constant.of(1), Type.INT, Position.UNKNOWN);
        entry.terminate(new Terminator.Jump(new Edge(middle)));
        middle.terminate(new Terminator.Jump(new Edge(exit)));
        exit.terminate(new Terminator.Return(List.of(one)));
        ReadBack.check(function);
    }

    private static Function returning(Constant constant) {
        Type type = constant.value() instanceof Double ? Type.DOUBLE : Type.OBJECT;
        Function function = new Function("test.f", List.of(type));
        Block block = function.addBlock();
        Value value = block.append(constant, type, Position.UNKNOWN);
        block.terminate(new Terminator.Return(List.of(value)));
        return function;
    }
}
