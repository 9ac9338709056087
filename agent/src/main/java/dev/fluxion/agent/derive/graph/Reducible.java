package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Cycles;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every loop one entry. A cycle that is entered at several blocks gets a header that all of these are entered through:
 * it receives their parameters and the number of the one that is meant (Steensgaard, "Sequentializing Program Dependence
 * Graphs for Irreducible Programs", 1993, for the nesting).
 */
public final class Reducible {
    private final Function function;

    private Reducible(Function function) {
        this.function = function;
    }

    /** The function itself where all its loops have one entry, else a changed copy. */
    public static Function run(Function source) {
        if (isReducible(source)) {
            return source;
        }
        Function copy = Copy.of(source);
        Reducible pass = new Reducible(copy);
        pass.nest(new LinkedHashSet<>(Flow.of(copy).order()));
        DominanceRepair.run(copy);
        return copy;
    }

    private static boolean isReducible(Function function) {
        Flow flow = Flow.of(function);
        for (Block block : flow.order()) {
            for (Flow.Incoming edge : flow.incoming(block)) {
                if (flow.index(edge.source()) >= flow.index(block) && !flow.dominates(block, edge.source())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Treats the cycles among the given blocks, then those inside each that do not pass its header. */
    private void nest(Set<Block> blocks) {
        for (Set<Block> cycle : Cycles.of(blocks)) {
            Set<Block> entries = entries(cycle);
            if (entries.size() > 1) {
                lead(List.copyOf(entries));
                nest(cycle);
            } else {
                Set<Block> inner = new LinkedHashSet<>(cycle);
                inner.removeAll(entries);
                nest(inner);
            }
        }
    }

    private Set<Block> entries(Set<Block> cycle) {
        Set<Block> entries = new LinkedHashSet<>();
        for (Block block : Flow.of(function).order()) {
            if (!cycle.contains(block)) {
                for (Edge edge : block.successors()) {
                    if (cycle.contains(edge.target())) {
                        entries.add(edge.target());
                    }
                }
            }
        }
        return entries;
    }

    private void lead(List<Block> entries) {
        List<Block> sources = new ArrayList<>(Flow.of(function).order());
        sources.addAll(catchElsewhere(sources, entries));
        Block header = function.addBlock();
        Value selector = header.addParameter(Type.INT, "entry");
        Map<Block, Integer> first = new HashMap<>();
        List<Edge> cases = new ArrayList<>();
        List<Integer> keys = new ArrayList<>();
        for (Block entry : entries) {
            first.put(entry, header.parameters().size());
            List<Value> own = entry.parameters().stream().map(Value::fresh).toList();
            header.parameters().addAll(own);
            keys.add(cases.size());
            cases.add(new Edge(entry, own));
        }
        int last = cases.size() - 1;
        header.terminate(
                new Terminator.Switch(selector, keys.subList(0, last), cases.subList(0, last), cases.get(last)));
        for (Block source : sources) {
            source.replaceEdges(edge -> first.containsKey(edge.target())
                    ? through(header, edge, entries.indexOf(edge.target()), first.get(edge.target()), source)
                    : edge);
        }
    }

    private static Edge through(Block header, Edge edge, int number, int first, Block source) {
        List<Value> arguments = new ArrayList<>();
        arguments.add(Edges.constantAtTop(source, number));
        List<Value> parameters = header.parameters();
        for (int i = 1; i < parameters.size(); i++) {
            boolean own = i >= first && i < first + edge.arguments().size();
            arguments.add(
                    own
                            ? edge.arguments().get(i - first)
                            : nothing(parameters.get(i).type(), source));
        }
        return new Edge(header, arguments);
    }

    private static Value nothing(Type type, Block source) {
        Value value = Value.of(type.isReference() ? Type.NULL : type);
        source.ops().add(0, new Op(Constant.nothing(type), List.of(), List.of(value), Position.UNKNOWN));
        return value;
    }

    /** A handler that is such an entry gets a block before it, which exceptions reach instead; returns those blocks. */
    private List<Block> catchElsewhere(List<Block> sources, List<Block> entries) {
        List<Block> added = new ArrayList<>();
        for (Block source : sources) {
            source.handlers().replaceAll(handler -> {
                if (!entries.contains(handler.edge().target())) {
                    return handler;
                }
                Block before = Edges.forwarding(handler.edge().target());
                function.blocks().add(before);
                added.add(before);
                return new Handler(
                        handler.catchType(), new Edge(before, handler.edge().arguments()));
            });
        }
        return added;
    }
}
