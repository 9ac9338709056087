package dev.fluxion.agent.link.body;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLength;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Element;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Outcome;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.runtime.Regularity;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The IR of what an operator does, written one op after the other. Where it stands says how it calls derivatives, where its scratch
 * arrays come from, and what becomes of arguments that are not regular: {@code EntryCode} at an entry, {@code NestedCode} within a
 * differentiated method.
 */
public abstract class DerivativeCode {
    public static final String OBJECT = Type.OBJECT.descriptor();
    public static final String REGULARITY = org.objectweb.asm.Type.getInternalName(Regularity.class);

    private final String display;
    private final Function function;
    private final Position position;
    private Block block;

    /** The code of a function of a type; {@code display} is what messages call it. */
    public DerivativeCode(String display, MethodType functionType) {
        this.display = display;
        this.function = new Function(display, List.of(type(functionType.returnType()))); // no derivative is void
        this.position = new Position(display, -1);
        this.block = function.addBlock();
        for (Class<?> parameter : functionType.parameterList()) {
            block.addParameter(type(parameter), null);
        }
    }

    public static Type type(Class<?> type) {
        return Type.ofDescriptor(type.descriptorString());
    }

    public String display() {
        return display;
    }

    public Value parameter(int index) {
        return function.parameters().get(index);
    }

    public Function function() {
        return function;
    }

    /** The place where what comes next is written. */
    public Block block() {
        return block;
    }

    // What depends on where the code stands

    /** A kind of derivative that cannot be written here. */
    public abstract Unsupported unsupported();

    /**
     * Whether the code is itself differentiated. Then a tangent or cotangent may be the same array as an argument, because it is copied
     * before anything runs, and a forward sweep has one reverse sweep.
     */
    public abstract boolean isNested();

    /** Goes on where the arguments are regular, as this boolean says. */
    public abstract void require(Value isRegular);

    /** Whether some arrays, and their rows, are all different, and none of some others. */
    public abstract Value areAllDifferent(List<Value> different, List<Value> others);

    /** Whether an array of rows holds none at two places. */
    public abstract Value holdsNoRowTwice(Value rows);

    /** Begins the evaluation: from here on nothing is required of the arguments. */
    public abstract void begin();

    /** The tape of the evaluation, where sweeps can be shared. */
    public abstract Value tape();

    /** Calls a derivative. */
    public abstract Map<Result, Value> call(Derived derived, List<Value> operands);

    /**
     * Calls a derivative that leaves its results after the first in an array, if it has that form.
     *
     * @return its first result; null if it has not, and nothing was written
     */
    public abstract Value callWithoutTape(Derived derived, Value array, List<Value> operands);

    /** A zero array in the shape of another, for nobody else to see, until this place is reached again. */
    public abstract Value zeros(Value shape);

    /** A copy of an array, with its rows if it has any, likewise. */
    public abstract Value copy(Value array);

    /** A zero array of numbers, likewise. */
    public abstract Value vector(Type type, Value length);

    /**
     * Rows of tangents in the shape of an array, likewise.
     *
     * @param ones of the elements from one on, in lanes from one on, so many are one; null for none
     * @param again whether the derivative may write to them
     */
    public abstract Value rows(Value array, Value lanes, LaneRange ones, boolean again);

    /** The same numbers in a structure of its own, in which rows may be moved about. */
    public abstract Value restructured(Value array);

    /** Leaves a tangent, or zero where it is null, in what a caller passed for it. */
    public abstract void setTangent(Value tangent, Value value, Value buffer);

    /** Requires that a value is there for a cotangent to belong to. */
    public abstract void requireResult(Value value);

    /** A new zero matrix. */
    public Value newRows(Value count, Value length) {
        return newArray(Type.ofDescriptor("[[D"), count, length);
    }

    /** How many rows the Jacobian of a value has. */
    public abstract Value rowCount(Value value);

    /** Requires a buffer to have so many rows, once the value is known. */
    public abstract void requireRowCount(Value buffer, Value count, String name);

    /** How many rows there were in the last call; negative if nobody knows. */
    public abstract Value lastCount();

    // Control flow

    /** The function, which returns here. */
    public abstract Function end(Value result);

