package dev.fluxion.agent.derive;

import dev.fluxion.agent.derive.linearize.Linearize;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Activity;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.write.parts.Parts;
import dev.fluxion.runtime.Tape;
import dev.fluxion.runtime.TapePool;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One point at which functions derived from one golden function are written to bytecode and called. */
final class GoldenRun {
    /** Of the result, in reverse mode. */
    static final double SEED = -2;

    /** How many directions go side by side. */
    static final int LANES = 2;

    private final GoldenCase subject;
    private final Object[] point;
    private final Parts.Limits limits;
    private final List<Object> active = new ArrayList<>();

    GoldenRun(GoldenCase subject, Object[] point) {
        this(subject, point, Parts.Limits.HOTSPOT);
    }

    /** In methods of a given size. */
    GoldenRun(GoldenCase subject, Object[] point, Parts.Limits limits) {
        this.subject = subject;
        this.point = point;
        this.limits = limits;
        for (int i = 0; i < point.length; i++) {
            if (subject.activity().parameter(i)) {
                active.add(point[i]);
            }
        }
    }

    /** A value, and the derivatives beside it. */
    record Outcome(double value, double[] derivatives) {}

    /** What Java computes. */
    double plainValue() throws ReflectiveOperationException {
        Method method = subject.method();
        method.setAccessible(true);
        return (double) method.invoke(null, arguments().toArray());
    }

    /** One number for each active number. */
    double[] direction() {
        double[] direction = Numbers.unrolled(active);
        for (int i = 0; i < direction.length; i++) {
            direction[i] = i % 2 == 0 ? 0.3 + 0.2 * i : -0.6;
        }
        return direction;
    }

    double value(Function primal) {
        return (double) call(primal, new TapePool().acquire(), arguments()).get(0);
    }

    /** Value, and the tangent in {@link #direction}. */
    Outcome jvp(Function jvp) {
        List<Object> passed = arguments();
        passed.addAll(Numbers.rolled(active, direction()));
        List<Object> results = call(jvp, new TapePool().acquire(), passed);
        return new Outcome((double) results.get(0), Numbers.unrolled(results.subList(1, 2)));
    }

    /** Value, and the tangents along each active number and in {@link #direction}. */
    Outcome chunk(Function chunk) {
        double[] direction = direction();
        int lanes = direction.length + 1;
        List<Object> passed = arguments();
        int from = 0;
        for (Object part : active) {
            int length = part instanceof Number ? 1 : ((double[]) part).length;
            double[][] rows = new double[length][lanes];
            for (int i = 0; i < length; i++) {
                rows[i][from + i] = 1;
                rows[i][lanes - 1] = direction[from + i];
            }
            from += length;
            passed.add(part instanceof Number ? rows[0] : rows);
        }
        passed.add(lanes);
        List<Object> results = call(chunk, new TapePool().acquire(), passed);
        return new Outcome((double) results.get(0), (double[]) results.get(1));
    }

    /** Value, and the tangents in {@link #direction} and where every active number has the tangent 1. */
    Outcome lanes(Function lanes) {
        List<Object> passed = arguments();
        for (double tangent : direction()) {
            passed.add(tangent);
            passed.add(1.0);
        }
        List<Object> results = call(lanes, new TapePool().acquire(), passed);
        return new Outcome((double) results.get(0), Numbers.unrolled(results.subList(1, results.size())));
    }

    /** Value and gradient. */
    Outcome partials(Function partials) {
        List<Object> results = call(partials, new TapePool().acquire(), arguments());
        return new Outcome((double) results.get(0), Numbers.unrolled(results.subList(1, results.size())));
    }

    /** Value, and the gradient times {@link #SEED}. */
    Outcome joint(Function joint) {
        List<Object> shadows = Numbers.zeros(references(active));
        List<Object> passed = arguments();
        passed.addAll(shadows);
        passed.add(SEED);
        Tape tape = new TapePool().acquire();
        List<Object> results = call(joint, tape, passed);
        requireEmpty(tape);
        return new Outcome((double) results.get(0), gathered(shadows, results.subList(1, results.size())));
    }

    /** The same as {@link #joint} by two functions. */
    Outcome sweeps(Function forward, Function reverse) {
        List<Object> shadows = Numbers.zeros(references(active));
        List<Object> passed = arguments();
        passed.addAll(shadows);
        Tape tape = new TapePool().acquire();
        List<Object> results = call(forward, tape, passed);
        List<Object> back = references(passed);
        back.add(SEED);
        List<Object> cotangents = call(reverse, tape, back);
        requireEmpty(tape);
        return new Outcome((double) results.get(0), gathered(shadows, cotangents));
    }

    /**
     * Value, and the Hessian times {@link #direction} and {@link #SEED}.
     *
     * @param activity of the joint function
     */
    Outcome jvpOfJoint(Function derived, Activity activity) {
        List<Object> shadows = Numbers.zeros(references(active));
        List<Object> products = Numbers.zeros(references(active));
        List<Object> passed = arguments();
        passed.addAll(shadows);
        passed.add(SEED);
        passed.addAll(Numbers.rolled(active, direction()));
        passed.addAll(products);
        Tape tape = new TapePool().acquire();
        List<Object> results = call(derived, tape, passed);
        requireEmpty(tape);
        int primals = activity.results().size();
        int first = primals + (activity.result(0) ? 1 : 0);
        return new Outcome((double) results.get(0), gathered(products, results.subList(first, results.size())));
    }

    private List<Object> arguments() {
        List<Object> given = List.of(point);
        return new ArrayList<>(Numbers.rolled(given, Numbers.unrolled(given)));
    }

    private static List<Object> references(List<Object> parts) {
        List<Object> references = new ArrayList<>(parts);
        references.removeIf(Number.class::isInstance);
        return references;
    }

    /** Derivatives in the order of the active arguments: those of arrays from their shadows, of scalars from results. */
    private double[] gathered(List<Object> shadows, List<Object> results) {
        Iterator<Object> nextShadow = shadows.iterator();
        Iterator<Object> nextResult = results.iterator();
        return Numbers.unrolled(active.stream()
                .map(part -> part instanceof Number ? nextResult.next() : nextShadow.next())
                .toList());
    }

    private static void requireEmpty(Tape tape) {
        if (tape.doubleCursor != 0 || tape.intCursor != 0 || tape.objectCursor != 0) {
            throw new AssertionError("something is left on the tape");
        }
    }

    /** All results; those beyond the first come from the tape, which derived functions take first. */
    private List<Object> call(Function function, Tape tape, List<Object> arguments) {
        List<Object> passed = new ArrayList<>(arguments);
        if (Linearize.takesTape(function)) {
            passed.add(0, tape);
        }
        List<Object> results = new ArrayList<>();
        Object first;
        try {
            first = Laboratory.define(GoldenFunctions.class, function, limits).invokeWithArguments(passed);
        } catch (Throwable e) {
            throw new AssertionError(function.toString(), e);
        }
        for (Type type : function.resultTypes()) {
            if (results.isEmpty()) {
                results.add(first);
            } else if (type.isReference()) {
                results.add(tape.objectResults[results.size() - 1]);
            } else {
                double next = tape.doubleResults[results.size() - 1];
                results.add(type.equals(Type.FLOAT) ? (Object) (float) next : (Object) next);
            }
        }
        return results;
    }
}
