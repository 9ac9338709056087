package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.body.DerivativeCode;
import dev.fluxion.runtime.Tape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** The IR of an entry, as far as it has to do with objects: constants that are no literals, calls of methods of objects, boxes. */
abstract class EntryObjects extends DerivativeCode {
    static final Type OBJECTS = Type.ofDescriptor("[" + OBJECT);

    private final EntryConstants constants = new EntryConstants();

    EntryObjects(String display, MethodType type) {
        super(display, type);
    }

    static String name(Class<?> type) {
        return org.objectweb.asm.Type.getInternalName(type);
    }

    /** A type without classes that the agent's loader may not see. */
    static MethodType erased(MethodType type) {
        MethodType erased = type.changeReturnType(erased(type.returnType()));
        for (int i = 0; i < type.parameterCount(); i++) {
            erased = erased.changeParameterType(i, erased(type.parameterType(i)));
        }
        return erased;
    }

    static Class<?> erased(Class<?> type) {
        if (type.isArray()) {
            return erased(type.getComponentType()).arrayType();
        }
        return type.isPrimitive() || type == Tape.class ? type : Object.class;
    }

    /** What the code has as constants. */
    final EntryConstants constants() {
        return constants;
    }

    /** A reference as one of another class, which it is. */
    final Value as(Class<?> wanted, Value value) {
        Type type = type(wanted);
        boolean isKnown =
                wanted.isPrimitive() || wanted == Object.class || value.type().equals(type);
        return isKnown ? value : value(new CheckCast(type), type, value);
    }

    final Value boxed(Class<?> type, Value value) {
        if (!type.isPrimitive()) {
            return value;
        }
        Class<?> box = MethodType.methodType(type).wrap().returnType();
        return invoke(name(box), "valueOf", "(" + type.descriptorString() + ")" + box.descriptorString(), value);
    }

    final Value unboxed(Class<?> type, Value value) {
        if (!type.isPrimitive()) {
            return as(type, value);
        }
        Class<?> box = MethodType.methodType(type).wrap().returnType();
        return virtual(as(box, value), type.getName() + "Value", "()" + type.descriptorString());
    }

    final Value constant(Object object, Class<?> as) {
        return value(constants.of(object, as), type(as));
    }

    static Invoke exact(MethodType called) {
        return virtual(name(MethodHandle.class), "invokeExact", called.toMethodDescriptorString());
    }

    static Invoke virtual(String owner, String name, String descriptor) {
        return new Invoke(Invoke.Kind.VIRTUAL, new MethodReference(owner, name, descriptor, false));
    }

    final Value virtual(Value receiver, String name, String descriptor, Value... arguments) {
        Value result = Value.of(Type.ofDescriptor(descriptor.substring(descriptor.indexOf(')') + 1)));
        add(virtual(receiver.type().internalName(), name, descriptor), with(receiver, arguments), List.of(result));
        return result;
    }

    final void virtualEffect(Value receiver, String name, String descriptor, Value... arguments) {
        add(virtual(receiver.type().internalName(), name, descriptor), with(receiver, arguments), List.of());
    }

    static List<Value> with(Value receiver, Value... arguments) {
        List<Value> all = new ArrayList<>(List.of(receiver));
        all.addAll(List.of(arguments));
        return all;
    }
}