    /** Goes on in another block. */
    public void moveTo(Block next) {
        block = next;
    }

    /** Does something for {@code from}, {@code from + step} and so on, below {@code end}. */
    public void loop(Value from, Value end, int step, Consumer<Value> body) {
        Block header = function.addBlock();
        Block inside = function.addBlock();
        Block after = function.addBlock();
        Value index = header.addParameter(Type.INT, null);
        block.terminate(new Terminator.Jump(new Edge(header, List.of(from))));
        header.terminate(new Terminator.Branch(Comparison.LT, index, end, new Edge(inside), new Edge(after)));
        block = inside;
        body.accept(index);
        Value next = arithmetic(Arithmetic.IADD, index, constant(step));
        block.terminate(new Terminator.Jump(new Edge(header, List.of(next))));
        block = after;
    }

    /** Does one thing where the comparison holds, else the other. */
    void choose(Comparison comparison, Value left, Value right, Runnable then, Runnable otherwise) {
        Block first = function.addBlock();
        Block second = function.addBlock();
        Block after = function.addBlock();
        block.terminate(new Terminator.Branch(comparison, left, right, new Edge(first), new Edge(second)));
        block = first;
        then.run();
        block.terminate(new Terminator.Jump(new Edge(after)));
        block = second;
        otherwise.run();
        block.terminate(new Terminator.Jump(new Edge(after)));
        block = after;
    }

    /**
     * Begins what is done where the comparison holds, and ends by returning.
     *
     * @return where to {@linkplain #moveTo go on} after that
     */
    Block returnIf(Comparison comparison, Value left, Value right) {
        Block first = function.addBlock();
        Block rest = function.addBlock();
        block.terminate(new Terminator.Branch(comparison, left, right, new Edge(first), new Edge(rest)));
        block = first;
        return rest;
    }

    // Calls

    /** Calls a static method that returns something. */
    public Value invoke(String owner, String name, String descriptor, Value... operands) {
        Type type = Type.ofDescriptor(descriptor.substring(descriptor.indexOf(')') + 1));
        return block.append(Invoke.ofStatic(owner, name, descriptor), type, position, operands);
    }

    /** Something with any number of results, which have types already. */
    public void add(dev.fluxion.agent.ir.operator.Operator operator, List<Value> operands, List<Value> results) {
        block.ops().add(new Op(operator, operands, results, position));
    }

    public void effect(dev.fluxion.agent.ir.operator.Operator effect, Value... operands) {
        add(effect, List.of(operands), List.of());
    }

    /** A result by its meaning; null if there is none. */
    static Value find(Map<Result, Value> results, Outcome outcome, int index) {
        for (Map.Entry<Result, Value> result : results.entrySet()) {
            if (result.getKey().outcome() == outcome && result.getKey().index() == index) {
                return result.getValue();
            }
        }
        return null;
    }

    // Numbers

    public Value constant(int number) {
        return block.append(Constant.of(number), Type.INT, position);
    }

    /** A number of a floating type. */
    public Value constant(Type type, double number) {
        Constant constant = type.equals(Type.FLOAT) ? Constant.of((float) number) : Constant.of(number);
        return block.append(constant, type, position);
    }

    /** What an operator without effects gives. */
    public Value value(dev.fluxion.agent.ir.operator.Operator operator, Type type, Value... operands) {
        return block.append(operator, type, position, operands);
    }

    public Value text(String text) {
        return block.append(new Constant(text), Type.ofInternalName("java/lang/String"), position);
    }

    public Value arithmetic(Arithmetic operation, Value... operands) {
        return block.append(operation, operation.resultType(), position, operands);
    }

    /** The number in another precision; zero if there is none. */
    public Value as(Type wanted, Value number) {
        if (number == null) {
            return block.append(Constant.zero(wanted), wanted, position);
        }
        if (number.type().equals(wanted) || number.type().isReference()) {
            return number;
        }
        return arithmetic(wanted.equals(Type.FLOAT) ? Arithmetic.D2F : Arithmetic.F2D, number);
    }

    Value least(Value first, Value second) {
        return invoke("java/lang/Math", "min", "(II)I", first, second);
    }

