package dev.fluxion.agent.derive.transpose;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Induction;
import dev.fluxion.agent.derive.graph.Region;
import dev.fluxion.agent.derive.graph.Stack;
import dev.fluxion.agent.derive.tape.Residuals;
import dev.fluxion.agent.derive.tape.Residuals.Slot;
import dev.fluxion.agent.derive.tape.TapeVariables;
import dev.fluxion.agent.derive.tape.TransposePlan;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.Map;

/** Brings values of the forward sweep back in the transposed block that is being written. */
final class Recompute {
    private final TransposePlan plan;
    private final Residuals residuals;
    private final Emitter out;
    private final TapeVariables tape;
    private final Map<Value, Value> direct;
    private final Map<Value, Value> known = new HashMap<>();
    private Block current;

    Recompute(TransposePlan plan, Emitter out, TapeVariables tape, Map<Value, Value> direct) {
        this.plan = plan;
        this.residuals = plan.residuals();
        this.out = out;
        this.tape = tape;
        this.direct = direct;
    }

    /** The value as the transpose of {@code user}, the block being written, may use it. */
    Value value(Value value, Block user) {
        if (current != user) {
            known.clear();
            current = user;
        }
        Value result = known.get(value);
        if (result == null) {
            result = emit(value, user);
            known.put(value, result);
        }
        return result;
    }

    private Value emit(Value value, Block user) {
        if (residuals.isDirect(value)) {
            return direct.getOrDefault(value, value);
        }
        Slot slot = residuals.slot(value, user);
        if (slot != null) {
            return load(slot, plan.regions().of(user));
        }
        Region trip = residuals.tripOf(value);
        if (trip != null) {
            return trip.encloses(plan.regions().of(user)) ? tape.iteration(trip) : count(trip, user);
        }
        Induction.Variable variable = residuals.induction().variable(value);
        if (variable != null) {
            return inductionVariable(variable, user);
        }
        Op op = residuals.definitions().op(value);
        Op copy = op.map(operand -> value(operand, user), Value::fresh);
        out.append(copy);
        return copy.result();
    }

    private Value count(Region loop, Block user) {
        Induction.Count count = residuals.induction().count(loop);
        return ForwardSweep.distance(
                out, new Induction.Count(value(count.initial(), user), value(count.bound(), user), count.step()));
    }

    private Value inductionVariable(Induction.Variable variable, Block user) {
        Value initial = value(variable.initial(), user);
        Value iteration = tape.iteration(variable.loop());
        if (initial.type().equals(Type.INT)) {
            Value distance = variable.step() == 1
                    ? iteration
                    : out.arithmetic(Arithmetic.IMUL, iteration, out.constant(variable.step()));
            return out.arithmetic(Arithmetic.IADD, initial, distance);
        }
        Value wide = out.arithmetic(Arithmetic.I2L, iteration);
        Value step = out.arithmetic(Arithmetic.I2L, out.constant(variable.step()));
        return out.arithmetic(Arithmetic.LADD, initial, out.arithmetic(Arithmetic.LMUL, wide, step));
    }

    /** A kept residual, for a block of the given region. */
    Value load(Slot slot, Region region) {
        if (plan.layout().isInVariable(slot)) {
            return tape.kept(slot);
        }
        boolean here = slot.region() == region || slot.stack() == Stack.OBJECTS;
        return here ? tape.load(slot) : tape.hoisted(slot, region);
    }
}
