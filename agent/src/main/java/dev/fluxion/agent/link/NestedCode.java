package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.Unsupported;
import dev.fluxion.agent.ir.Arithmetic;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.InvokeVariant;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.link.Derived.Result;
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
    Unsupported unsupported() {
        return new Unsupported(
                "a call of " + display() + ", a derivative of a kind that has none itself,", Nested.REMEDY);
    }

    @Override
    boolean copiesDirections() {
        return true;
    }

    @Override
    boolean sharesSweeps() {
        return false;
    }

    @Override
    void require(Value isRegular) {
        effect(
                Invoke.ofStatic(NestedConditions.REGULARITY, "require", "(ZLjava/lang/String;)V"),
                isRegular,
                text(display()));
    }

    @Override
    Value areAllDifferent(List<Value> different, List<Value> others) {
        throw unsupported(); // directions are no arrays of their own here, so that pairs are compared
    }

    @Override
    Value holdsNoRowTwice(Value rows) {
        return invoke(NestedConditions.REGULARITY, "holdsNoRowTwice", "([" + OBJECT + ")Z", rows);
    }

    @Override
    void begin() {}

    @Override
    Value tape() {
        throw unsupported();
    }

    @Override
    Function end(Value result) {
        block().terminate(new Terminator.Return(List.of(result)));
        return function();
    }

    @Override
    Map<Result, Value> call(Derived derived, List<Value> operands) {
        String tape = derived.variant().isReversed() ? "within" : "current";
        List<Value> all = new ArrayList<>(List.of(invoke(TAPE, tape, "()L" + TAPE + ";")));
        all.addAll(operands);
        Map<Result, Value> results = new LinkedHashMap<>();
        derived.results().forEach(result -> results.put(result, Value.of(type(result.type()))));
        add(new InvokeVariant(derived.variant(), false), all, List.copyOf(results.values()));
        return results;
    }

    @Override
    Value zeros(Value shape) {
        return newZeros(shape);
    }

    @Override
    Value copy(Value array) {
        return newCopy(array);
    }

    @Override
    Value vector(Type element, Value length) {
        return newArray(Type.ofDescriptor("[" + element.descriptor()), length);
    }

    @Override
    Value rows(Value array, Value lanes, NestedInputs.Range ones, boolean again) {
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
    Value rowCount(Value value) {
        return length(value);
    }

    @Override
    void requireRowCount(Value buffer, Value count, String name) {
        require(invoke(NestedConditions.REGULARITY, "hasRows", "([[DI)Z", buffer, count));
    }

    @Override
    Value lastCount() {
        throw unsupported();
    }
}
