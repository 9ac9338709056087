package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.write.MethodWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** What is derived and written does not depend on which objects happen to have which hash. */
class DeterminismTest {
    private static final Activity ACTIVE = Activity.parse("[a|a]");
    private static final Activity SHADOWS = Activity.parse("[-,a,a,-|-]");

    /** The compiler holds them weakly. */
    private final List<ClassLoader> held = new ArrayList<>();

    static Stream<CorpusOfPrograms.Case> programs() {
        return CorpusOfPrograms.all();
    }

    private static List<Variant> derivatives(ClassLoader loader, Variant program) {
        Variant joint = program.then(Variant.Kind.JOINT, ACTIVE);
        Activity closed = Laboratory.callees(loader).facts(joint, SHADOWS).activity();
        return List.of(
                program.then(Variant.Kind.JVP, ACTIVE),
                program.then(Variant.Kind.CHUNK, ACTIVE),
                joint,
                program.then(Variant.Kind.FORWARD, ACTIVE),
                program.then(Variant.Kind.FORWARD_SHARED, ACTIVE),
                program.then(Variant.Kind.REVERSE, ACTIVE),
                joint.then(Variant.Kind.JVP, closed),
                joint.then(Variant.Kind.JOINT, closed));
    }

    private ClassLoader fresh() {
        held.add(new ClassLoader(DeterminismTest.class.getClassLoader()) {});
        return held.get(held.size() - 1);
    }

    private static byte[] written(Function function) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Written", null, "java/lang/Object", null);
        MethodWriter.write(function, writer.visitMethod(Opcodes.ACC_STATIC, "function", "()V", null, null));
        writer.visitEnd();
        return writer.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aDerivativeMadeAgainIsTheSame(CorpusOfPrograms.Case program) {
        ClassLoader first = fresh();
        ClassLoader second = fresh();
        List<Variant> variants = derivatives(first, program.variant());
        assertEquals(variants, derivatives(second, program.variant()));
        for (Variant variant : variants) {
            Function function = Laboratory.function(first, variant);
            Function again = Laboratory.function(second, variant);
            assertEquals(function.toString(), again.toString());
            assertArrayEquals(written(function), written(again), variant.toString());
        }
    }
}
