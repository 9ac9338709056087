package dev.fluxion.agent.derive.lanes;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.graph.Landings;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a function for one lane, as {@link LaneForm} makes it, to one for all of them: the primal ops of a stretch of code, then
 * one loop over the lanes that does the linear ops of the stretch for each. A linear value that is used outside its loop has a row
 * of its own in memory; a join's tangents are written to their rows at the end of the loop before it.
 *
 * <p>Within a lane everything stays in order, and no lane touches another's elements, so that it does not matter which rows are
 * the same.
 */
public final class LaneLoops {
    private final Function source;
    private final LanePlan plan;
    private final Function target;
    private final Emitter out;
    private final Value lane;
    private Value lanes;
    private final Map<Value, Value> rows = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();

    private LaneLoops(Function source) {
        this.source = source;
        this.plan = LanePlan.of(source);
        this.target = new Function(source.name(), source.resultTypes());
        this.out = new Emitter(target);
        List<Value> parameters = source.parameters();
        this.lanes = parameters.get(parameters.size() - 2);
        this.lane = parameters.get(parameters.size() - 1);
    }

    /**
     * Consumes the function.
     *
     * @param count how many lanes there will be: loops over few are unrolled by the JIT compiler where it knows how many; 0 if that is not known
     */
    public static Function run(Function laneForm, int count) {
        // What a handler's parameters are is written before the op that may throw. The handler's own rows may still be
        // read then, by those who came by it earlier.
        Landings.run(laneForm, block -> block.parameters().stream().anyMatch(Value::isLinear));
        LaneLoops pass = new LaneLoops(laneForm);
        pass.run(count);
        return pass.target;
    }

    private void run(int count) {
        Block entry = target.addBlock();
        entry.parameters()
                .addAll(source.parameters().subList(0, source.parameters().size() - 1));
        out.moveTo(entry);
        if (count > 0) {
            lanes = out.constant(count);
        }
        rows.putAll(plan.existingRows());
        for (Value value : plan.valuesWithRows()) {
            Type type = Type.ofDescriptor("[" + value.type().descriptor());
            rows.put(value, out.value(new NewArray(type), type, lanes));
        }
        List<Block> order = Flow.of(source).order();
        for (Block block : order) {
            Block copy = target.addBlock();
            blocks.put(block, copy);
            if (block != source.entry()) {
                block.parameters().stream()
                        .filter(parameter -> !parameter.isLinear())
                        .forEach(copy.parameters()::add);
            }
        }
        entry.terminate(new Terminator.Jump(new Edge(blocks.get(source.entry()))));
        for (Block block : order) {
            out.moveTo(blocks.get(block));
            body(block);
        }
    }

    private void body(Block block) {
        for (LanePlan.Step step : plan.steps(block)) {
            write(step, block);
        }
        if (block.terminator() instanceof Terminator.Throw) {
            out.protect(block.handlers(), this::handlerEdge);
        }
        List<Edge> edges = block.terminator().edges().stream().map(this::edge).toList();
        out.block().terminate(block.terminator().with(value -> value, edges));
    }

    private Done write(LanePlan.Step step, Block block) {
        return switch (step.kind()) {
            case ALONE -> alone(((LanePlan.Alone) step).op(), block);
            case TOGETHER -> loop((LanePlan.Together) step);
        };
    }

    private Done alone(Op op, Block block) {
        boolean isProtected = op.equals(plan.protectedOp(block));
        if (isProtected) {
            out.protect(block.handlers(), this::handlerEdge);
        }
        out.at(op.position());
        out.append(op);
        if (isProtected) {
            out.split();
        }
        return DONE;
    }

    private Edge handlerEdge(Edge edge) {
        List<Value> parameters = edge.target().parameters();
        return nonlinear(edge, parameters.subList(1, parameters.size()));
    }

    private Edge nonlinear(Edge edge, List<Value> parameters) {
        List<Value> arguments = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            if (!parameters.get(i).isLinear()) {
                arguments.add(edge.arguments().get(i));
            }
        }
        return new Edge(blocks.get(edge.target()), arguments);
    }

    /** An edge of a branch goes by a block that copies rows, if there are any to copy. */
    private Edge edge(Edge edge) {
        Edge nonlinear = nonlinear(edge, edge.target().parameters());
        LanePlan.Together copies = plan.copies(edge);
        if (copies == null) {
            return nonlinear;
        }
        Block from = out.block();
        Block between = target.addBlock();
        out.moveTo(between);
        loop(copies);
        out.block().terminate(new Terminator.Jump(nonlinear));
        out.moveTo(from);
        return new Edge(between);
    }

    private Done loop(LanePlan.Together together) {
        new LaneLoop(out, together, plan, rows, lanes, lane).write();
        return DONE;
    }
}
