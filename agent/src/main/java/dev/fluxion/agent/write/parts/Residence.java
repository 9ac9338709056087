package dev.fluxion.agent.write.parts;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Webs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the values of a divided function are. What is defined in one region and used in another is in memory; the values of a
 * {@linkplain Webs web} share one place there, so that an argument of the parameter's web needs no move. Of what a region only
 * lets pass to others it has no local.
 */
final class Residence {
    /**
     * An argument and the parameter that it is passed for.
     *
     * @param isMove whether it has another place than the parameter; what is passed to a handler travels in the parameters of
     *     a block before the handler, and always counts as moved
     */
    record Passing(Value argument, Value parameter, boolean isMove) {}

    private record Incoming(Region source, Passing passing) {}

    private final RegionTree regions;
    private final Webs webs;
    private final ResumedValues resumed;
    private final Map<Value, Region> definedIn = new HashMap<>();
    private final Map<Value, Op> constants = new HashMap<>();
    private final Map<Value, List<Incoming>> incoming = new HashMap<>();
    private final Set<Value> held = new HashSet<>();
    private final Set<Value> inMemory = new HashSet<>();
    private final Deque<Value> changed = new ArrayDeque<>();

    private Residence(RegionTree regions, Webs webs, ResumedValues resumed) {
        this.regions = regions;
        this.webs = webs;
        this.resumed = resumed;
    }

    /**
     * Finds where the values are.
     *
     * @param function still in one piece
     * @param webs of this function
     * @param everywhere values that the functions of all regions have
     */
    static Residence of(Function function, RegionTree regions, Webs webs, Set<Value> everywhere) {
        Residence residence = new Residence(regions, webs, ResumedValues.of(function, regions));
        function.blocks().forEach(residence::define);
        everywhere.forEach(residence.definedIn::remove);
        for (Value parameter : function.parameters()) {
            residence.hold(parameter);
        }
        for (Block block : function.blocks()) {
            Region region = regions.of(block);
            block.ops().forEach(op -> op.operands().forEach(value -> residence.use(region, value)));
            block.terminator().operands().forEach(value -> residence.use(region, value));
        }
        while (!residence.changed.isEmpty()) {
            Value parameter = residence.changed.remove();
            residence.incoming.getOrDefault(parameter, List.of()).forEach(residence::consider);
        }
        return residence;
    }

    private void define(Block block) {
        Region region = regions.of(block);
        block.parameters().forEach(parameter -> {
            definedIn.put(parameter, region);
            incoming.computeIfAbsent(parameter, key -> new ArrayList<>());
        });
        for (Op op : block.ops()) {
            op.results().forEach(result -> definedIn.put(result, region));
            if (op.operator() instanceof Constant && !op.operator().mayThrow()) {
                constants.put(op.result(), op);
            }
        }
        for (Edge edge : block.terminator().edges()) {
            passings(edge).forEach(passing -> arrive(region, passing));
        }
        for (Handler handler : block.handlers()) {
            passingsToHandler(handler.edge()).forEach(passing -> arrive(region, passing));
        }
    }

    private void arrive(Region source, Passing passing) {
        incoming.computeIfAbsent(passing.parameter(), key -> new ArrayList<>()).add(new Incoming(source, passing));
    }

    /** What an edge of a terminator passes. */
    List<Passing> passings(Edge edge) {
        List<Passing> passings = new ArrayList<>();
        for (int i = 0; i < edge.arguments().size(); i++) {
            Value argument = edge.arguments().get(i);
            Value parameter = edge.target().parameters().get(i);
            Webs.Web web = webs.of(argument);
            passings.add(new Passing(argument, parameter, web == null || web != webs.of(parameter)));
        }
        return passings;
    }

    /** What the edge of a handler passes beside the exception. */
    List<Passing> passingsToHandler(Edge edge) {
        List<Passing> passings = new ArrayList<>();
        for (int i = 0; i < edge.arguments().size(); i++) {
            Value parameter = edge.target().parameters().get(i + 1);
            passings.add(new Passing(edge.arguments().get(i), parameter, true));
        }
        return passings;
    }

    private void use(Region region, Value value) {
        Region definition = definedIn.get(value);
        if (definition == region && !resumed.contains(value)) {
            hold(value);
        } else if (definition != null && !constants.containsKey(value)) {
            remember(value);
        }
    }

    private void hold(Value value) {
        if (incoming.containsKey(value) && held.add(value)) {
            changed.add(value);
        }
    }

    private void remember(Value value) {
        if (inMemory.add(value)) {
            changed.add(value);
        }
    }

    private void consider(Incoming edge) {
        Passing passing = edge.passing();
        if (isUsed(edge.source(), passing)) {
            use(edge.source(), passing.argument());
        }
        if (isThroughMemory(edge.source(), passing.parameter()) && !passing.isMove()) {
            remember(passing.argument());
        }
    }

    /** Whether the source of an edge needs the argument itself, to hand it on or to store it. */
    boolean isUsed(Region source, Passing passing) {
        return isHanded(source, passing.parameter()) || isStored(source, passing);
    }

    /** Whether an edge from a region passes a parameter within that region's function. */
    boolean isHanded(Region source, Value parameter) {
        return isHeld(parameter) && definedIn.get(parameter) == source;
    }

    /** Whether an edge from a region has to store the argument. */
    boolean isStored(Region source, Passing passing) {
        return passing.isMove() && isThroughMemory(source, passing.parameter());
    }

    private boolean isThroughMemory(Region source, Value parameter) {
        return isInMemory(parameter) || isHeld(parameter) && definedIn.get(parameter) != source;
    }

    /** Whether a block parameter is one in its region's function. */
    boolean isHeld(Value parameter) {
        return held.contains(parameter);
    }

    /** Whether a value is in its place in memory as long as it is live. */
    boolean isInMemory(Value value) {
        return inMemory.contains(value);
    }

    /** The value that stands for the place of a value in memory. */
    Value place(Value value) {
        Webs.Web web = webs.of(value);
        return web == null ? value : web.representative();
    }

    /** The op of a constant, which every function that uses it has for itself; null for other values. */
    Op constant(Value value) {
        return constants.get(value);
    }

    /** Whether a value that a region uses is defined in another. */
    boolean isForeign(Region region, Value value) {
        Region definition = definedIn.get(value);
        return definition != null && definition != region;
    }

    /** Whether a block has a value of its own region only from memory, since control may have left the region since. */
    boolean isResumed(Block block, Value value) {
        return resumed.isMissingAt(block, value);
    }

    /** Whether a value may change while control is in a region: it is defined in one within. */
    boolean isDefinedWithin(Region region, Value value) {
        return regions.isWithin(definedIn.get(value), region);
    }
}
