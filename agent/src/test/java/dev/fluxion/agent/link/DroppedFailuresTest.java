package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.DerivativeFunction;
import dev.fluxion.Fluxion;
import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.report.Trace;
import dev.fluxion.runtime.Refusal;
import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What fails where there is another way, or where the user is told in other words, is told to who listens. */
class DroppedFailuresTest {
    private record Failure(String what, Throwable cause, boolean isDefect) {}

    private final List<Failure> failures = new ArrayList<>();
    private final Linker linker = Laboratory.telling(new Trace() {
                @Override
                public void dropped(Supplier<String> what, Throwable failure) {
                    failures.add(new Failure(what.get(), failure, false));
                }

                @Override
                public void defect(Supplier<String> what, Throwable failure) {
                    failures.add(new Failure(what.get(), failure, true));
                }
            })
            .linker();
    private final ClassLoader loader = DroppedFailuresTest.class.getClassLoader();

    private static native double unknown(double x);

    static double callsUnknown(double x) {
        return unknown(x) + x;
    }

    static double callsOfTheApi(double x) {
        DerivativeFunction slope = Fluxion.derivative(DroppedFailuresTest::unknown);
        return slope.derivative(x);
    }

    static double square(double x) {
        return x * x;
    }

    private static Variant plain(String method) {
        return Laboratory.variant(StubHandles.method(DroppedFailuresTest.class, method));
    }

    private void assertOneDropped(String what, String cause) {
        assertEquals(1, failures.size(), failures.toString());
        Failure failure = failures.get(0);
        assertEquals(what, failure.what());
        assertInstanceOf(Unsupported.class, failure.cause());
        assertTrue(failure.cause().getMessage().contains(cause), failure.cause().getMessage());
    }

    @Test
    void aCallThatIsNotInlined() {
        linker.functions(loader).function(plain("callsUnknown"));
        assertOneDropped("dev/fluxion/agent/link/DroppedFailuresTest.unknown(D)D is not inlined", "a native method");
    }

    @Test
    void aDerivativeWithoutTapeThatThereIsNot() {
        Variant tangent = plain("unknown").then(Variant.Kind.JVP, Activity.parse("[a|a]"));
        assertNull(linker.functions(loader).withoutTape(tangent));
        assertOneDropped(tangent + " is not linked without a tape", "a native method");
    }

    @Test
    void aDerivativeWithinAMethodThatIsNotFollowed() {
        linker.functions(loader).function(plain("callsOfTheApi"));
        assertTrue(
                failures.stream()
                        .anyMatch(failure -> failure.what().startsWith("The derivative of ")
                                && failure.what().endsWith(" is not followed")
                                && failure.cause().getMessage().contains("a native method")),
                failures.toString());
    }

    @Test
    void aDefectWithTheTraceThatTheRefusalDoesNotHave() throws Throwable {
        // Of another number of parameters than the method has: nothing that is derived is of this kind.
        Variant impossible = plain("square").then(Variant.Kind.JVP, Activity.parse("[|a]"));
        MethodHandle refusing = linker.link(
                loader, impossible, MethodType.methodType(double.class, Tape.class, double.class), () -> "a test");
        Refusal refusal = assertThrows(Refusal.class, () -> {
            double never = (double) refusing.invokeExact((Tape) null, 1.0);
            assertEquals(Double.NaN, never);
        });
        assertTrue(refusal.getMessage().contains("a defect in Fluxion"), refusal.getMessage());
        assertEquals(1, failures.size(), failures.toString());
        assertTrue(failures.get(0).isDefect());
        assertEquals("Linking " + impossible + " failed", failures.get(0).what());
    }

    @Test
    void whatGoesWellIsNoFailure() throws Throwable {
        Variant tangent = plain("square").then(Variant.Kind.JVP, Activity.parse("[a|a]"));
        linker.link(
                loader,
                tangent,
                MethodType.methodType(double.class, Tape.class, double.class, double.class),
                () -> "a test");
        assertEquals(List.of(), failures);
    }

    @Test
    void aMethodThatThereIsNotIsRefusedAndNotDropped() {
        Variant absent = new Variant(
                Invoke.Kind.STATIC,
                new MethodReference("dev/fluxion/agent/link/DroppedFailuresTest", "absent", "(D)D", false),
                List.of());
        assertThrows(Unsupported.class, () -> linker.functions(loader).function(absent));
        assertEquals(List.of(), failures);
    }
}
