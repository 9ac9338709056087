package dev.fluxion.agent.sweep;

import dev.fluxion.agent.derive.random.JavaCompilation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All methods of one library. */
final class Sweep {
    private static final int BATCH = 60;

    private Sweep() {}

    static void run(List<Method> methods, Consumer<Trial> report) {
        for (int from = 0; from < methods.size(); from += BATCH) {
            batch(methods.subList(from, Math.min(from + BATCH, methods.size())), from, report);
        }
    }

    /** javac takes many classes at once far more quickly than one by one. */
    private static void batch(List<Method> methods, int from, Consumer<Trial> report) {
        List<List<Object[]>> points = new ArrayList<>();
        List<List<Subject>> subjects = new ArrayList<>();
        Map<String, String> sources = new HashMap<>();
        for (int i = 0; i < methods.size(); i++) {
            Method method = methods.get(i);
            List<Object[]> found = Points.of(method);
            points.add(found);
            subjects.add(subjects(method, found));
            for (int j = 0; j < subjects.get(i).size(); j++) {
                String name = name(from + i, j);
                sources.put(name, ScalarFunction.text(name, subjects.get(i).get(j)));
            }
        }
        Map<String, Class<?>> classes = compile(sources);
        for (int i = 0; i < methods.size(); i++) {
            List<Class<?>> scalars = new ArrayList<>();
            for (int j = 0; j < subjects.get(i).size(); j++) {
                scalars.add(classes.get(name(from + i, j)));
            }
            report.accept(Trial.of(methods.get(i), subjects.get(i), points.get(i), scalars));
        }
    }

    private static String name(int method, int subject) {
        return "Scalar" + method + "_" + subject;
    }

    private static Map<String, Class<?>> compile(Map<String, String> sources) {
        try {
            return JavaCompilation.compile(sources);
        } catch (JavaCompilation.Refused e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the method returns, and each array that it writes at a point. */
    private static List<Subject> subjects(Method method, List<Object[]> points) {
        List<Subject> subjects = new ArrayList<>();
        Subject returned = new Subject(method, Subject.RETURNED);
        if (method.getReturnType() != void.class && !points.isEmpty()) {
            subjects.add(returned);
        }
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (method.getParameterTypes()[i].isArray() && returned.isActive(i) && isWritten(returned, i, points)) {
                subjects.add(new Subject(method, i));
            }
        }
        return subjects;
    }

    private static boolean isWritten(Subject subject, int argument, List<Object[]> points) {
        for (Object[] point : points) {
            try {
                if (!Leaves.same(subject.call(point).arguments()[argument], point[argument])) {
                    return true;
                }
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
        return false;
    }
}
