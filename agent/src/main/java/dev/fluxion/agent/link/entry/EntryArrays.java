package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.array.Matrix;
import dev.fluxion.agent.link.array.ShadowArrays;
import dev.fluxion.agent.link.array.ShadowBinding;
import dev.fluxion.agent.link.array.ShadowPool;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.body.LaneRange;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** The IR of an entry, as far as it has to do with arrays: scratch arrays are kept for the next call, results are new. */
abstract class EntryArrays extends EntryObjects {
    private static final String POOL = name(ShadowPool.class);
    private static final String SHADOW_ARRAYS = name(ShadowArrays.class);
    private static final String SHADOW_BINDING = name(ShadowBinding.class);
    private static final String SHAPES = name(Shapes.class);
    private static final String MATRIX = name(Matrix.class);
    private static final String RUNTIME_ROWS = name(dev.fluxion.runtime.Rows.class);
    private static final String STRING = "Ljava/lang/String;";

    private final ShadowPool pool = new ShadowPool();
    private final Value shadows = Value.of(OBJECTS);
    private boolean usesShadows;
    private int lastCount = -1;

    EntryArrays(String display, MethodType type) {
        super(display, type);
    }

    private Value shadows() {
        usesShadows = true;
        return shadows;
    }

    /** Takes the arrays that are kept, if the code works with any. */
    final void acquireShadows() {
        if (usesShadows) {
            Value own = constant(pool, ShadowPool.class);
            add(virtual(POOL, "acquire", "()[" + OBJECT), List.of(own), List.of(shadows));
        }
    }

    /** Gives them back. */
    final void releaseShadows() {
        if (usesShadows) {
            virtualEffect(constant(pool, ShadowPool.class), "release", "([" + OBJECT + ")V", shadows);
        }
    }

    @Override
    public Value zeros(Value shape) {
        return kept("zeros", "([" + OBJECT + "I" + OBJECT + ")" + OBJECT, shape.type(), shape);
    }

    @Override
    public Value copy(Value array) {
        return kept("copy", "([" + OBJECT + "I" + OBJECT + ")" + OBJECT, array.type(), array);
    }

    @Override
    public Value vector(Type element, Value length) {
        Type type = Type.ofDescriptor("[" + element.descriptor());
        String name = element.equals(Type.FLOAT) ? "floats" : "doubles";
        return kept(name, "([" + OBJECT + "II)" + type.descriptor(), type, length);
    }

    @Override
    public Value rows(Value array, Value lanes, LaneRange ones, boolean again) {
        Type type = Type.ofDescriptor("[" + array.type().descriptor());
        Value none = constant(0);
        return kept(
                "rows",
                "([" + OBJECT + "I" + OBJECT + "IIIIZ)" + OBJECT,
                type,
                array,
                lanes,
                ones == null ? none : ones.column(),
                ones == null ? none : ones.lane(),
                ones == null ? none : ones.count(),
                constant(again ? 1 : 0));
    }

    @Override
    public Value newZeros(Value shape) {
        return hasRows(shape) ? own(SHADOW_BINDING, "zeros", shape) : super.newZeros(shape);
    }

    @Override
    public Value newCopy(Value array) {
        return own(SHAPES, "copy", array);
    }

    @Override
    public Value restructured(Value array) {
        return own(SHADOW_ARRAYS, "restructured", array);
    }

    /** An array of the type of a given one, by a method of ours. */
    private Value own(String owner, String name, Value array) {
        Value made = invoke(owner, name, "(" + OBJECT + ")" + OBJECT, array);
        return value(new CheckCast(array.type()), array.type(), made);
    }

    @Override
    public void clear(Value array) {
        if (hasRows(array)) {
            effect(Invoke.ofStatic(SHADOW_ARRAYS, "clear", "(" + OBJECT + ")V"), array);
        } else {
            super.clear(array);
        }
    }

    @Override
    public void copyAll(Value source, Value target) {
        effect(Invoke.ofStatic(SHADOW_ARRAYS, "copy", "(" + OBJECT + OBJECT + ")V"), source, target);
    }

    @Override
    public void setTangent(Value tangent, Value value, Value buffer) {
        Value given = tangent == null ? as(value.type(), null) : tangent;
        Class<?> box = given.type().equals(Type.FLOAT) ? float.class : double.class;
        effect(
                new ArrayStore(Element.REFERENCE),
                buffer,
                constant(0),
                boxed(given.type().isReference() ? Object.class : box, given));
    }

    @Override
    public void requireResult(Value value) {
        effect(Invoke.ofStatic(SHAPES, "requireResult", "(" + OBJECT + ")V"), value);
    }

    @Override
    public Value newRows(Value count, Value length) {
        return invoke(RUNTIME_ROWS, "ofDoubles", "(II)[[D", count, length);
    }

    @Override
    public void copySame(Value source, Value from, Value target, Value to, Value count) {
        String array = source.type().descriptor();
        if (array.equals("[D")) {
            effect(Invoke.ofStatic(MATRIX, "copy", "([DI[DII)V"), source, from, target, to, count);
        } else {
            super.copySame(source, from, target, to, count);
        }
    }

    @Override
    public Value rowCount(Value value) {
        Value count = invoke(MATRIX, "rowCount", "(" + OBJECT + STRING + ")I", value, text(display()));
        if (lastCount >= 0) {
            Value slot = constant(lastCount);
            effect(Invoke.ofStatic(POOL, "keepCount", "([" + OBJECT + "II)V"), shadows(), slot, count);
        }
        return count;
    }

    @Override
    public void requireRowCount(Value buffer, Value count, String name) {
        effect(
                Invoke.ofStatic(MATRIX, "requireRows", "([[D" + STRING + "I" + STRING + ")V"),
                buffer,
                text(name),
                count,
                text("the value"));
    }

    @Override
    public Value lastCount() {
        lastCount = pool.reserve();
        return invoke(POOL, "lastCount", "([" + OBJECT + "I)I", shadows(), constant(lastCount));
    }

    /** What the pool keeps for this place of the code. */
    private Value kept(String name, String descriptor, Type type, Value... operands) {
        List<Value> all = new ArrayList<>(List.of(shadows(), constant(pool.reserve())));
        all.addAll(List.of(operands));
        Value made = invoke(POOL, name, descriptor, all.toArray(Value[]::new));
        return made.type().equals(type) ? made : value(new CheckCast(type), type, made);
    }
}
