package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.runtime.Tape;
import dev.fluxion.runtime.TapePool;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

class DerivedOperatorsTest {
    private static final Type TAPE = Type.ofInternalName("dev/fluxion/runtime/Tape");
    private static final Type STRING = Type.ofInternalName("java/lang/String");

    @Test
    void resultsBeyondTheFirstGoToTheTape() throws ReflectiveOperationException {
        List<Type> types = List.of(Type.INT, Type.DOUBLE, Type.FLOAT, Type.INT, Type.LONG, STRING, STRING);
        Function function = new Function("test.Written.function", types);
        Block block = function.addBlock();
        block.addParameter(TAPE, "tape");
        List<Value> parameters =
                types.stream().map(type -> block.addParameter(type, null)).toList();
        block.terminate(new Terminator.Return(parameters));
        Tape tape = new TapePool().acquire();
        Object first = Written.method(
                        function, "(Ldev/fluxion/runtime/Tape;IDFIJLjava/lang/String;Ljava/lang/String;)I")
                .invoke(null, tape, 1, 2.5, 3.5f, -4, 5L, "six", "seven");
        assertEquals(1, first);
        assertEquals(List.of(2.5, 3.5), List.of(tape.doubleResults[0], tape.doubleResults[1]));
        assertEquals(List.of(-4L, 5L), List.of(tape.longResults[0], tape.longResults[1]));
        assertEquals(List.of("six", "seven"), List.of(tape.objectResults[0], tape.objectResults[1]));
    }

    @Test
    void aReleasedTapeForgetsReferencesHoweverManyResultsBeforeThemAreNull() throws ReflectiveOperationException {
        for (int count : new int[] {2, 5, 6, 9, 20}) {
            List<Type> types = Collections.nCopies(count, STRING);
            Function function = new Function("test.Written.function", types);
            Block block = function.addBlock();
            block.addParameter(TAPE, "tape");
            Value last = block.addParameter(STRING, "last");
            Value absent = block.addParameter(STRING, "absent");
            List<Value> results = new ArrayList<>(Collections.nCopies(count, absent));
            results.set(count - 1, last);
            block.terminate(new Terminator.Return(results));
            Tape tape = new TapePool().acquire();
            Written.method(
                            function,
                            "(Ldev/fluxion/runtime/Tape;Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;")
                    .invoke(null, tape, "kept", null);
            assertEquals("kept", tape.objectResults[count - 2]);
            tape.release();
            assertNull(tape.objectResults[count - 2], count + " results");
        }
    }

    @Test
    void resultsOfAVariantComeFromTheTape() {
        Variant variant = new Variant(
                        Invoke.Kind.STATIC, new MethodReference("test/Model", "loss", "([D)D", false), List.of())
                .then(Variant.Kind.JVP, Activity.parse("[a,-!|a]"))
                .then(Variant.Kind.REVERSE, Activity.parse("[a|-]"));
        Function function = new Function("test.Written.function", List.of(STRING));
        Block block = function.addBlock();
        Value tape = block.addParameter(TAPE, "tape");
        Value x = block.addParameter(Type.DOUBLE, "x");
        Value first = Value.of(Type.DOUBLE);
        Value unused = Value.of(Type.FLOAT);
        Value text = Value.of(STRING);
        block.ops()
                .add(new Op(
                        new InvokeVariant(variant, false),
                        List.of(tape, x),
                        List.of(first, unused, text),
                        Position.UNKNOWN));
        block.terminate(new Terminator.Return(List.of(text)));
        assertEquals(
                List.of(
                        "aload",
                        "dload",
                        "invokedynamic",
                        "pop2",
                        "aload",
                        "getfield",
                        "iconst_0",
                        "aaload",
                        "checkcast",
                        "astore",
                        "aload",
                        "areturn"),
                Written.opcodes(function));
        for (AbstractInsnNode node : Written.code(function).instructions) {
            if (node instanceof InvokeDynamicInsnNode call) {
                assertEquals("(Ldev/fluxion/runtime/Tape;D)D", call.desc);
                assertEquals(
                        List.of("STATIC", "test/Model", "loss", "([D)D", 0, "jvp[a,-!|a];reverse[a|-]"),
                        List.of(call.bsmArgs));
            }
        }
    }

    @Test
    void aStrongProductWithZeroIsZero() throws ReflectiveOperationException {
        Function function = new Function("test.Written.function", List.of(Type.DOUBLE));
        Block block = function.addBlock();
        Value scale = block.addParameter(Type.DOUBLE, "scale");
        Value tangent = block.addParameter(Type.DOUBLE, "tangent");
        Value product = block.append(new StrongScale(Type.DOUBLE), Type.DOUBLE, Position.UNKNOWN, scale, tangent);
        block.terminate(new Terminator.Return(List.of(product)));
        var method = Written.method(function, "(DD)D");
        assertEquals(0.0, method.invoke(null, Double.POSITIVE_INFINITY, 0.0));
        assertEquals(6.0, method.invoke(null, 2.0, 3.0));
    }

    @Test
    void aRefusalIsRaisedWhereItIsReached() {
        Function function = new Function("test.Written.function", List.of());
        Block block = function.addBlock();
        block.ops()
                .add(new Op(
                        new Refuse("a cause", "a remedy"), List.of(), List.of(), new Position("test.Model.loss", 42)));
        block.terminate(new Terminator.Return(List.of()));
        Throwable raised = assertThrows(
                        InvocationTargetException.class,
                        () -> Written.method(function, "()V").invoke(null))
                .getCause();
        assertEquals("dev.fluxion.runtime.Refusal", raised.getClass().getName());
        assertTrue(raised.getMessage().contains("a cause"), raised.getMessage());
        assertTrue(raised.getMessage().contains("a remedy"), raised.getMessage());
        assertTrue(raised.getMessage().contains("test.Model.loss:42"), raised.getMessage());
    }
}
