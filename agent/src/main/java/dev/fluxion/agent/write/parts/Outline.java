package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Webs;
import dev.fluxion.agent.write.parts.Residence.Passing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the regions of a function functions of their own. Each returns the number of the way by which it was left, and takes that of
 * the entry if it has several; all values that cross a border travel in {@link CarriedValues}.
 */
final class Outline {
    /** How the new functions will be known. */
    interface Calls {
        /**
         * The call of a function.
         *
         * @param index in the result
         * @param takesEntry whether the number of the entry comes after the tape and the carried values
         */
        Invoke of(int index, boolean takesEntry);
    }

    private final RegionTree regions;
    private final CarriedValues carried;
    private final Value tape;
    private final Calls calls;
    private final Map<Region, Function> functions = new LinkedHashMap<>();
    private final Map<Region, List<Block>> exits = new HashMap<>();
    private Residence residence;
    private Crossings crossings;

    private Outline(Function function, Region root, CarriedValues carried, Calls calls) {
        this.regions = new RegionTree(root);
        this.carried = carried;
        this.tape = function.parameters().get(0);
        this.calls = calls;
    }

    /**
     * Works in place on the function that loses the blocks.
     *
     * @param root the whole function
     * @param webs of the function
     * @return the new functions
     */
    static List<Function> run(Function function, Region root, Webs webs, CarriedValues carried, Calls calls) {
        return new Outline(function, root, carried, calls).run(function, webs);
    }

    private List<Function> run(Function function, Webs webs) {
        returnFromRootOnly(function);
        Set<Value> everywhere = new HashSet<>(carried.arrays());
        everywhere.add(tape);
        List<Block> all = List.copyOf(function.blocks());
        residence = Residence.of(function, regions, webs, everywhere);
        for (Region region : regions.innermostFirst()) {
            Function own = region == regions.root() ? function : new Function(function.name(), List.of(Type.INT));
            functions.put(region, own);
            if (own != function) {
                own.blocks().addAll(region.own());
            }
        }
        function.blocks().removeIf(block -> regions.of(block) != regions.root());
        crossings = Crossings.insert(functions, regions, residence, carried);
        for (Region region : regions.innermostFirst()) {
            new Routes(region).run();
        }
        all.forEach(block -> block.parameters().removeIf(parameter -> !residence.isHeld(parameter)));
        List<Function> parts = new ArrayList<>(functions.values());
        parts.remove(function);
        return parts;
    }

    /** A region that the function returns from is left for the block that does it. */
    private void returnFromRootOnly(Function function) {
        Block last = new Block();
        function.resultTypes().forEach(type -> last.addParameter(type, null));
        last.terminate(new Terminator.Return(last.parameters()));
        boolean isUsed = false;
        for (Block block : function.blocks()) {
            if (block.terminator() instanceof Terminator.Return exit && regions.of(block) != regions.root()) {
                block.terminate(new Terminator.Jump(new Edge(last, exit.operands())));
                isUsed = true;
            }
        }
        if (isUsed) {
            function.blocks().add(last);
            regions.put(last, regions.root());
        }
    }

    /** A handler together with those of its parameters that an exceptional edge passes, beside the exception. */
    private record Landing(Block target, List<Value> parameters) {}

    /** Leads the edges of one region, after those within it, to where the regions put their targets. */
    private final class Routes {
        private final Region region;
        private final Function function;
        private final List<Block> ways = new ArrayList<>();
        private final Map<Region, Block> callers = new HashMap<>();
        private final Map<Block, Block> entrances = new HashMap<>();
        private final Map<Landing, Block> landings = new HashMap<>();

        Routes(Region region) {
            this.region = region;
            this.function = functions.get(region);
            exits.put(region, ways);
        }

        void run() {
            List<Block> own = List.copyOf(function.blocks());
            region.within().forEach(inner -> callers.put(inner, function.addBlock()));
            own.forEach(this::route);
            region.within().forEach(this::call);
            if (region == regions.root()) {
                function.entry().ops().addAll(0, crossings.atStart(region));
            } else {
                Block start = new Block();
                start.parameters().add(tape);
                start.parameters().addAll(carried.arrays());
                start.ops().addAll(crossings.atStart(region));
                Value entry = region.hasSeveralEntries() ? start.addParameter(Type.INT, "entry") : null;
                start.terminate(choice(entry, region.entries()));
                function.blocks().add(0, start);
            }
        }

        /** Goes on at one of several blocks, by its number. */
        private Terminator choice(Value number, List<Block> targets) {
            List<Edge> edges =
                    targets.stream().map(target -> new Edge(entrance(target))).toList();
            if (edges.size() == 1) {
                return new Terminator.Jump(edges.get(0));
            }
            List<Integer> keys = new ArrayList<>();
            for (int i = 1; i < edges.size(); i++) {
                keys.add(i);
            }
            return new Terminator.Switch(number, keys, edges.subList(1, edges.size()), edges.get(0));
        }

