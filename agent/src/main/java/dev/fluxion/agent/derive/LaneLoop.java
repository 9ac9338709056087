package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.ArrayLoad;
import dev.fluxion.agent.ir.ArrayStore;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Constant;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Element;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Position;
import dev.fluxion.agent.ir.StrongScale;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One loop over the lanes. Strong-zero products keep a loop from being vectorised; they are needed only where a partial is not
 * finite, so that the loop is written twice if it has any, and the partials are looked at before.
 */
final class LaneLoop {
    private final Emitter out;
    private final LanePlan.Together together;
    private final LanePlan plan;
    private final Map<Value, Value> rows;
    private final Value lanes;
    private final Value lane;

    LaneLoop(
            Emitter out,
            LanePlan.Together together,
            LanePlan plan,
            Map<Value, Value> rows,
            Value lanes,
            Value lane) {
        this.out = out;
        this.together = together;
        this.plan = plan;
        this.rows = rows;
        this.lanes = lanes;
        this.lane = lane;
    }

    /** Writes it to the end of the current block and goes on in a new one. */
    void write() {
        out.at(together.ops().isEmpty() ? Position.UNKNOWN : together.ops().get(0).position());
        Set<Value> partials = partials();
        if (partials.isEmpty()) {
            Block next = out.target().addBlock();
            out.block().terminate(new Terminator.Jump(loop(next, true)));
            out.moveTo(next);
            return;
        }
        Value sum = null;
        for (Value partial : partials) {
            Value wide = Emitter.isFloat(partial) ? out.arithmetic(Arithmetic.F2D, partial) : partial;
            Value term = out.multiply(wide, out.value(Constant.of(0.0), Type.DOUBLE));
            sum = sum == null ? term : out.add(sum, term);
        }
        Value compared = out.arithmetic(Arithmetic.DCMPL, sum, out.value(Constant.of(0.0), Type.DOUBLE));
        Value zero = out.constant(0);
        Block test = out.block();
        Block next = out.target().addBlock();
        Edge products = loop(next, false);
        Edge strongProducts = loop(next, true);
        test.terminate(new Terminator.Branch(Comparison.EQ, compared, zero, products, strongProducts));
        out.moveTo(next);
    }

    private Set<Value> partials() {
        Set<Value> partials = new LinkedHashSet<>();
        for (Op op : together.ops()) {
            if (scalesByPartial(op)) {
                partials.add(op.operand(0));
            }
        }
        return partials;
    }

    private static boolean scalesByPartial(Op op) {
        return op.operator() instanceof StrongScale && !op.operand(0).isLinear();
    }

    /** A loop that goes on at a block; the edge into it. */
    private Edge loop(Block next, boolean strong) {
        Block header = out.target().addBlock();
        Value k = header.addParameter(Type.INT, null);
        Block body = out.target().addBlock();
        header.terminate(new Terminator.Branch(Comparison.LT, k, lanes, new Edge(body), new Edge(next)));
        Block from = out.block();
        Value start = out.constant(0);
        out.moveTo(body);
        writeLane(k, strong);
        Value following = out.arithmetic(Arithmetic.IADD, k, out.constant(1));
        out.block().terminate(new Terminator.Jump(new Edge(header, List.of(following))));
        out.moveTo(from);
        return new Edge(header, List.of(start));
    }

    private void writeLane(Value k, boolean strong) {
        Map<Value, Value> values = new HashMap<>();
        values.put(lane, k);
        Map<Value, Value> stores = new LinkedHashMap<>();
        for (Op op : together.ops()) {
            List<Value> operands = new ArrayList<>();
            for (Value operand : op.operands()) {
                operands.add(operand.isLinear() || operand == lane ? current(operand, values, k) : operand);
            }
            boolean plain = !strong && scalesByPartial(op);
            if (op.results().isEmpty()) {
                out.append(new Op(op.operator(), operands, List.of(), op.position()));
                continue;
            }
            Value result = Value.of(op.result().type(), op.result().name());
            out.append(new Op(
                    plain ? product(result.type()) : op.operator(), operands, List.of(result), op.position()));
            values.put(op.result(), result);
            if (plan.valuesWithRows().contains(op.result())) {
                stores.put(rows.get(op.result()), result);
            }
        }
        for (LanePlan.Copy copy : together.copies()) {
            stores.put(rows.get(copy.to()), current(copy.from(), values, k));
        }
        stores.forEach((row, value) -> out.effect(new ArrayStore(Element.of(row.type())), row, k, value));
    }

    private static Arithmetic product(Type type) {
        return type.equals(Type.FLOAT) ? Arithmetic.FMUL : Arithmetic.DMUL;
    }

    /** A linear value in the current lane. */
    private Value current(Value value, Map<Value, Value> values, Value k) {
        Value known = values.get(value);
        if (known != null) {
            return known;
        }
        Value loaded;
        if (plan.isZero(value)) {
            loaded = out.value(Constant.zero(value.type()), value.type());
        } else {
            Value row = rows.get(value);
            loaded = out.value(new ArrayLoad(Element.of(row.type())), value.type(), row, k);
        }
        values.put(value, loaded);
        return loaded;
    }
}
