package dev.fluxion.agent.write.layout;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that can share one place: a block parameter is in the web of the arguments passed for it where their live ranges
 * allow, so that most edges move nothing.
 */
public final class Webs {
    /** Values of which no two are live at the same time. */
    public static final class Web {
        private final Ranges ranges = new Ranges();
        private final Value first;
        private int occurrences;
        private boolean isParameter;
        private Web mergedInto;

        private Web(Value value, Ranges ranges, int occurrences) {
            this.first = value;
            this.occurrences = occurrences;
            this.ranges.add(ranges);
        }

        /** Where its values are live. */
        Ranges ranges() {
            return ranges;
        }

        /** One of its values; all are of the same kind. */
        public Value representative() {
            return first;
        }

        /** How often its values are defined and read. */
        int occurrences() {
            return occurrences;
        }

        private Web merged() {
            Web last = this;
            while (last.mergedInto != null) {
                last = last.mergedInto;
            }
            for (Web web = this; web != last; ) {
                Web next = web.mergedInto;
                web.mergedInto = last;
                web = next;
            }
            return last;
        }
    }

    private final Map<Value, Web> webs = new HashMap<>();
    private final List<Web> all = new ArrayList<>();

    /**
     * Finds the webs of a function.
     *
     * @param blocksByPriority whose edges should rather move nothing than those of later ones
     */
    Webs(Function function, List<Block> blocksByPriority, LiveRanges live) {
        live.ranges().forEach((value, ranges) -> {
            Web web = new Web(value, ranges, live.occurrences(value));
            webs.put(value, web);
            all.add(web);
        });
        for (Value parameter : function.parameters()) {
            if (webs.containsKey(parameter)) {
                webs.get(parameter).isParameter = true;
            }
        }
        blocksByPriority.forEach(this::coalesce);
        all.removeIf(web -> web.mergedInto != null);
    }

    /** The webs of a function as it would be written, but that edges which pass more should rather move nothing. */
    public static Webs of(Function function) {
        Flow flow = Flow.of(function);
        List<Block> layout = Layout.of(function, new LoopNest(flow));
        List<Block> widestFirst = new ArrayList<>(layout);
        widestFirst.sort((a, b) -> Integer.compare(widestEdge(b), widestEdge(a)));
        LiveRanges live = new LiveRanges(function, layout, new Schedule(layout), new Initialization(flow, null));
        return new Webs(function, widestFirst, live);
    }

    private static int widestEdge(Block block) {
        return block.successors().stream()
                .mapToInt(edge -> edge.arguments().size())
                .max()
                .orElse(0);
    }

    /** How many arguments of an edge are in another web than the parameters that they are passed for. */
    public int moves(Edge edge) {
        List<Value> parameters = edge.target().parameters();
        int first = edge.firstParameter();
        int moves = 0;
        for (int i = 0; i < edge.arguments().size(); i++) {
            Web parameter = of(parameters.get(first + i));
            if (parameter != null && parameter != of(edge.arguments().get(i))) {
                moves++;
            }
        }
        return moves;
    }

    /** Each web once. */
    List<Web> all() {
        return all;
    }

    /** The web that a value is in; null if it needs no place, since it is never read, or computed where it is read. */
    public Web of(Value value) {
        Web web = webs.get(value);
        return web == null ? null : web.merged();
    }

    private void coalesce(Block block) {
        for (Edge edge : block.successors()) {
            List<Value> parameters = edge.target().parameters();
            int first = edge.firstParameter();
            for (int i = 0; i < edge.arguments().size(); i++) {
                Web parameter = of(parameters.get(first + i));
                Web argument = of(edge.arguments().get(i));
                if (parameter != null && argument != null) {
                    merge(parameter, argument);
                }
            }
        }
    }

    /** The function's parameters have places of their own. */
    private static void merge(Web first, Web second) {
        Web large = first.ranges.count() >= second.ranges.count() ? first : second;
        Web small = large == first ? second : first;
        if (large == small || large.isParameter && small.isParameter || large.ranges.overlaps(small.ranges)) {
            return;
        }
        large.ranges.add(small.ranges);
        large.isParameter |= small.isParameter;
        large.occurrences += small.occurrences;
        small.mergedInto = large;
    }
}
