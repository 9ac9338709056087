package dev.fluxion.agent.report;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A line for each companion, and for each failure that nobody would see. */
public final class LinkLog implements Trace {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Consumer<String> lines;

    /** @param lines takes one line at a time; of a defect, its trace as well */
    public LinkLog(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void linked(Companion companion) {
        lines.accept(String.format(
                Locale.ROOT,
                "Linked %s: %d IR ops, %d bytes of bytecode, %.1f ms, needed by %s.",
                companion.variant(),
                ops(companion.function()),
                companion.codeSize(),
                companion.nanos() / NANOS_PER_MILLI,
                companion.asker().get()));
    }

    private static int ops(Function function) {
        int count = 0;
        for (Block block : function.blocks()) {
            count += block.ops().size();
        }
        return count;
    }

    @Override
    public void dropped(Supplier<String> what, Throwable failure) {
        String cause = failure.getMessage();
        lines.accept(what.get() + ": " + (cause == null ? failure.toString() : cause));
    }

    @Override
    public void defect(Supplier<String> what, Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        lines.accept(what.get() + ": " + trace.toString().stripTrailing());
    }
}
