package dev.fluxion.agent.report;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Variant;
import java.util.function.Supplier;

/** Tells two of everything. */
public record BothTraces(Trace first, Trace second) implements Trace {
    @Override
    public Trace in(ClassLoader loader) {
        return new BothTraces(first.in(loader), second.in(loader));
    }

    @Override
    public void reached(Stage stage, Variant variant, Function function) {
        first.reached(stage, variant, function);
        second.reached(stage, variant, function);
    }

    @Override
    public void linked(Companion companion) {
        first.linked(companion);
        second.linked(companion);
    }

    @Override
    public void dropped(Supplier<String> what, Throwable failure) {
        first.dropped(what, failure);
        second.dropped(what, failure);
    }

    @Override
    public void defect(Supplier<String> what, Throwable failure) {
        first.defect(what, failure);
        second.defect(what, failure);
    }
}
