package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.activity.ActivityFacts;
import dev.fluxion.agent.derive.activity.Intrinsic;
import dev.fluxion.agent.derive.activity.MemoryClasses.MemoryClass;
import dev.fluxion.agent.derive.activity.ShadowTypes;
import dev.fluxion.agent.derive.graph.Definitions;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.derive.graph.Stack;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The buffers of tangents that go with a tape's buffers where derived code is derived again. Such a buffer is replaced by a longer
 * one when it is full. A function that is executed as it stands carries the current one along with the buffer that it is the
 * dual of. One that is to be transposed asks the tape at each use instead: running backwards, every use must meet the buffer that
 * the tape has in the end.
 */
final class TapeDuals {
    /** The tape, as a value of the function that is derived, and the number of the buffer among the tape's. */
    private record Buffer(Value tape, int number) {}

    private final ActivityFacts facts;
    private final int bit;
    private final Map<MemoryClass, Buffer> buffers = new HashMap<>();

    private TapeDuals(ActivityFacts facts, int level) {
        this.facts = facts;
        this.bit = 1 << level;
    }

    /** @param level tells this differentiation from those before it */
    static TapeDuals of(Function source, ActivityFacts facts, int level, boolean toBeTransposed) {
        TapeDuals duals = new TapeDuals(facts, level);
        if (toBeTransposed) {
            duals.collect(source);
        }
        return duals;
    }

    private void collect(Function source) {
        Definitions definitions = new Definitions(source);
        for (Block block : source.blocks()) {
            for (Op op : block.ops()) {
                if (Intrinsic.of(op).isBuffer()) {
                    int number = op.operands().size() == 1 ? 0 : number(definitions.op(op.operand(1)));
                    Buffer buffer = new Buffer(op.operand(0), number);
                    Buffer other = buffers.putIfAbsent(facts.memory().of(op.result()), buffer);
                    if (other != null && !other.equals(buffer)) {
                        throw new IllegalStateException("two buffers of tapes that may be one array");
                    }
                }
            }
        }
    }

    private static int number(Op op) {
        return (Integer) ((Constant) op.operator()).value();
    }

    /** Whether the value is a buffer whose dual is asked for at each use. */
    boolean isFoundWhereUsed(Value value) {
        return !buffers.isEmpty()
                && value.type().isArray()
                && buffers.containsKey(facts.memory().of(value));
    }

    /** Asks the tape for the dual of such a buffer. */
    Value find(Emitter out, Value value, Map<Value, Value> primals) {
        Buffer buffer = buffers.get(facts.memory().of(value));
        return ask(out, ShadowTypes.of(value.type()), primals.get(buffer.tape()), out.constant(buffer.number() | bit));
    }

    /** The dual of the result of one of the tape's calls, which has been emitted. */
    Value beside(Emitter out, Op op, Map<Value, Value> primals, UnaryOperator<Value> shadows) {
        Type type = ShadowTypes.of(op.result().type());
        Value last = op.operand(op.operands().size() - 1);
        String name = ((Invoke) op.operator()).method().name();
        boolean isDual = name.endsWith("angents") || name.endsWith("Shadows");
        Value number =
                isDual ? out.arithmetic(Arithmetic.IOR, primals.get(last), out.constant(bit)) : out.constant(bit);
        return switch (Intrinsic.of(op)) {
            case TAPE_DOUBLES, TAPE_OBJECTS -> ask(out, type, primals.get(op.operand(0)), number);
            case TAPE_ENSURE_DOUBLES, TAPE_ENSURE_OBJECTS -> {
                String ensure = holdsNumbers(type) ? "ensureTangents" : "ensureObjectShadows";
                Value shadow = shadows.apply(op.operand(0));
                yield out.invoke(
                        call(ensure, type.descriptor(), type), type, shadow, primals.get(op.operand(1)), number);
            }
            default -> throw new IllegalArgumentException(op.operator().text());
        };
    }

    private static Value ask(Emitter out, Type buffer, Value tape, Value number) {
        return out.invoke(call(holdsNumbers(buffer) ? "tangents" : "objectShadows", "", buffer), buffer, tape, number);
    }

    private static boolean holdsNumbers(Type buffer) {
        return buffer.equals(Stack.DOUBLES.buffer());
    }

    private static Invoke call(String name, String buffer, Type result) {
        return Invoke.ofStatic(
                Intrinsic.TAPE, name, "(" + buffer + Intrinsic.TAPE_DESCRIPTOR + "I)" + result.descriptor());
    }
}
