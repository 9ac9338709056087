package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.graph.Verifier;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Monitor;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.MethodWriter;
import dev.fluxion.agent.write.layout.Webs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A derived function as methods that the JIT compiler takes: HotSpot never compiles one of 8,000 bytes or more. Loops are kept
 * whole as far as they are small enough, and become methods of their own.
 */
public final class Parts {
    /**
     * How large methods may be.
     *
     * @param largest in bytes
     * @param budgets how many bytes a part should be estimated to have at most; the next, which are less, as long as some part
     *     is too large and that makes the largest smaller
     * @param smallest what is not worth a call
     */
    public record Limits(int largest, List<Integer> budgets, int smallest) {
        /** What HotSpot compiles (its flag HugeMethodLimit), with something to spare. */
        public static final Limits HOTSPOT = new Limits(7_900, List.of(5_500, 4_000, 2_500), 400);
    }

    /** Through memory: a load and a store of an array's element. */
    private static final int BYTES_OF_A_MOVE = 16;

    private static final String TAPE = "Ldev/fluxion/runtime/Tape;";
    private static final String PARAMETERS = TAPE + "[D[J[Ljava/lang/Object;";

    private Parts() {}

    /**
     * Divides a function if it is too large.
     *
     * @param function left unchanged; without a tape as its first parameter it stays whole
     * @param owner internal name of the class that the methods will be in
     * @param name of the function's own method
     * @param furtherName what the names of further methods begin with
     * @return the functions by the names of their methods, the given one, or what is left of it, first
     */
    public static Map<String, Function> of(
            Function function, String owner, String name, String furtherName, Limits limits) {
        if (isSmall(function, limits.largest()) || holdsMonitors(function) || !takesTape(function)) {
            return Map.of(name, function);
        }
        Map<String, Function> best = Map.of();
        int largest = Integer.MAX_VALUE;
        for (int budget : limits.budgets()) {
            Map<String, Function> parts = divide(copy(function), owner, name, furtherName, budget, limits.smallest());
            int size =
                    parts.values().stream().mapToInt(MethodWriter::size).max().orElseThrow();
            if (size >= largest) {
                return best;
            }
            best = parts;
            largest = size;
            if (largest <= limits.largest()) {
                return best;
            }
        }
        return best;
    }

    /** Whether HotSpot takes the function only if it is divided. */
    public static boolean areNeeded(Function function) {
        return !isSmall(function, Limits.HOTSPOT.largest());
    }

    private static boolean takesTape(Function function) {
        return !function.parameters().isEmpty()
                && function.parameters().get(0).type().descriptor().equals(TAPE);
    }

    /** Writes the function to see how large it is only where the estimate, about twice the size, leaves it open. */
    private static boolean isSmall(Function function, int largest) {
        if (CodeEstimate.of(function.blocks()) <= largest) {
            return true;
        }
        Webs webs = Webs.of(function);
        int estimate = function.blocks().stream()
                .mapToInt(block -> CodeEstimate.of(block, webs::moves))
                .sum();
        return estimate <= 4 * largest && MethodWriter.size(function) <= largest;
    }

    /** A monitor has to be left in the method that entered it. */
    private static boolean holdsMonitors(Function function) {
        return function.blocks().stream()
                .flatMap(block -> block.ops().stream())
                .anyMatch(op -> op.operator() instanceof Monitor);
    }

    private static Function copy(Function function) {
        Function copy = Copy.of(function);
        return copy;
    }

    private static Map<String, Function> divide(
            Function function, String owner, String name, String furtherName, int budget, int smallest) {
        Block entry = new Block();
        List<Value> parameters = List.copyOf(function.parameters());
        Block first = function.entry();
        entry.parameters().addAll(parameters);
        first.parameters().clear();
        entry.terminate(new Terminator.Jump(new Edge(first)));
        function.blocks().add(0, entry);
        Flow.ofReachable(function);
        LongBlocks.cut(function, budget / 4);
        WideEdges.cut(function, Math.max(budget / BYTES_OF_A_MOVE / 4, 1));
        Webs webs = Webs.of(function);
        Region whole = Partition.of(function, webs, budget, smallest);
        CarriedValues carried = new CarriedValues();
        IntFunction<String> nameOf = index -> furtherName + (index + 1);
        List<Function> further = Outline.run(function, whole, webs, carried, (index, takesEntry) -> {
            String descriptor = "(" + PARAMETERS + (takesEntry ? "I)I" : ")I");
            MethodReference method = new MethodReference(owner, nameOf.apply(index), descriptor, false);
            return new Invoke(Invoke.Kind.STATIC, method);
        });
        List<Op> arrays = new ArrayList<>();
        carried.make(arrays);
        entry.ops().addAll(0, arrays);
        Map<String, Function> parts = new LinkedHashMap<>();
        parts.put(name, function);
        for (int i = 0; i < further.size(); i++) {
            parts.put(nameOf.apply(i), further.get(i));
        }
        assert verified(parts);
        return parts;
    }

    private static boolean verified(Map<String, Function> parts) {
        parts.values().forEach(Verifier::verify);
        return true;
    }
}
