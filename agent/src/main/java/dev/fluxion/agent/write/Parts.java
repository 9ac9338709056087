package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.Landings;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.ir.Monitor;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.ir.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A derived function as methods that the JIT compiler takes: HotSpot never compiles one of 8,000 bytes or more. Loops are kept
 * whole as far as they are small enough, and become methods of their own.
 */
public final class Parts {
    /**
     * How large methods may be.
     *
     * @param largest in bytes
     * @param budgets how many bytes a part should be estimated to have at most; the next if that was too much
     * @param smallest what is not worth a call
     */
    public record Limits(int largest, List<Integer> budgets, int smallest) {
        /** What HotSpot compiles (its flag HugeMethodLimit), with something to spare. */
        public static final Limits HOTSPOT = new Limits(7_900, List.of(5_500, 4_000, 2_500), 400);
    }

    private static final String DESCRIPTOR = "(Ldev/fluxion/runtime/Tape;[D[J[Ljava/lang/Object;)I";

    private Parts() {}

    /**
     * Divides a function if it is too large.
     *
     * @param function left unchanged; its first parameter is the tape
     * @param owner internal name of the class that the methods will be in
     * @param name of the function's own method
     * @param furtherName what the names of further methods begin with
     * @return the functions by the names of their methods, the given one, or what is left of it, first
     */
    public static Map<String, Function> of(
            Function function, String owner, String name, String furtherName, Limits limits) {
        boolean isSmall = CodeEstimate.of(function.blocks()) <= limits.largest() / 2
                || MethodWriter.size(function) <= limits.largest();
        if (isSmall || holdsMonitors(function)) {
            return Map.of(name, function);
        }
        Map<String, Function> parts = Map.of();
        for (int budget : limits.budgets()) {
            parts = divide(copy(function), owner, name, furtherName, budget, limits.smallest());
            if (parts.values().stream().allMatch(part -> MethodWriter.size(part) <= limits.largest())) {
                return parts;
            }
        }
        return parts;
    }

    /** A monitor has to be left in the method that entered it. */
    private static boolean holdsMonitors(Function function) {
        return function.blocks().stream()
                .flatMap(block -> block.ops().stream())
                .anyMatch(op -> op.operator() instanceof Monitor);
    }

    private static Function copy(Function function) {
        Function copy = new Function(function.name(), function.resultTypes());
        Copy.into(copy, function, Terminator.Return::new);
        return copy;
    }

    private static Map<String, Function> divide(
            Function function, String owner, String name, String furtherName, int budget, int smallest) {
        Map<String, Function> parts = new LinkedHashMap<>();
        parts.put(name, function);
        Block entry = new Block();
        List<Value> parameters = List.copyOf(function.parameters());
        Block first = function.entry();
        entry.parameters().addAll(parameters);
        first.parameters().clear();
        entry.terminate(new Terminator.Jump(new Edge(first)));
        function.blocks().add(0, entry);
        Landings.run(function, block -> true);
        CarriedValues carried = new CarriedValues();
        Partition.run(function, budget, smallest, (inside, start) -> {
            String partName = furtherName + parts.size();
            Invoke call = new Invoke(Invoke.Kind.STATIC, new MethodReference(owner, partName, DESCRIPTOR, false));
            parts.put(partName, Outline.run(function, inside, start, call, carried));
        });
        List<Op> arrays = new ArrayList<>();
        carried.make(arrays);
        entry.ops().addAll(0, arrays);
        assert verified(parts);
        return parts;
    }

    private static boolean verified(Map<String, Function> parts) {
        parts.values().forEach(Verifier::verify);
        return true;
    }
}
