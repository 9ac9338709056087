package dev.fluxion.agent.link.companion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.link.Laboratory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/** Who may have variants linked; this class plays a companion. */
class CompanionsTest {
    private static Variant variant(String name) {
        MethodReference method = new MethodReference("Any", name, "(D)D", false);
        return new Variant(Invoke.Kind.STATIC, method, List.of())
                .then(Variant.Kind.JVP, new Activity(List.of(true), List.of(true)));
    }

    private static Function calling(Variant variant) {
        Function function = new Function("f", List.of(Type.DOUBLE));
        function.addBlock()
                .ops()
                .add(new Op(new InvokeVariant(variant, false), List.of(), List.of(), Position.UNKNOWN));
        return function;
    }

    @Test
    void aCompanionMayCallWhatItsCodeCalls() throws IllegalAccessException {
        Companions companions = new Companions();
        Lookup companion = MethodHandles.lookup();
        companions.add(CompanionsTest.class, Laboratory.class, null, calling(variant("known")));
        assertEquals(Laboratory.class, companions.host(companion, variant("known")));
        assertThrows(IllegalAccessException.class, () -> companions.host(companion, variant("other")));
        assertThrows(
                IllegalAccessException.class,
                () -> companions.host(companion.dropLookupMode(Lookup.PRIVATE), variant("known")));
        assertThrows(
                IllegalAccessException.class,
                () -> companions.host(MethodHandles.publicLookup().in(CompanionsTest.class), variant("known")));
    }

    @Test
    void nobodyElseMayCallAnything() {
        Companions companions = new Companions();
        companions.add(Laboratory.class, Laboratory.class, null, calling(variant("known")));
        assertThrows(IllegalAccessException.class, () -> companions.host(MethodHandles.lookup(), variant("known")));
    }

    @Test
    void aDynamicCallOfTheProgramThatLooksLikeOurReadOfAFieldIsNone() {
        Handle member = new Handle(
                Opcodes.H_INVOKESTATIC,
                "dev/fluxion/runtime/Bridge",
                "member",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                        + "Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)"
                        + "Ljava/lang/invoke/CallSite;",
                false);
        List<Object> read = List.of("READ_FIELD", "java/lang/String", "value", "Host");
        InvokeDynamic call = new InvokeDynamic("member", "(Ljava/lang/String;)[B", member, read);
        Function function = new Function("f", List.of());
        function.addBlock().ops().add(new Op(call, List.of(), List.of(), Position.UNKNOWN));
        Companions companions = new Companions();
        companions.add(CompanionsTest.class, CompanionsTest.class, null, function);
        assertThrows(IllegalAccessException.class, () -> companions.reader(MethodHandles.lookup(), read));
    }
}
