package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.companion.Reach;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads off a stub's annotation and signature which operator it stands for. */
public final class Stub {
    private static final String PACKAGE = "dev.fluxion.";

    private Stub() {}

    /**
     * The operator that a stub stands for.
     *
     * @throws IllegalArgumentException if annotation and signature do not fit a method, saying what would
     */
    public static Operator find(Linker linker, Class<?> owner, String name, MethodType type)
            throws ReflectiveOperationException {
        return find(linker, owner, owner, name, type);
    }

    /**
     * The same for a receiver that may override the method which the stub names.
     *
     * @param receiver its class
     */
    public static Operator find(Linker linker, Class<?> owner, Class<?> receiver, String name, MethodType type)
            throws ReflectiveOperationException {
        for (Method method : owner.getDeclaredMethods()) {
            if (!method.getName().equals(name) || !typeOf(method).equals(type)) {
                continue;
            }
            List<Annotation> annotations = annotations(method);
            if (annotations.size() > 1) {
                throw new IllegalArgumentException("The stub " + owner.getSimpleName() + "." + name
                        + " has more than one of Fluxion's annotations, "
                        + annotations.stream()
                                .map(annotation ->
                                        "@" + annotation.annotationType().getSimpleName())
                                .collect(Collectors.joining(" and "))
                        + ": write a stub for each.");
            }
            if (!annotations.isEmpty()) {
                return of(linker, owner, receiver, method, type, annotations.get(0));
            }
        }
        throw new IllegalArgumentException(owner.getName() + "." + name + " is not a stub.");
    }

    /** Whether the method has one of the annotations. */
    public static boolean is(Method method) {
        return !annotations(method).isEmpty();
    }

    private static List<Annotation> annotations(Method method) {
        return Arrays.stream(method.getAnnotations())
                .filter(annotation -> annotation.annotationType().getName().startsWith(PACKAGE)
                        && annotation.annotationType().getName().endsWith("Of"))
                .toList();
    }

    private static Operator of(
            Linker linker, Class<?> owner, Class<?> receiver, Method stub, MethodType type, Annotation annotation)
            throws ReflectiveOperationException {
        String simple = annotation.annotationType().getSimpleName();
        Operator.Kind kind =
                Operator.Kind.valueOf(simple.substring(0, simple.length() - 2).toUpperCase(Locale.ROOT));
        String method = (String) attribute(annotation, "value");
        Class<?> in = (Class<?>) attribute(annotation, "in");
        List<String> names = List.of((String[]) attribute(annotation, "wrt"));
        String output = (String) attribute(annotation, "output");
        boolean hasMode = kind == Operator.Kind.GRADIENT || kind == Operator.Kind.JACOBIAN;
        Operator.Mode mode = hasMode
                ? Operator.Mode.valueOf(((Enum<?>) attribute(annotation, "mode")).name())
                : Operator.Mode.AUTOMATIC;
        Class<?> home = in == void.class ? owner : in;
        String stubName = owner.getSimpleName() + "." + stub.getName();
        List<String> problems = new ArrayList<>();
        List<Method> namesakes = namesakes(home, method, stub);
        for (Method candidate : namesakes) {
            if (!takesParametersOf(candidate, type)) {
                continue;
            }
            Target target = Targets.of(linker, candidate, receiver);
            if (!output.isEmpty()) {
                target = Targets.withOutput(target, Targets.parameter(target, output));
            }
            Operator found = fit(linker, target, withReceiver(type, target), kind, mode, names, problems);
            if (found != null) {
                Reach.require(owner, candidate, "The stub " + stubName);
                return found;
            }
        }
        throw new IllegalArgumentException(
                problems.isEmpty()
                        ? "The stub " + stubName + " names the method " + home.getName() + "." + method + ", "
                                + absence(home, method, namesakes, stub)
                        : "The stub " + stubName + ": " + problems.get(0));
    }

    /**
     * The methods of a name, or, where there are none, the stubs of that name: a derivative is a method too.
     *
     * @param stub which is none of them, or null
     */
    private static List<Method> namesakes(Class<?> home, String name, Method stub) {
        List<Method> methods = new ArrayList<>();
        List<Method> stubs = new ArrayList<>();
        for (Method candidate : home.getDeclaredMethods()) {
            if (candidate.getName().equals(name) && !candidate.isBridge() && !candidate.equals(stub)) {
                (annotations(candidate).isEmpty() ? methods : stubs).add(candidate);
            }
        }
        return methods.isEmpty() ? stubs : methods;
    }

    private static String absence(Class<?> home, String name, List<Method> namesakes, Method stub) {
        MethodType own = MethodType.methodType(void.class, stub.getParameterTypes());
        boolean isStatic = Modifier.isStatic(stub.getModifiers());
        for (Method candidate : namesakes) {
            boolean takesReceiver = !Modifier.isStatic(candidate.getModifiers());
            if (!isStatic && !takesReceiver && takesParametersOf(candidate, own)) {
                return "which is static: make the stub static too.";
            }
            if (isStatic && takesReceiver && beginsWith(own, List.of(candidate.getParameterTypes()))) {
                boolean isOwn = home == stub.getDeclaringClass();
                return "which is an instance method, whose receiver is missing: "
                        + (isOwn ? "make the stub an instance method too, or " : "") + "let its first parameter be of"
                        + " type " + home.getSimpleName() + ".";
            }
        }
        Class<?> base = inheritedFrom(home, name, namesakes.isEmpty() ? null : typeOf(stub));
        if (base != null) {
            return "which " + home.getSimpleName() + " inherits: write in = " + base.getSimpleName() + ".class.";
        }
        if (namesakes.isEmpty()) {
            return "but there is no other method of that name.";
        }
        StringBuilder others = new StringBuilder();
        for (Method candidate : namesakes) {
            others.append(others.length() == 0 ? "" : ", ").append(parameters(candidate));
        }
        return "but there is none that takes the stub's own parameters first: those of that name take " + others + ".";
    }

