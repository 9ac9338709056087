package dev.fluxion.agent.link;

import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.link.companion.Linker;
import dev.fluxion.agent.link.entry.OperatorEntry;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Operator.Kind;
import dev.fluxion.agent.link.operator.Operator.Mode;
import dev.fluxion.agent.link.operator.Target;
import dev.fluxion.agent.link.operator.TargetFacts;
import dev.fluxion.agent.link.operator.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Programs and all their derivatives, made anew at each trial: by name of a program, for each derivative the numbers that it gives,
 * or what it throws. All in classes that every class loader knows.
 */
public final class HidingTrials implements Function<String, Map<String, Object>> {
    private static final String PACKAGE = "dev.fluxion.agent.";
    private static final List<String> OF_ARRAYS = List.of(
            PACKAGE + "derive.Programs", PACKAGE + "derive.LanguagePrograms", PACKAGE + "derive.SortingPrograms");
    private static final String OF_NUMBERS = PACKAGE + "link.NumberPrograms";
    private static final String ENTRIES = PACKAGE + "link.EntryPrograms";

    private static final double[] POINT = {0.7, -1.3, 0.4, 2.1, -0.2};
    private static final double[] DIRECTION = {0.3, -0.5, 0.9, 0.2, -0.7};

    /** Defines the programs once more, so that nothing is known of them. */
    private static final class ProgramLoader extends ClassLoader {
        ProgramLoader() {
            super(HidingTrials.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            String outer = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
            boolean isOfPrograms = OF_ARRAYS.contains(outer) || outer.equals(OF_NUMBERS) || outer.equals(ENTRIES);
            if (!isOfPrograms) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** It counts in a static field what an error leaves open. */
    private static final String KEEPS_ITS_STATE = "resourcesClosed";

    private final Map<String, Object> outcomes = new LinkedHashMap<>();

    /** The names of all programs. */
    public static List<String> names() throws ClassNotFoundException {
        List<String> names = new ArrayList<>();
        List<String> owners = new ArrayList<>(OF_ARRAYS);
        owners.addAll(List.of(OF_NUMBERS, ENTRIES));
        for (String owner : owners) {
            for (Method method : Class.forName(owner).getDeclaredMethods()) {
                boolean isStub = method.getAnnotations().length > 0;
                if (!method.isSynthetic()
                        && !Modifier.isPrivate(method.getModifiers())
                        && !isStub
                        && !method.getName().equals(KEEPS_ITS_STATE)) {
                    names.add(owner + "." + method.getName());
                }
            }
        }
        Collections.sort(names);
        return names;
    }

    @Override
    public Map<String, Object> apply(String name) {
        outcomes.clear();
        int dot = name.lastIndexOf('.');
        String program = name.substring(dot + 1);
        try {
            Class<?> owner = new ProgramLoader().loadClass(name.substring(0, dot));
            Method method = StubHandles.method(owner, program);
            if (method.getParameterCount() == 1 && method.getReturnType() == double.class) {
                ofArray(owner, program);
            } else if (method.getParameterCount() == 3 && owner.getName().equals(OF_NUMBERS)) {
                ofNumbers(owner, program);
            }
            if (owner.getName().equals(ENTRIES)) {
                entries(owner, program);
            }
        } catch (ClassNotFoundException | RuntimeException | Error e) {
            outcomes.put("all", text(e));
        }
        return new LinkedHashMap<>(outcomes);
    }

    private void attempt(String derivative, Callable<Object> numbers) {
        Object outcome;
        try {
            List<Double> row = new ArrayList<>();
            unroll(numbers.call(), row);
            outcome = row.stream().mapToDouble(Double::doubleValue).toArray();
        } catch (Throwable e) {
            outcome = text(e);
        }
        outcomes.put(derivative, outcome);
    }

    private static String text(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private static void unroll(Object part, List<Double> row) {
        if (part instanceof Number number) {
            row.add(number.doubleValue());
        } else if (part != null && part.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(part); i++) {
                unroll(Array.get(part, i), row);
            }
        }
    }

    private void ofArray(Class<?> owner, String program) {
        Subject subject = Laboratory.subject(owner, program);
        attempt("tangent", () -> subject.jvp(POINT, DIRECTION));
        attempt("chunk", () -> subject.chunk(POINT, DIRECTION));
        attempt("gradient", () -> subject.gradient(POINT));
        attempt("second sweep", () -> subject.secondSweep(POINT));
        attempt("forward over reverse", () -> subject.hvp(POINT, DIRECTION));
        attempt("reverse over reverse", () -> subject.reverseOverReverse(POINT, DIRECTION));
    }

    private void ofNumbers(Class<?> owner, String program) {
        Object[] point = {0.7, 0.3, 1.2};
        attempt("partials", () -> call(operator(owner, program, Kind.GRADIENT, true), point, new double[3]));
        attempt(
                "reverse",
                () -> call(operator(owner, program, Kind.GRADIENT, true).in(Mode.REVERSE), point, new double[3]));
        attempt("tangent", () -> call(operator(owner, program, Kind.JVP, false), point, 0.3, -0.5, 0.9));
    }

    private void entries(Class<?> owner, String program) {
        double[] x = POINT.clone();
        double[] y = DIRECTION.clone();
        double[] z = {1, 2, 3, 4, 5};
        switch (program) {
            case "energy" -> {
                entry(owner, program, Kind.GRADIENT, true, x, z);
                entry(owner, program, Kind.GRADIENT, false, x);
                entry(owner, program, Kind.HVP, false, x, y);
                entry(owner, program, Kind.HVP, false, x, x);
                entry(owner, program, Kind.HESSIAN, false, (Object) x);
                entry(owner, program, Kind.GRADIENT, true, null, z);
                entry(owner, program, Kind.GRADIENT, true, x, new double[4]);
                attempt("by columns", () -> columns(owner, program, 5));
                attempt("by many columns", () -> columns(owner, program, 300));
            }
            case "overwriting" -> {
                entry(owner, program, Kind.GRADIENT, false, (Object) x);
                entry(owner, program, Kind.GRADIENT, true, x, z);
                entry(owner, program, Kind.HESSIAN, false, (Object) x);
                attempt("by columns", () -> columns(owner, program, 5));
            }
            case "product" -> {
                entry(owner, program, Kind.GRADIENT, true, x, y, z, new double[5]);
                entry(owner, program, Kind.GRADIENT, true, x, x, z, new double[5]);
                entry(owner, program, Kind.GRADIENT, true, x, y, z, z);
            }
            case "squares" -> {
                entry(owner, program, Kind.JVP, false, x, 0.5, y, 2.0);
                attempt("vjp", () -> call(operator(owner, program, Kind.VJP, false, true, false), x, 0.5, y));
                attempt("jacobian", () -> call(operator(owner, program, Kind.JACOBIAN, false, true, false), x, 0.5));
            }
            case "rows", "pivoted" -> {
                entry(owner, program, Kind.GRADIENT, true, new double[][] {y, z}, x, new double[2][5], new double[5]);
                entry(owner, program, Kind.GRADIENT, true, new double[][] {x, z}, x, new double[2][5], new double[5]);
                entry(owner, program, Kind.GRADIENT, true, new double[][] {y, y}, x, new double[2][5], new double[5]);
            }
            case "objectsAndCasts", "singlePrecision", "bitsPutTogether" -> {
                entry(owner, program, Kind.HESSIAN, false, (Object) x);
                attempt("by columns", () -> columns(owner, program, 5));
            }
            case "inPlace" -> {
                attempt(
                        "vjp",
                        () -> call(operator(owner, program, Kind.VJP, true, true, false), x, z, y, new double[5]));
                attempt("jacobian", () -> call(operator(owner, program, Kind.JACOBIAN, false, true, false), x, z));
            }
            case "weighted" -> entry(owner, program, Kind.JVP, false, 0.5, x, 1.5, 1.0, y, 2.0);
            case "labelled" -> {
                attempt("labelled", () -> labelled(owner, "none"));
                attempt("labelled by itself", () -> labelled(owner, x));
            }
            default -> {} // it is differentiated as it stands
        }
    }

    private static Object labelled(Class<?> owner, Object label) throws Exception {
        Object[] arguments = {POINT.clone(), label, new double[5]};
        return call(operator(owner, "labelled", Kind.GRADIENT, true, true, false), arguments);
    }

    private static Object columns(Class<?> owner, String program, int length) throws Exception {
        double[] x = new double[length];
        Arrays.setAll(x, i -> Math.sin(i + 1));
        return call(operator(owner, program, Kind.GRADIENT, true).in(Mode.FORWARD), x, new double[length]);
    }

    private void entry(Class<?> owner, String program, Kind kind, boolean inPlace, Object... arguments) {
        Object[] copies = Shared.copies(arguments);
        attempt(
                kind + " " + inPlace + " " + outcomes.size(),
                () -> call(operator(owner, program, kind, inPlace), copies));
    }

    /** Copies that are the same where the originals are. */
    private static final class Shared {
        private final Map<Object, Object> copies = new java.util.IdentityHashMap<>();

        static Object[] copies(Object[] arguments) {
            return (Object[]) new Shared().copy(arguments);
        }

        private Object copy(Object original) {
            if (original == null || !original.getClass().isArray()) {
                return original;
            }
            Object known = copies.get(original);
            if (known == null) {
                int length = Array.getLength(original);
                known = Array.newInstance(original.getClass().getComponentType(), length);
                copies.put(original, known);
                for (int i = 0; i < length; i++) {
                    Array.set(known, i, copy(Array.get(original, i)));
                }
            }
            return known;
        }
    }

    private static Operator operator(Class<?> owner, String program, Kind kind, boolean inPlace, Boolean... wrt) {
        Linker linker = Laboratory.theCompiler().linker();
        Target target = Targets.of(linker, StubHandles.method(owner, program));
        List<Boolean> by = wrt.length > 0
                ? List.of(wrt)
                : Collections.nCopies(target.types().size(), true);
        return Operator.of(kind, new TargetFacts(linker, target), by, inPlace);
    }

    /** What it returns and leaves behind in its arguments, of two calls: the second meets what the first one kept. */
    private static Object call(Operator operator, Object... arguments) throws Exception {
        try {
            java.lang.invoke.MethodHandle entry = OperatorEntry.of(operator, null);
            Object[] first = Shared.copies(arguments);
            Object returned = entry.invokeWithArguments(first);
            Object[] second = Shared.copies(arguments);
            return new Object[] {returned, first, entry.invokeWithArguments(second), second};
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Arguments and what is for results. */
    private static Object call(Operator operator, Object[] point, Object... further) throws Exception {
        Object[] arguments = Arrays.copyOf(point, point.length + further.length);
        System.arraycopy(further, 0, arguments, point.length, further.length);
        return call(operator, arguments);
    }
}
