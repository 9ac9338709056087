package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;

/** How a tangent passes through the JVM's floating-point arithmetic. */
final class ArithmeticTangent {
    private static final Invoke RINT = Invoke.ofStatic("java/lang/Math", "rint", "(D)D");

    private ArithmeticTangent() {}

    /**
     * Emits the tangent of {@code result = operator(a, b)}.
     *
     * @param b null for unary operators
     * @param da tangent of {@code a}, null if inert
     * @param db tangent of {@code b}, null if inert
     */
    static Value emit(Emitter out, Arithmetic operator, Value result, Value a, Value b, Value da, Value db) {
        return switch (operator) {
            case DADD, FADD -> sum(out, da, db);
            case DSUB, FSUB -> sum(out, da, db == null ? null : out.negate(db));
            case DMUL, FMUL ->
                sum(out, da == null ? null : out.multiply(b, da), db == null ? null : out.multiply(a, db));
            case DDIV, FDIV -> quotient(out, result, b, da, db);
            case DREM, FREM -> remainder(out, result, a, b, da, db);
            case DNEG, FNEG -> out.negate(da);
            case D2F, F2D -> out.arithmetic(operator, da);
            default -> throw new IllegalArgumentException(operator + " of something active");
        };
    }

    private static Value sum(Emitter out, Value da, Value db) {
        if (da == null) {
            return db;
        }
        return db == null ? da : out.add(da, db);
    }

    // y = a/b: dy = da/b - y db/b.
    private static Value quotient(Emitter out, Value y, Value b, Value da, Value db) {
        Value first = da == null ? null : out.strongRatio(out.one(y.type()), da, b);
        Value second = db == null ? null : out.strongRatio(out.negate(y), db, b);
        return sum(out, first, second);
    }

    // y = a - n b with n = trunc(a/b): dy = da - n db. Rounding (a-y)/b recovers n where trunc(a/b) itself would be off
    // by one.
    private static Value remainder(Emitter out, Value y, Value a, Value b, Value da, Value db) {
        if (db == null) {
            return da;
        }
        boolean single = Emitter.isFloat(y);
        Value wideA = single ? out.arithmetic(Arithmetic.F2D, a) : a;
        Value wideB = single ? out.arithmetic(Arithmetic.F2D, b) : b;
        Value wideY = single ? out.arithmetic(Arithmetic.F2D, y) : y;
        Value count = out.invoke(RINT, Type.DOUBLE, out.divide(out.arithmetic(Arithmetic.DSUB, wideA, wideY), wideB));
        Value partial = out.negate(single ? out.arithmetic(Arithmetic.D2F, count) : count);
        return sum(out, da, out.strongScale(partial, db));
    }
}