    private static String parameters(Method method) {
        StringBuilder text = new StringBuilder();
        for (Class<?> type : method.getParameterTypes()) {
            text.append(text.length() == 0 ? "(" : ", ").append(type.getSimpleName());
        }
        return text.length() == 0 ? "()" : text.append(')').toString();
    }

    /**
     * The class or interface that a class has a method from, if it does not declare it.
     *
     * @param stub the type of the stub that it has to fit, null if any will do
     */
    private static Class<?> inheritedFrom(Class<?> type, String name, MethodType stub) {
        List<Class<?>> parents = new ArrayList<>(Arrays.asList(type.getInterfaces()));
        if (type.getSuperclass() != null) {
            parents.add(0, type.getSuperclass());
        }
        for (Class<?> parent : parents) {
            for (Method candidate : namesakes(parent, name, null)) {
                boolean isInherited = !Modifier.isPrivate(candidate.getModifiers());
                if (isInherited && (stub == null || takesParametersOf(candidate, stub))) {
                    return parent;
                }
            }
            Class<?> further = inheritedFrom(parent, name, stub);
            if (further != null) {
                return further;
            }
        }
        return null;
    }

    /** What a call of the stub takes and returns, the receiver first. */
    public static MethodType typeOf(Method stub) {
        MethodType declared = MethodType.methodType(stub.getReturnType(), stub.getParameterTypes());
        return Modifier.isStatic(stub.getModifiers())
                ? declared
                : declared.insertParameterTypes(0, stub.getDeclaringClass());
    }

    private static Object attribute(Annotation annotation, String name) throws ReflectiveOperationException {
        Method attribute = annotation.annotationType().getMethod(name);
        attribute.setAccessible(true);
        return attribute.invoke(annotation);
    }

    // The receiver of a stub may be of a class that inherits the method.
    private static boolean takesParametersOf(Method candidate, MethodType stub) {
        List<Class<?>> parameters = List.of(candidate.getParameterTypes());
        if (Modifier.isStatic(candidate.getModifiers())) {
            return beginsWith(stub, parameters);
        }
        return stub.parameterCount() > 0
                && candidate.getDeclaringClass().isAssignableFrom(stub.parameterType(0))
                && beginsWith(stub.dropParameterTypes(0, 1), parameters);
    }

    private static boolean beginsWith(MethodType stub, List<Class<?>> parameters) {
        return stub.parameterCount() >= parameters.size()
                && stub.parameterList().subList(0, parameters.size()).equals(parameters);
    }

    private static MethodType withReceiver(MethodType type, Target target) {
        return target.names().contains("this")
                ? type.changeParameterType(0, target.types().get(0))
                : type;
    }

    private static Operator fit(
            Linker linker,
            Target target,
            MethodType type,
            Operator.Kind kind,
            Operator.Mode mode,
            List<String> names,
            List<String> problems) {
        TargetFacts facts = new TargetFacts(linker, target);
        Operator unnamed = Operator.of(kind, facts, Targets.wrt(target, names), false);
        List<Integer> order = names.isEmpty()
                ? unnamed.order()
                : names.stream()
                        .map(name -> Targets.parameter(target, name))
                        .distinct()
                        .toList();
        for (boolean inPlace : new boolean[] {false, true}) {
            Operator operator = Operator.ordered(kind, facts, order, inPlace).in(mode);
            MethodType expected = operator.type();
            if (expected != null && expected.equals(type)) {
                return operator;
            }
            if (expected != null) {
                boolean inPlaceOnly = inPlace && problems.isEmpty();
                problems.add("its signature would have to be " + expected + ", but is " + type + "."
                        + (inPlaceOnly
                                ? " With respect to several arrays, or arrays and scalars, there is only the form that"
                                        + " writes to buffers."
                                : ""));
            }
        }
        if (problems.isEmpty()) {
            problems.add(impossible(kind, mode, target));
        }
        return null;
    }

    private static String impossible(Operator.Kind kind, Operator.Mode mode, Target target) {
        if (kind == Operator.Kind.GRADIENT && mode == Operator.Mode.FORWARD && target.returnsNumber()) {
            return "in forward mode a gradient is with respect to double[], float[] and numbers only.";
        }
        return switch (kind) {
            case DERIVATIVE ->
                Shapes.isDifferentiable(target.result()) && !target.returnsNumber()
                        ? target.display() + " returns " + target.result().getSimpleName()
                                + ", not one number: use @JvpOf or @JacobianOf."
                        : "@DerivativeOf needs one scalar parameter in wrt and a method that returns a double or float.";
            case GRADIENT ->
                target.display() + " returns " + target.result().getSimpleName()
                        + ", not a double or float: its gradient is not defined."
                        + (Shapes.isDifferentiable(target.result()) ? " Use @VjpOf or @JvpOf." : "");
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
