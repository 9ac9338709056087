package dev.fluxion.agent.link.nested;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.body.DerivativeCode;
import dev.fluxion.agent.link.body.LaneRange;
import dev.fluxion.agent.link.classfile.StubMethods;
import dev.fluxion.agent.link.operator.Derived;
import dev.fluxion.agent.link.operator.Derived.Result;
import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The IR of a derivative that a differentiated method calls, so that it can be differentiated itself: it calls variants, all its
 * arrays are new, one by reverse mode has a tape of its own, and arguments that are not regular are refused.
 */
final class NestedCode extends DerivativeCode {
    private static final String TAPE = org.objectweb.asm.Type.getInternalName(Tape.class);

    NestedCode(String display, MethodType type) {
        super(display, type);
    }

    @Override
    public Unsupported unsupported() {
        return new Unsupported(
                "a call of " + display() + ", a derivative of a kind that has none itself,", StubMethods.REMEDY);
    }

    @Override
    public boolean isNested() {
        return true;
    }

    @Override
    public void require(Value isRegular) {
        effect(
                Invoke.ofStatic(DerivativeCode.REGULARITY, "require", "(ZLjava/lang/String;)V"),
                isRegular,
                text(display()));
    }

    @Override
    public Value areAllDifferent(List<Value> different, List<Value> others) {
        throw unsupported(); // directions are no arrays of their own here, so that pairs are compared
    }

    @Override
    public Value holdsNoRowTwice(Value rows) {
        return invoke(DerivativeCode.REGULARITY, "holdsNoRowTwice", "([" + OBJECT + ")Z", rows);
    }

    @Override
    public void begin() {}

    @Override
    public Value tape() {
        throw unsupported();
    }

    @Override
    public Function end(Value result) {
        block().terminate(new Terminator.Return(List.of(result)));
        return function();
    }

    @Override
    public Map<Result, Value> call(Derived derived, List<Value> operands) {
        Value current = invoke(TAPE, "current", "()L" + TAPE + ";");
        boolean isReversed = derived.variant().isReversed();
        List<Value> all = new ArrayList<>(
                List.of(isReversed ? invoke(TAPE, "within", "(L" + TAPE + ";)L" + TAPE + ";", current) : current));
        all.addAll(operands);
        Map<Result, Value> results = new LinkedHashMap<>();
        derived.results().forEach(result -> results.put(result, Value.of(type(result.type()))));
        add(new InvokeVariant(derived.variant(), false), all, List.copyOf(results.values()));
        return results;
    }

    @Override
    public Value callWithoutTape(Derived derived, Value array, List<Value> operands) {
        return null;
    }

    @Override
    public Value restructured(Value array) {
        return clone(array);
    }

    @Override
    public void setTangent(Value tangent, Value value, Value buffer) {
        require(invoke(DerivativeCode.REGULARITY, "sameShape", "(" + OBJECT + OBJECT + ")Z", value, buffer));
        if (tangent == null) {
            clear(buffer);
        } else {
            copyAll(tangent, buffer);
        }
    }

    @Override
    public void requireResult(Value value) {
        // The shape of the cotangent was compared with that of the value.
    }

    @Override
    public Value zeros(Value shape) {
        return newZeros(shape);
    }

    @Override
    public Value copy(Value array) {
        return newCopy(array);
    }

    @Override
    public Value vector(Type element, Value length) {
        return newArray(Type.ofDescriptor("[" + element.descriptor()), length);
    }

    @Override
    public Value rows(Value array, Value lanes, LaneRange ones, boolean again) {
        Value rows = zeroRows(array, lanes);
        if (ones != null) {
            Type element = element(array);
            loop(constant(0), ones.count(), 1, i -> {
                Value row = load(rows, arithmetic(Arithmetic.IADD, ones.column(), i));
                store(row, arithmetic(Arithmetic.IADD, ones.lane(), i), constant(element, 1));
            });
        }
        return rows;
    }

    private Value zeroRows(Value array, Value lanes) {
        Type type = Type.ofDescriptor("[" + array.type().descriptor());
        if (type.descriptor().length() == "[[D".length()) {
            return newArray(type, length(array), lanes);
        }
        Value rows = newArray(type, length(array));
        forEachRow(array, (row, i) -> store(rows, i, zeroRows(row, lanes)));
        return rows;
    }

    @Override
    public Value rowCount(Value value) {
        return length(value);
    }

    @Override
    public void requireRowCount(Value buffer, Value count, String name) {
        require(invoke(DerivativeCode.REGULARITY, "hasRows", "([[DI)Z", buffer, count));
    }

    @Override
    public Value lastCount() {
        throw unsupported();
    }
}
