package dev.fluxion.agent.link;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Reads off a stub's annotation and signature which operator it stands for. */
final class Stub {
    private static final String PACKAGE = "dev.fluxion.";

    private Stub() {}

    /** @throws IllegalArgumentException if annotation and signature do not fit a method, saying what would */
    static Operator find(Linker linker, Class<?> owner, String name, MethodType type)
            throws ReflectiveOperationException {
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
                    return of(
                            linker,
                            owner,
                            method,
                            type,
                            Operator.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                            annotation);
                }
            }
        }
        throw new IllegalArgumentException(owner.getName() + "." + name + " is not a stub.");
    }

    private static Operator of(
            Linker linker, Class<?> owner, Method stub, MethodType type, Operator.Kind kind, Annotation annotation)
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
            Operator found = fit(linker, target, type, kind, names, problems);
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

    private static Operator fit(
            Linker linker,
            Target target,
            MethodType type,
            Operator.Kind kind,
            List<String> names,
            List<String> problems) {
        List<Boolean> wrt = Targets.wrt(target, names);
        Operator out = Operator.of(kind, new Evaluator(linker, target), wrt, false);
        List<Integer> scalars = new ArrayList<>(out.scalars());
        if (!names.isEmpty()) {
            List<Integer> order =
                    names.stream().map(name -> Targets.parameter(target, name)).toList();
            scalars.sort(Comparator.comparing(order::indexOf));
        }
        for (boolean inPlace : new boolean[] {false, true}) {
            Operator operator = new Operator(kind, out.evaluator(), wrt, out.arrays(), scalars, inPlace);
            MethodType expected = operator.type();
            if (expected != null && expected.equals(type)) {
                return operator;
            }
            if (expected != null) {
                problems.add("its signature would have to be " + expected + ", but is " + type + ".");
            }
        }
        if (problems.isEmpty()) {
            problems.add(impossible(kind, target));
        }
        return null;
    }

    private static String impossible(Operator.Kind kind, Target target) {
        return switch (kind) {
            case DERIVATIVE -> "@DerivativeOf needs one scalar parameter in wrt and a method that returns a number.";
            case GRADIENT ->
                target.display() + " returns " + target.result().getSimpleName()
                        + ", not one number: its gradient is not defined. Use @VjpOf or @JvpOf.";
            case JACOBIAN ->
                target.result() == double.class || target.result() == float.class
                        ? target.display() + " returns one number: use @GradientOf."
                        : "@JacobianOf needs a method that returns a double[] or float[], and in wrt one such array, or"
                                + " numbers; several arrays in its in-place form only.";
            case HESSIAN ->
                "@HessianOf needs a method that returns a number, and in wrt one double[] or float[], or numbers.";
            case JVP, VJP ->
                target.display() + " returns " + target.result().getSimpleName() + ", which carries no derivative.";
            default -> "@HvpOf needs one array in wrt and a method that returns a number.";
        };
    }
}
