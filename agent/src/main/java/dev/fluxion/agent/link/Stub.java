package dev.fluxion.agent.link;

import dev.fluxion.agent.link.Evaluator.Target;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a stub's annotation and signature say.
 *
 * @param wrt a flag per parameter of the target
 * @param arrays indices of the arrays among them, in order
 * @param scalars indices of the scalars among them, in the annotation's order
 * @param inPlace whether the stub takes buffers and returns what the method returns
 */
record Stub(
        Kind kind,
        Evaluator evaluator,
        List<Boolean> wrt,
        List<Integer> arrays,
        List<Integer> scalars,
        boolean inPlace) {
    /** The derivative asked for. */
    enum Kind {
        DERIVATIVE,
        GRADIENT,
        JVP,
        VJP,
        HVP
    }

    private static final String PACKAGE = "dev.fluxion.";

    /** @throws IllegalArgumentException if annotation and signature do not fit a method, saying what would */
    static Stub find(Linker linker, Class<?> owner, String name, MethodType type) throws ReflectiveOperationException {
        for (Method method : owner.getDeclaredMethods()) {
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            MethodType declared = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
            MethodType called = isStatic ? declared : declared.insertParameterTypes(0, owner);
            if (!method.getName().equals(name) || !called.equals(type)) {
                continue;
            }
            for (Annotation annotation : method.getAnnotations()) {
                String simple = annotation.annotationType().getName();
                if (simple.startsWith(PACKAGE) && simple.endsWith("Of")) {
                    String kind = simple.substring(PACKAGE.length(), simple.length() - 2);
                    return of(linker, owner, method, type, Kind.valueOf(kind.toUpperCase(Locale.ROOT)), annotation);
                }
            }
        }
        throw new IllegalArgumentException(owner.getName() + "." + name + " is not a stub.");
    }

    private static Stub of(
            Linker linker, Class<?> owner, Method stub, MethodType type, Kind kind, Annotation annotation)
            throws ReflectiveOperationException {
        String method = (String) attribute(annotation, "value");
        Class<?> in = (Class<?>) attribute(annotation, "in");
        List<String> names = List.of((String[]) attribute(annotation, "wrt"));
        String output = (String) attribute(annotation, "output");
        Class<?> home = in == void.class ? owner : in;
        List<String> problems = new ArrayList<>();
        for (Method candidate : home.getDeclaredMethods()) {
            if (!candidate.getName().equals(method) || candidate.isBridge() || !takesParametersOf(candidate, type)) {
                continue;
            }
            Target target = Targets.of(linker, candidate);
            if (!output.isEmpty()) {
                target = Targets.withOutput(target, Targets.parameter(target, output));
            }
            Stub found = fit(linker, target, type, kind, names, problems);
            if (found != null) {
                return found;
            }
        }
        String stubName = owner.getSimpleName() + "." + stub.getName();
        throw new IllegalArgumentException(
                problems.isEmpty()
                        ? "The stub " + stubName + " names the method " + home.getName() + "." + method
                                + ", but there is none that takes the stub's own parameters first."
                        : "The stub " + stubName + ": " + problems.get(0));
    }

    private static Object attribute(Annotation annotation, String name) throws ReflectiveOperationException {
        Method attribute = annotation.annotationType().getMethod(name);
        attribute.setAccessible(true);
        return attribute.invoke(annotation);
    }

    private static boolean takesParametersOf(Method candidate, MethodType stub) {
        List<Class<?>> parameters = new ArrayList<>(List.of(candidate.getParameterTypes()));
        if (!Modifier.isStatic(candidate.getModifiers())) {
            parameters.add(0, candidate.getDeclaringClass());
        }
        return stub.parameterCount() >= parameters.size()
                && stub.parameterList().subList(0, parameters.size()).equals(parameters);
    }

    private static Stub fit(
            Linker linker, Target target, MethodType type, Kind kind, List<String> names, List<String> problems) {
        List<Boolean> wrt = Targets.wrt(target, names);
        List<Integer> arrays = new ArrayList<>();
        List<Integer> scalars = new ArrayList<>();
        for (int i = 0; i < wrt.size(); i++) {
            if (wrt.get(i)) {
                (target.types().get(i).isArray() ? arrays : scalars).add(i);
            }
        }
        if (!names.isEmpty()) {
            List<Integer> order =
                    names.stream().map(name -> Targets.parameter(target, name)).toList();
            scalars.sort(java.util.Comparator.comparing(order::indexOf));
        }
        Evaluator evaluator = new Evaluator(linker, target);
        for (boolean inPlace : new boolean[] {false, true}) {
            Stub stub = new Stub(kind, evaluator, wrt, List.copyOf(arrays), List.copyOf(scalars), inPlace);
            MethodType expected = stub.expectedType();
            if (expected != null && expected.equals(type)) {
                return stub;
            }
            if (expected != null) {
                problems.add("its signature would have to be " + expected + ", but is " + type + ".");
            }
        }
        if (problems.isEmpty()) {
            problems.add(stub(kind, target));
        }
        return null;
    }

    private static String stub(Kind kind, Target target) {
        return switch (kind) {
            case DERIVATIVE -> "@DerivativeOf needs one scalar parameter in wrt and a method that returns a number.";
            case GRADIENT ->
                target.display() + " returns " + target.result().getSimpleName()
                        + ", not one number: its gradient is not defined. Use @VjpOf or @JvpOf.";
            case JVP, VJP ->
                target.display() + " returns " + target.result().getSimpleName() + ", which carries no derivative.";
            case HVP -> "@HvpOf needs one array in wrt and a method that returns a number.";
        };
    }

    /** The stub's type in this form; null if there is none. */
    private MethodType expectedType() {
        Target target = evaluator.target();
        Class<?> result = target.result();
        boolean number = result == double.class || result == float.class;
        List<Class<?>> parameters = new ArrayList<>(target.types());
        switch (kind) {
            case DERIVATIVE -> {
                if (!number || scalars.size() != 1 || !arrays.isEmpty()) {
                    return null;
                }
                if (inPlace) {
                    parameters.add(double[].class);
                }
                return MethodType.methodType(inPlace ? result : target.types().get(scalars.get(0)), parameters);
            }
            case GRADIENT -> {
                return number ? reverseType(parameters) : null;
            }
            case VJP -> {
                if (!Shapes.isDifferentiable(result)) {
                    return null;
                }
                parameters.add(result);
                return reverseType(parameters);
            }
            case JVP -> {
                if (!Shapes.isDifferentiable(result) || inPlace) {
                    return null;
                }
                for (int i = 0; i < wrt.size(); i++) {
                    if (wrt.get(i)) {
                        parameters.add(target.types().get(i));
                    }
                }
                return MethodType.methodType(result, parameters);
            }
            default -> {
                if (!number || arrays.size() != 1 || !scalars.isEmpty()) {
                    return null;
                }
                Class<?> array = target.types().get(arrays.get(0));
                parameters.add(array);
                if (inPlace) {
                    parameters.add(array);
                }
                return MethodType.methodType(inPlace ? result : array, parameters);
            }
        }
    }

    private MethodType reverseType(List<Class<?>> parameters) {
        Target target = evaluator.target();
        if (!inPlace) {
            if (arrays.size() == 1 && scalars.isEmpty()) {
                return MethodType.methodType(target.types().get(arrays.get(0)), parameters);
            }
            return arrays.isEmpty() ? MethodType.methodType(double[].class, parameters) : null;
        }
        arrays.forEach(index -> parameters.add(target.types().get(index)));
        if (!scalars.isEmpty()) {
            parameters.add(double[].class);
        }
        return MethodType.methodType(target.result(), parameters);
    }
}
