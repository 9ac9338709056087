package dev.fluxion.agent.sweep;

import dev.fluxion.runtime.Refusal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is found of one method: first order, then second. */
record Trial(Method method, Finding first, Finding second) {
    private static final int SECONDS = 20;
    private static final Finding NONE = new Finding(Verdict.NO_POINT, "");

    /** @param scalars gives the class of the same function of one array, by what is written */
    static Trial of(Method method, List<Subject> subjects, List<Object[]> points, List<Class<?>> scalars) {
        if (subjects.isEmpty()) {
            return new Trial(method, NONE, NONE);
        }
        Finding late = new Finding(Verdict.TIMED_OUT, "");
        Finding first = Watchdog.run(SECONDS, () -> first(subjects, points), late);
        Finding second = first.verdict() == Verdict.REFUSED || first.verdict() == Verdict.TIMED_OUT
                ? first
                : Watchdog.run(SECONDS, () -> second(subjects, points, scalars), late);
        return new Trial(method, first, second);
    }

    private static Finding first(List<Subject> subjects, List<Object[]> points) {
        Finding worst = Finding.FINE;
        for (Subject subject : subjects) {
            for (Object[] point : points) {
                try {
                    worst = worst.worse(FirstOrder.of(subject, FirstDerivatives.of(subject), point));
                } catch (Throwable thrown) {
                    worst = worst.worse(thrown(thrown, point));
                }
            }
        }
        return worst;
    }

    private static Finding second(List<Subject> subjects, List<Object[]> points, List<Class<?>> scalars) {
        Finding worst = Finding.FINE;
        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            for (Object[] point : points) {
                try {
                    ToDoubleFunction<double[]> function = ScalarFunction.make(scalars.get(i), point);
                    worst = worst.worse(SecondOrder.of(
                            function, SecondDerivatives.of(function), subject.numbers(point), subject.isSingle()));
                } catch (Throwable thrown) {
                    worst = worst.worse(thrown(thrown, point));
                }
            }
        }
        return worst;
    }

    private static Finding thrown(Throwable thrown, Object[] point) {
        Throwable cause = thrown instanceof InvocationTargetException target ? target.getCause() : thrown;
        if (cause instanceof Refusal) {
            return new Finding(Verdict.REFUSED, cause.getMessage());
        }
        StackTraceElement[] trace = cause.getStackTrace();
        return new Finding(
                Verdict.THREW, cause + (trace.length == 0 ? "" : " in " + trace[0]) + " at " + FirstOrder.text(point));
    }
}
