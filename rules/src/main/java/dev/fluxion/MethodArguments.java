package dev.fluxion;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;

/** What a method called by reflection accepts: its receiver if it has one, then its parameters, with their names. */
final class MethodArguments {
    private record Slot(String name, Class<?> type, boolean mayBeNull) {}

    private final Method method;
    private final Class<?> result;
    private final List<Slot> slots = new ArrayList<>();

    /**
     * What the method accepts.
     *
     * @param output the number of the argument that the method writes its result into; -1 if it returns it
     * @param names of the arguments as the agent knows them, empty if it does not run
     */
    MethodArguments(Method method, int output, List<String> names) {
        this.method = method;
        this.result = output < 0 ? method.getReturnType() : types(method).get(output);
        if (!Modifier.isStatic(method.getModifiers())) {
            slots.add(new Slot("the receiver", method.getDeclaringClass(), false));
        }
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            String number = parameters[i].isNamePresent() ? parameters[i].getName() : "#" + i;
            String name = names.isEmpty() ? number : names.get(slots.size());
            Class<?> type = parameters[i].getType();
            slots.add(new Slot("argument " + name, type, !type.isPrimitive() && !isNumeric(type)));
        }
    }

    /** The types of the arguments, the receiver's first. */
    static List<Class<?>> types(Method method) {
        List<Class<?>> types = new ArrayList<>();
        if (!Modifier.isStatic(method.getModifiers())) {
            types.add(method.getDeclaringClass());
        }
        types.addAll(List.of(method.getParameterTypes()));
        return types;
    }

    /** One argument per slot, each of its slot's type. */
    void requireArguments(Object[] arguments) {
        Arguments.requireNonNull(arguments, "args");
        if (arguments.length != slots.size()) {
            throw new IllegalArgumentException(
                    describe() + " takes " + count(slots.size(), "argument") + ", but " + arguments.length
                            + (arguments.length == 1 ? " was" : " were") + " passed" + spreadHint(arguments));
        }
        for (int i = 0; i < arguments.length; i++) {
            requireArgument(slots.get(i), arguments[i], i == 0 ? spreadHint(arguments) : "");
        }
    }

    /** One tangent per argument, of that argument's type and shape, or null for zero. */
    void requireTangents(Object[] arguments, Object[] tangents) {
        Arguments.requireNonNull(tangents, "tangents");
        if (tangents.length != arguments.length) {
            throw new IllegalArgumentException("tangents has length " + tangents.length + ", but "
                    + count(arguments.length, "argument") + " of " + describe()
                    + (arguments.length == 1 ? " needs one entry" : " need one entry each") + spreadHint(tangents));
        }
        for (int i = 0; i < tangents.length; i++) {
            if (tangents[i] != null && isNumeric(slots.get(i).type())) {
                requireShape(
                        tangents[i],
                        arguments[i],
                        "the tangent of " + slots.get(i).name());
            }
        }
    }

    /** A cotangent of the type of the result; its shape is known only once the method has run. */
    void requireCotangent(Object cotangent) {
        if (!isNumeric(result)) {
            return;
        }
        Arguments.requireNonNull(cotangent, "cotangent");
        if (!boxed(result).isInstance(cotangent)) {
            throw new IllegalArgumentException("cotangent is of type " + typeName(cotangent) + ", but " + describe()
                    + (result == method.getReturnType() ? " returns " : " writes its result into a ")
                    + result.getTypeName());
        }
    }

    private void requireArgument(Slot slot, Object argument, String hint) {
        if (argument == null && !slot.mayBeNull()) {
            throw new IllegalArgumentException(slot.name() + " of " + describe() + " is null" + hint);
        }
        if (argument != null && !boxed(slot.type()).isInstance(argument)) {
            throw new IllegalArgumentException(slot.name() + " of " + describe() + " is of type "
                    + slot.type().getTypeName() + ", but " + typeName(argument) + " was passed" + hint);
        }
    }

    /** Java takes an array of references for the list of arguments itself, where one argument may have been meant. */
    private static String spreadHint(Object[] list) {
        if (list.getClass() == Object[].class) {
            return "";
        }
        return ": a " + list.getClass().getSimpleName()
                + " passed here counts as the list itself, so wrap one that is a single"
                + " argument: new Object[] {array}";
    }

    private static void requireShape(Object tangent, Object argument, String name) {
        if (tangent == null || tangent.getClass() != argument.getClass()) {
            throw new IllegalArgumentException(
                    name + " is " + (tangent == null ? "null" : "of type " + typeName(tangent))
                            + ", but its argument is of type " + typeName(argument));
        }
        if (!tangent.getClass().isArray()) {
            return;
        }
        if (Array.getLength(tangent) != Array.getLength(argument)) {
            throw new IllegalArgumentException(name + " has length " + Array.getLength(tangent)
                    + ", but its argument has length " + Array.getLength(argument));
        }
        if (argument instanceof Object[] rows) {
            Object[] tangentRows = (Object[]) tangent;
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] != null) {
                    requireShape(tangentRows[i], rows[i], name + "[" + i + "]");
                }
            }
        }
    }

    /** double, float, and arrays of them to any depth. */
    static boolean isNumeric(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element == double.class || element == float.class;
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static String typeName(Object value) {
        return MethodType.methodType(value.getClass()).unwrap().returnType().getTypeName();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        text.append(method.getDeclaringClass().getSimpleName()).append('.').append(method.getName());
        String separator = "(";
        for (Class<?> type : method.getParameterTypes()) {
            text.append(separator).append(type.getSimpleName());
            separator = ", ";
        }
        return text.append(method.getParameterCount() == 0 ? "()" : ")").toString();
    }
}