    Value greatest(Value first, Value second) {
        return invoke("java/lang/Math", "max", "(II)I", first, second);
    }

    /** Whether an int is at most another. */
    Value isAtMost(Value number, int most) {
        return invoke(REGULARITY, "isAtMost", "(II)Z", number, constant(most));
    }

    // Arrays

    public Value length(Value array) {
        return block.append(new ArrayLength(), Type.INT, position, array);
    }

    public Value newArray(Type type, Value... lengths) {
        return block.append(new NewArray(type), type, position, lengths);
    }

    public Value load(Value array, Value index) {
        Type element = Type.ofDescriptor(array.type().descriptor().substring(1));
        return block.append(new ArrayLoad(Element.of(array.type())), element, position, array, index);
    }

    public void store(Value array, Value index, Value element) {
        effect(new ArrayStore(Element.of(array.type())), array, index, element);
    }

    public static boolean hasRows(Value array) {
        return array.type().descriptor().startsWith("[[");
    }

    /** Does something with each row that is there, and its index. */
    public void forEachRow(Value rows, BiConsumer<Value, Value> body) {
        Value nothing = block.append(new Constant(Constant.NULL), Type.NULL, position);
        loop(constant(0), length(rows), 1, i -> {
            Value row = load(rows, i);
            choose(Comparison.DIFFERENT, row, nothing, () -> body.accept(row, i), () -> {});
        });
    }

    /** The type of a flat array of numbers. */
    Type flat(Value array) {
        Type type = array.type();
        if (!type.descriptor().equals("[D") && !type.descriptor().equals("[F")) {
            throw unsupported();
        }
        return type;
    }

    /** The type of a flat array's elements. */
    public Type element(Value array) {
        return flat(array).descriptor().equals("[F") ? Type.FLOAT : Type.DOUBLE;
    }

    /** A new zero array, or array of rows, in the shape of another. */
    public Value newZeros(Value shape) {
        if (!hasRows(shape)) {
            return newArray(flat(shape), length(shape));
        }
        Value rows = newArray(shape.type(), length(shape));
        forEachRow(shape, (row, i) -> store(rows, i, newZeros(row)));
        return rows;
    }

    public void clear(Value array) {
        if (hasRows(array)) {
            forEachRow(array, (row, i) -> clear(row));
            return;
        }
        Type element = element(array);
        effect(
                Invoke.ofStatic(
                        "java/util/Arrays", "fill", "(" + array.type().descriptor() + element.descriptor() + ")V"),
                array,
                constant(element, 0));
    }

    /** A new copy of an array, with its rows if it has any. */
    public Value newCopy(Value array) {
        Value copy = clone(array);
        if (hasRows(array)) {
            forEachRow(array, (row, i) -> store(copy, i, clone(row)));
        }
        return copy;
    }

    /** Copies an array and no rows. */
    public Value clone(Value array) {
        Type type = array.type();
        MethodReference clone = new MethodReference(type.descriptor(), "clone", "()" + OBJECT, false);
        Value copy = block.append(new Invoke(Invoke.Kind.VIRTUAL, clone), Type.OBJECT, position, array);
        return block.append(new CheckCast(type), type, position, copy);
    }

    /** Copies elements of one flat array to another, of whichever precision. */
    void copy(Value source, Value from, Value target, Value to, Value count) {
        if (!source.type().equals(target.type())) {
            loop(constant(0), count, 1, i -> {
                Value element = load(source, arithmetic(Arithmetic.IADD, from, i));
                store(target, arithmetic(Arithmetic.IADD, to, i), as(element(target), element));
            });
            return;
        }
        copySame(source, from, target, to, count);
    }

    /** Copies all elements of one array, or array of rows, to another of its type and shape. */
    public void copyAll(Value source, Value target) {
        if (hasRows(source)) {
            forEachRow(source, (row, i) -> copyAll(row, load(target, i)));
            return;
        }
        copySame(source, constant(0), target, constant(0), length(target));
    }

    public void copySame(Value source, Value from, Value target, Value to, Value count) {
        effect(
                Invoke.ofStatic("java/lang/System", "arraycopy", "(" + OBJECT + "I" + OBJECT + "II)V"),
                source,
                from,
                target,
                to,
                count);
    }
}
