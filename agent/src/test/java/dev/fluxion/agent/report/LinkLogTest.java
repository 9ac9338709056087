package dev.fluxion.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkLogTest {
    private final List<String> lines = new ArrayList<>();
    private final LinkLog log = new LinkLog(lines::add);

    @Test
    void aCompanionIsOneLineWithMethodTransformsSizeTimeAndReason() {
        Variant variant = new Variant(
                        Invoke.Kind.STATIC, new MethodReference("acme/Model", "f", "(D)D", false), List.of())
                .then(Variant.Kind.JVP, Activity.parse("[a|a]"));
        Function function = Parser.parse("""
                function acme.Model.f -> [D]
                b0(x:D):
                  v1:D = dmul x, x
                  jump b1()
                b1():
                  v2:D = dadd v1, x
                  return v2
                """);
        log.in(null)
                .linked(new Trace.Companion(
                        variant, function, new byte[0], 17, 1_260_000, () -> "DERIVATIVE of acme.Model.f"));
        assertEquals(
                List.of("Linked acme/Model.f(D)D·jvp[a|a]: 2 IR ops, 17 bytes of bytecode, 1.3 ms, needed by"
                        + " DERIVATIVE of acme.Model.f."),
                lines);
    }

    @Test
    void whatIsDroppedAsIsMeantIsOneLineWithTheCause() {
        log.dropped(() -> "f is not inlined", new IllegalStateException("it has no code"));
        log.dropped(() -> "g is not inlined", new StackOverflowError());
        assertEquals(
                List.of("f is not inlined: it has no code", "g is not inlined: java.lang.StackOverflowError"), lines);
    }

    @Test
    void aDefectIsWrittenWithItsTrace() {
        log.defect(() -> "Linking f failed", new AssertionError("b3 has no terminator"));
        assertEquals(1, lines.size());
        String first = lines.get(0);
        assertTrue(first.startsWith("Linking f failed: java.lang.AssertionError: b3 has no terminator\n"), first);
        assertTrue(first.contains("LinkLogTest.aDefectIsWrittenWithItsTrace"), first);
    }
}
