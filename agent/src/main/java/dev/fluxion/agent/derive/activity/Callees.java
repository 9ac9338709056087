package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Variant;

/** Where the analysis learns about called functions; the linker implements it. */
public interface Callees {
    /** Whether the method that runs is found when the call is made, by the class of the receiver. */
    boolean isOpen(Variant callee);

    /** What calling the given function with the given arguments active amounts to. */
    CallFacts facts(Variant callee, Activity requested);

    /** The same for a call that carries no derivative; null if the function cannot be looked into, or not worth the effort. */
    CallFacts inertFacts(Variant callee);

    /** Whether other threads may change a field at any time, and reading it tells what else they changed. */
    boolean isVolatile(FieldReference field);

    /** Whether a field keeps what it has from the end of its class's or object's initialization on. */
    boolean isFinal(FieldReference field);

    /** The number that a static final field has from the start, as its class file says; null if it does not. */
    Object constant(FieldReference field);
}