        private void route(Block block) {
            List<Edge> edges = new ArrayList<>();
            for (Edge edge : block.terminator().edges()) {
                List<Passing> passings = new ArrayList<>();
                for (Passing passing : residence.passings(edge)) {
                    Value argument = crossings.local(block, passing.argument());
                    passings.add(new Passing(argument, passing.parameter(), passing.isMove()));
                }
                edges.add(route(edge.target(), passings));
            }
            block.terminate(block.terminator().with(value -> value, edges));
            block.handlers().replaceAll(handler -> new Handler(handler.catchType(), land(block, handler.edge())));
        }

        private Edge route(Block target, List<Passing> passings) {
            List<Value> handed = new ArrayList<>();
            List<Op> stores = new ArrayList<>();
            for (Passing passing : passings) {
                if (residence.isStored(region, passing)) {
                    carried.store(stores, passing.argument(), residence.place(passing.parameter()));
                }
                if (residence.isHanded(region, passing.parameter())) {
                    handed.add(passing.argument());
                }
            }
            Edge edge = new Edge(regions.of(target) == region ? target : entrance(target), handed);
            if (stores.isEmpty()) {
                return edge;
            }
            Block passing = function.addBlock();
            passing.ops().addAll(stores);
            passing.terminate(new Terminator.Jump(edge));
            return new Edge(passing);
        }

        /** What catches an exception has to be in the same function, and is entered by exceptions only. */
        private Edge land(Block block, Edge edge) {
            List<Passing> passings = residence.passingsToHandler(edge);
            passings.removeIf(passing -> !residence.isUsed(region, passing));
            List<Value> parameters = passings.stream().map(Passing::parameter).toList();
            Block landing = landings.computeIfAbsent(new Landing(edge.target(), parameters), this::landing);
            return new Edge(
                    landing,
                    passings.stream()
                            .map(passing -> crossings.local(block, passing.argument()))
                            .toList());
        }

        private Block landing(Landing landing) {
            Block block = function.addBlock();
            List<Passing> passings = new ArrayList<>();
            Value exception = landing.target().parameters().get(0);
            passings.add(new Passing(exception.fresh(), exception, true));
            landing.parameters().forEach(value -> passings.add(new Passing(value.fresh(), value, true)));
            passings.forEach(passing -> block.parameters().add(passing.argument()));
            block.terminate(new Terminator.Jump(route(landing.target(), passings)));
            return block;
        }

        /** The block that takes control to another when its arguments are in their places. */
        private Block entrance(Block target) {
            Block known = entrances.get(target);
            if (known != null) {
                return known;
            }
            Region inner = regions.childTowards(regions.of(target), region);
            boolean isOnlyEntry = inner != null && !inner.hasSeveralEntries();
            Block entrance = isOnlyEntry ? callers.get(inner) : function.addBlock();
            entrances.put(target, entrance);
            if (regions.of(target) == region) {
                List<Value> passed = new ArrayList<>();
                for (Value parameter : target.parameters()) {
                    if (residence.isHeld(parameter)) {
                        Value copy = parameter.fresh();
                        carried.load(entrance.ops(), copy, residence.place(parameter));
                        passed.add(copy);
                    }
                }
                entrance.terminate(new Terminator.Jump(new Edge(target, passed)));
            } else if (inner != null && inner.hasSeveralEntries()) {
                int number = inner.entries().indexOf(target);
                Value entry = entrance.append(Constant.of(number), Type.INT, Position.UNKNOWN);
                entrance.terminate(new Terminator.Jump(new Edge(callers.get(inner), List.of(entry))));
            } else if (inner == null) {
                Value way = entrance.append(Constant.of(ways.size()), Type.INT, Position.UNKNOWN);
                entrance.terminate(new Terminator.Return(List.of(way)));
                ways.add(target);
            }
            return entrance;
        }

        /** Calls the function of a region within, and goes on where it was left for. */
        private void call(Region inner) {
            Block call = callers.get(inner);
            List<Value> operands = new ArrayList<>(List.of(tape));
            operands.addAll(carried.arrays());
            if (inner.hasSeveralEntries()) {
                operands.add(call.addParameter(Type.INT, "entry"));
            }
            Value way = Value.of(Type.INT);
            Invoke invoke = calls.of(regions.index(inner), inner.hasSeveralEntries());
            call.ops().add(new Op(invoke, operands, List.of(way), Position.UNKNOWN));
            if (exits.get(inner).isEmpty()) {
                // It always throws.
                Value none = call.append(new Constant(Constant.NULL), Type.NULL, Position.UNKNOWN);
                call.terminate(new Terminator.Throw(none));
            } else {
                call.terminate(choice(way, exits.get(inner)));
            }
        }
    }
}
