package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Brings a function's graph into the form that is easy to reverse: one return; every protected block holds the op that throws
 * and nothing else, and jumps to a block of its own; every loop has a preheader and a single latch, both only jumping; every
 * edge that leaves a loop leaves one loop at a time, to a block with no other predecessor.
 */
public final class Canonical {
    private final Function function;

    private Canonical(Function function) {
        this.function = function;
    }

    /**
     * Works in place.
     *
     * @return the loops of the result
     */
    public static Regions run(Function function) {
        Canonical pass = new Canonical(function);
        pass.singleReturn();
        pass.isolateThrowingOps();
        pass.splitLoopEntries();
        pass.splitExceptionalExits();
        Regions regions = Regions.of(function);
        pass.enclose(regions);
        pass.splitExits(regions);
        return regions;
    }

    private void singleReturn() {
        List<Block> returns = function.blocks().stream()
                .filter(block -> block.terminator().isReturn())
                .toList();
        if (returns.size() < 2) {
            return;
        }
        Block exit = function.addBlock();
        Terminator.Return model = (Terminator.Return) returns.get(0).terminator();
        for (int i = 0; i < model.operands().size(); i++) {
            int index = i;
            boolean linear = returns.stream()
                    .anyMatch(block -> ((Terminator.Return) block.terminator())
                            .operands()
                            .get(index)
                            .isLinear());
            exit.parameters()
                    .add(
                            linear
                                    ? Value.linear(function.resultTypes().get(i), null)
                                    : Value.of(function.resultTypes().get(i)));
        }
        for (Block block : returns) {
            List<Value> results = ((Terminator.Return) block.terminator()).operands();
            block.terminate(new Terminator.Jump(new Edge(exit, results)));
        }
        exit.terminate(new Terminator.Return(exit.parameters()));
    }

    private void isolateThrowingOps() {
        for (Block block : List.copyOf(function.blocks())) {
            if (block.handlers().isEmpty()) {
                continue;
            }
            Block thrower = function.addBlock();
            thrower.handlers().addAll(block.handlers());
            block.handlers().clear();
            boolean byTerminator = block.terminator() instanceof Terminator.Throw;
            int last = block.ops().size() - 1;
            if (!byTerminator && last >= 0) {
                thrower.ops().add(block.ops().remove(last));
            }
            if (byTerminator) {
                thrower.terminate(block.terminator());
            } else {
                Block rest = function.addBlock();
                rest.terminate(block.terminator());
                thrower.terminate(new Terminator.Jump(new Edge(rest)));
            }
            block.terminate(new Terminator.Jump(new Edge(thrower)));
        }
    }

    private void splitLoopEntries() {
        Regions regions = Regions.of(function);
        Flow flow = Flow.of(function);
        for (Region loop : regions.loops()) {
            Block header = loop.header();
            redirect(flow, header, source -> !flow.dominates(header, source));
            redirect(flow, header, source -> flow.dominates(header, source));
        }
    }

    /** Leads the edges from certain blocks to {@code target} through a new block. */
    private void redirect(Flow flow, Block target, Predicate<Block> sources) {
        Block through = insertBefore(target);
        for (Flow.Incoming incoming : flow.incoming(target)) {
            if (sources.test(incoming.source())) {
                incoming.source()
                        .replaceEdges(edge -> edge.target() == target ? new Edge(through, edge.arguments()) : edge);
            }
        }
    }

    private Block insertBefore(Block target) {
        Block block = Edges.forwarding(target);
        function.blocks().add(block);
        return block;
    }

    // A block that exceptions lead to from inside a loop it lies outside of: each such edge gets a block of its own.
    private void splitExceptionalExits() {
        Regions regions = Regions.of(function);
        Set<Block> split = new HashSet<>();
        for (Block block : function.blocks()) {
            for (Handler handler : block.handlers()) {
                Block target = handler.edge().target();
                if (regions.isLive(target) && regions.isLive(block) && regions.of(target) != regions.of(block)) {
                    split.add(target);
                }
            }
        }
        for (Block block : List.copyOf(function.blocks())) {
            block.handlers()
                    .replaceAll(handler -> split.contains(handler.edge().target())
                            ? new Handler(
                                    handler.catchType(),
                                    new Edge(
                                            insertBefore(handler.edge().target()),
                                            handler.edge().arguments()))
                            : handler);
        }
    }

    private void enclose(Regions regions) {
        Flow flow = Flow.of(function);
        for (Region loop : regions.loops()) {
            Block preheader = null;
            Block latch = null;
            for (Flow.Incoming edge : flow.incoming(loop.header())) {
                if (!regions.isLive(edge.source())) {
                    continue;
                }
                if (loop.encloses(regions.of(edge.source()))) {
                    latch = edge.source();
                } else {
                    preheader = edge.source();
                }
            }
            loop.enclose(preheader, latch);
        }
    }

    private void splitExits(Regions regions) {
        Flow flow = Flow.of(function);
        for (Block block : flow.order()) {
            if (regions.isLive(block)) {
                Region from = regions.of(block);
                block.replaceEdges(edge -> {
                    Region to = regions.of(edge.target());
                    return to == null || to == from || !to.encloses(from) ? edge : leave(regions, flow, edge, from, to);
                });
            }
        }
    }

    /** A chain of blocks from one region out to another, one for each loop left. */
    private Edge leave(Regions regions, Flow flow, Edge edge, Region from, Region to) {
        Edge first = null;
        Block last = null;
        for (Region loop = from; loop != to; loop = loop.parent()) {
            boolean ownTarget =
                    loop.parent() == to && flow.incoming(edge.target()).size() == 1;
            Block exit = ownTarget ? edge.target() : insertBefore(edge.target());
            loop.exits().add(exit);
            regions.place(exit, loop.parent());
            if (first == null) {
                first = new Edge(exit, edge.arguments());
            } else {
                last.terminate(new Terminator.Jump(new Edge(exit, last.parameters())));
            }
            last = exit;
        }
        return first;
    }
}
