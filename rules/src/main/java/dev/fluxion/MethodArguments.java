package dev.fluxion;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/** What a method called by reflection accepts: its receiver if it has one, then its parameters, with their names. */
final class MethodArguments {
    private record Slot(String name, Class<?> type, Type generic, boolean mayBeNull, boolean isAsked) {
        boolean isDifferentiated() {
            return isAsked && isNumeric(type);
        }
    }

    private static final Object[] NONE = {};

    private final Method method;
    private final Class<?> result;
    private final boolean hasReceiver;
    private final boolean isChosen;
    private final List<Slot> slots = new ArrayList<>();

    /**
     * What the method accepts.
     *
     * @param output the number of the argument that the method writes its result into; -1 if it returns it
     * @param wrt the numbers of the arguments that a derivative is with respect to; empty for all that can carry one
     * @param names of the arguments as the agent knows them, empty if it does not run
     */
    MethodArguments(Method method, int output, List<Integer> wrt, List<String> names) {
        this.method = method;
        this.result = output < 0 ? method.getReturnType() : types(method).get(output);
        this.hasReceiver = !Modifier.isStatic(method.getModifiers());
        this.isChosen = !wrt.isEmpty();
        if (hasReceiver) {
            Class<?> owner = method.getDeclaringClass();
            slots.add(new Slot("the receiver", owner, owner, false, false));
        }
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            String number = parameters[i].isNamePresent() ? parameters[i].getName() : "#" + i;
            String name = names.isEmpty() ? number : names.get(slots.size());
            boolean isAsked = !isChosen || wrt.contains(slots.size());
            Class<?> type = parameters[i].getType();
            boolean mayBeNull = !type.isPrimitive() && !isNumeric(type);
            slots.add(new Slot("argument " + name, type, parameters[i].getParameterizedType(), mayBeNull, isAsked));
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
                    describe() + " takes " + count(slots.size(), "argument") + listed() + ", but " + arguments.length
                            + (arguments.length == 1 ? " was" : " were") + " passed" + typeNames(arguments)
                            + hint(arguments));
        }
        for (int i = 0; i < arguments.length; i++) {
            requireArgument(slots.get(i), arguments[i], i == 0 || isVariable(i) ? arguments : NONE);
        }
    }

    /**
     * Something to differentiate with respect to, and nothing else that a derivative might be expected of, unless the caller has
     * chosen. A receiver may hold numbers beside arguments that are differentiated: it is constant, as what a lambda captures.
     */
    void requireDifferentiable(Object[] arguments) {
        if (isChosen) {
            return;
        }
        int differentiated = 0;
        for (Slot slot : slots) {
            differentiated += slot.isDifferentiated() ? 1 : 0;
        }
        for (int i = 0; i < arguments.length; i++) {
            Slot slot = slots.get(i);
            boolean isConstant = i == 0 && hasReceiver && differentiated > 0;
            if (!isConstant && !isNumeric(slot.type()) && HeldNumbers.maybeIn(arguments[i], slot.generic())) {
                Class<?> passed = arguments[i].getClass();
                throw new IllegalArgumentException(slot.name() + " of " + describe() + " is of type "
                        + slot.type().getTypeName()
                        + (passed == slot.type() ? "" : " and holds a " + passed.getTypeName())
                        + ", with respect to which there is no derivative yet: "
                        + differentiable(differentiated));
            }
        }
        if (differentiated == 0) {
            throw new IllegalArgumentException(
                    describe() + " has nothing to differentiate with respect to: " + differentiable(0));
        }
    }

    private String differentiable(int count) {
        StringBuilder text = new StringBuilder("an argument has to be declared double, float or an array of those");
        if (count == 0) {
            return text.append(slots.isEmpty() ? ", and there is none" : ", and none is")
                    .toString();
        }
        StringBuilder wrt = new StringBuilder();
        text.append(", as ");
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).isDifferentiated()) {
                text.append(wrt.length() == 0 ? "" : ", ").append(slots.get(i).name());
                wrt.append(wrt.length() == 0 ? "" : ", ").append(i);
            }
        }
        return text.append(count == 1 ? " is" : " are")
                .append(". To take what remains for constant, write Fluxion.of(method).wrt(")
                .append(wrt)
                .append(')')
                .toString();
    }

    /** One tangent per argument, of that argument's type and shape, or null for zero. */
    void requireTangents(Object[] arguments, Object[] tangents) {
        Arguments.requireNonNull(tangents, "tangents");
        if (tangents.length != arguments.length) {
            throw new IllegalArgumentException("tangents has length " + tangents.length + ", but "
                    + count(arguments.length, "argument") + " of " + describe()
                    + (arguments.length == 1 ? " needs one entry" : " need one entry each")
                    + (hasReceiver ? ", the receiver the first, which is null" : "") + spreadHint(tangents));
        }
        for (int i = 0; i < tangents.length; i++) {
            if (tangents[i] != null) {
                requireTangent(slots.get(i), tangents[i], arguments[i]);
            }
        }
    }

    private void requireTangent(Slot slot, Object tangent, Object argument) {
        if (!slot.isDifferentiated()) {
            throw new IllegalArgumentException("a tangent is given for " + slot.name() + " of " + describe()
                    + (isNumeric(slot.type())
                            ? ", which is not among those that wrt names"
                            : ", but only arguments declared double, float or an array of those have one: pass null"));
        }
        requireShape(tangent, argument, "the tangent of " + slot.name());
    }

    /** A result that a tangent or a cotangent can belong to. */
    void requireResult() {
        if (isNumeric(result)) {
            return;
        }
        StringBuilder outputs = new StringBuilder();
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).type().isArray() && isNumeric(slots.get(i).type())) {
                outputs.append(outputs.length() == 0 ? "" : " or ")
                        .append("output(")
                        .append(i)
                        .append(')');
            }
        }
        throw new IllegalArgumentException(describe() + " returns " + result.getTypeName()
                + ", but a derivative is of a double, a float or an array of those"
                + (outputs.length() == 0 ? "" : ": if it writes its result into an argument, say so by " + outputs));
    }

    /** A result that is one number. */
    void requireNumber() {
        requireResult();
        if (result.isArray()) {
            throw new IllegalArgumentException(describe() + returned() + result.getTypeName()
                    + ", but a gradient is of one double or float: use vjp" + " or jvp");
        }
    }

    /** A cotangent of the type of the result; its shape is known only once the method has run. */
    void requireCotangent(Object cotangent) {
        Arguments.requireNonNull(cotangent, "cotangent");
        if (!boxed(result).isInstance(cotangent)) {
            throw new IllegalArgumentException("cotangent is of type " + typeName(cotangent) + ", but " + describe()
                    + returned() + result.getTypeName());
        }
    }

    private String returned() {
        return result == method.getReturnType() ? " returns " : " writes its result into a ";
    }

    private void requireArgument(Slot slot, Object argument, Object[] all) {
        if (argument == null && !slot.mayBeNull()) {
            throw new IllegalArgumentException(slot.name() + " of " + describe() + " is null" + spreadHint(all));
        }
        if (argument != null && !boxed(slot.type()).isInstance(argument)) {
            throw new IllegalArgumentException(slot.name() + " of " + describe() + " is of type "
                    + slot.type().getTypeName() + ", but " + typeName(argument) + " was passed"
                    + (all == NONE ? "" : hint(all)));
        }
    }

    /** What is likely to have been meant by arguments that do not fit. */
    private String hint(Object[] arguments) {
        String spread = spreadHint(arguments);
        if (!spread.isEmpty()) {
            return spread;
        }
        boolean beginsWithReceiver =
                arguments.length > 0 && method.getDeclaringClass().isInstance(arguments[0]);
        if (hasReceiver && !beginsWithReceiver) {
            return ": the receiver comes first";
        }
        boolean isOneTooMany = arguments.length == slots.size() + 1;
        if (!hasReceiver && isOneTooMany && (beginsWithReceiver || arguments[0] == null)) {
            return ": it is static, so that there is no receiver";
        }
        if (!method.isVarArgs()) {
            return "";
        }
        return ": the variable arguments are passed as one array, new "
                + slots.get(slots.size() - 1).type().getSimpleName() + " {...}";
    }

    private boolean isVariable(int index) {
        return method.isVarArgs() && index == slots.size() - 1;
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

    private String listed() {
        if (!hasReceiver) {
            return "";
        }
        return ", a " + method.getDeclaringClass().getSimpleName() + " as the receiver first";
    }

    private static String typeNames(Object[] values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(text.length() == 0 ? " (" : ", ").append(value == null ? "null" : typeName(value));
        }
        return text.length() == 0 ? "" : text.append(')').toString();
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
