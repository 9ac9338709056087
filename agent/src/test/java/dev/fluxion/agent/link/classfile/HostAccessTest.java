package dev.fluxion.agent.link.classfile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Position;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the JVM lets code of a class use. */
class HostAccessTest {
    private static final String SECRET = "dev/fluxion/agent/link/classfile/HostAccessTest$Secret";
    private static final String OTHER = "dev/fluxion/agent/link/classfile/HostAccessNeighbour";

    @SuppressWarnings({"UnusedVariable", "UnusedNestedClass"})
    private static final class Secret {
        private final double number = 1;
    }

    private static byte[] classFile(String name) {
        try (InputStream in = HostAccessTest.class.getResourceAsStream("/" + name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLegal(String host, Operator operator) {
        MethodLookup methods = new MethodLookup(HostAccessTest::classFile);
        Function function = new Function("f", List.of());
        function.addBlock().ops().add(new Op(operator, List.of(), List.of(), Position.UNKNOWN));
        return HostAccess.isLegal(function, methods.classNode(host), methods);
    }

    @Test
    void aPrivateMemberIsForTheNestOfItsClass() {
        FieldGet ofSecret = new FieldGet(new FieldReference(SECRET, "number", "D"), false);
        assertTrue(isLegal(SECRET, ofSecret));
        assertTrue(isLegal("dev/fluxion/agent/link/classfile/HostAccessTest", ofSecret));
        assertFalse(isLegal(OTHER, ofSecret));
        FieldGet ofOther = new FieldGet(new FieldReference(OTHER, "random", "D"), false);
        assertTrue(isLegal(OTHER, ofOther));
        assertFalse(isLegal(SECRET, ofOther));
    }

    @Test
    void aMemberOfAPackageIsForThePackage() {
        MethodReference source = new MethodReference(OTHER, "source", "()D", false);
        Invoke call = new Invoke(Invoke.Kind.VIRTUAL, source);
        assertTrue(isLegal(SECRET, call));
        assertFalse(isLegal("dev/fluxion/agent/derive/LimitsTest", call));
    }

    @Test
    void aPublicMemberIsForAll() {
        assertTrue(isLegal(
                "dev/fluxion/agent/derive/LimitsTest",
                Invoke.ofStatic("dev/fluxion/agent/link/Laboratory", "logged", "()Ljava/util/List;")));
    }
}
