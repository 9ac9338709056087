package dev.fluxion.agent.derive;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.WideRecord.Range;
import dev.fluxion.agent.derive.WideRecord.Step;
import dev.fluxion.agent.derive.WideRecord.Sum;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Over all exponents: where the terms of a derivative are normal numbers, so that a mode can hold them, it is right, whatever the
 * slopes are that these terms are made of.
 */
class RangeTest {
    private static final double[] DIRECTION = {0.6, -0.8};
    private static final int[] EXPONENTS = {
        -1070, -1040, -1022, -1000, -900, -700, -540, -520, -500, -300, -140, -120, -90, -60, -35, -20, -5, 0, 5, 20,
        35, 60, 90, 120, 140, 300, 500, 520, 540, 700, 900, 1000, 1022
    };

    enum Program {
        quotient(r -> r.input(0).over(r.input(1))),
        logOfRatio(r -> r.input(0).over(r.input(1)).log()),
        logSigmoid(r -> r.input(0).over(r.input(1)).exp().plus(1).reciprocal(1).log()),
        shareOfTwo(r -> r.input(0).over(r.input(0).plus(r.input(1)))),
        cauchy(r -> cauchy(r.input(1), r.input(0).over(r.input(1)))),
        ratiosInALoop(r -> {
            Step product = r.input(0).over(r.input(1));
            for (int i = 0; i < 2; i++) {
                product = product.times(r.input(0)).over(r.input(1));
            }
            return product.log();
        }),
        roots(r -> r.input(0).sqrt().over(r.input(1).cbrt())),
        arctangentOfRatio(r -> r.input(0).over(r.input(1)).atan()),
        angle(r -> r.input(0).atan2(r.input(1))),
        norm(r -> r.input(0).hypot(r.input(1)).over(r.input(1))),
        powers(r -> r.input(0).pow(-3).over(r.input(1).pow(-2))),
        logarithms(r -> r.input(0).log10().minus(r.input(1).log())),
        chosenRatio(r -> {
            Step ratio = r.input(0).over(r.input(1));
            return (ratio.value > 1 ? ratio.reciprocal(1) : ratio).log();
        }),
        floatQuotient(r -> floatRatio(r)),
        floatLogOfRatio(r -> floatRatio(r).log()),
        floatCauchy(r -> {
            Step scale = r.input(1).toFloat();
            Step z = r.input(0).toFloat().over(scale).toFloat();
            Step sum = z.times(z).toFloat().plus(1).toFloat();
            return scale.times(sum).toFloat().reciprocal(1).toFloat();
        });

        private final Function<WideRecord, Step> record;

        Program(Function<WideRecord, Step> record) {
            this.record = record;
        }

        private static Step cauchy(Step scale, Step z) {
            return scale.times(z.times(z).plus(1)).reciprocal(1);
        }

        private static Step floatRatio(WideRecord r) {
            return r.input(0).toFloat().over(r.input(1).toFloat()).toFloat();
        }

        boolean isSingle() {
            return name().startsWith("float");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDerivativeWhoseTermsAreInRangeIsRight(Program program) {
        Subject subject = Laboratory.subject(RangePrograms.class, program.name());
        int[] checked = new int[3];
        for (int i : EXPONENTS) {
            for (int j : EXPONENTS) {
                check(program, subject, new double[] {Math.scalb(1.3, i), Math.scalb(1.7, j)}, checked);
            }
        }
        assertTrue(
                checked[0] > 40 && checked[1] > 40 && checked[2] > 30,
                () -> "checked " + checked[0] + ", " + checked[1] + ", " + checked[2]);
    }

    private static void check(Program program, Subject subject, double[] x, int[] checked) {
        double value = subject.value(x);
        if (!Double.isFinite(value)
                || program.isSingle() && !(Math.abs((float) x[0]) > 0 && Math.abs((float) x[1]) > 0)) {
            return;
        }
        WideRecord wide = new WideRecord(x);
        try {
            Objects.requireNonNull(program.record.apply(wide));
        } catch (NumberFormatException e) {
            return; // a value on the way is not finite
        } catch (ArithmeticException e) {
            return; // or has underflowed
        }
        Range forward = new Range();
        Sum tangent = wide.tangent(DIRECTION, forward);
        double tolerance = program.isSingle() ? 4e-6 : 2e-14;
        String at = program + " at " + x[0] + ", " + x[1];
        if (isWithin(forward, program)) {
            checked[0]++;
            assertNear(tangent, subject.jvp(x, DIRECTION)[1], tolerance, "tangent of " + at);
            assertNear(tangent, subject.chunk(x, DIRECTION)[3], tolerance, "tangent in a chunk of " + at);
        }
        Range ofGradient = new Range();
        Range ofProduct = new Range();
        Sum[][] expected = wide.gradientAndProduct(DIRECTION, ofGradient, ofProduct);
        if (isWithin(ofGradient, program)) {
            checked[1]++;
            double[] gradient = subject.gradient(x);
            assertNear(expected[0][0], gradient[1], tolerance, "first cotangent of " + at);
            assertNear(expected[0][1], gradient[2], tolerance, "second cotangent of " + at);
            if (isWithin(ofProduct, program)) {
                checked[2]++;
                double[] product = subject.hvp(x, DIRECTION);
                assertNear(expected[1][0], product[1], 4 * tolerance, "first of the Hessian's product of " + at);
                assertNear(expected[1][1], product[2], 4 * tolerance, "second of the Hessian's product of " + at);
            }
        }
    }

    private static boolean isWithin(Range range, Program program) {
        return program.isSingle()
                ? range.isWithin(Float.MIN_NORMAL, Float.MAX_VALUE)
                : range.isWithin(Double.MIN_NORMAL, Double.MAX_VALUE);
    }

    private static void assertNear(Sum expected, double actual, double tolerance, String what) {
        assertTrue(
                Double.isFinite(actual), () -> what + " is " + actual + " instead of " + expected.value.doubleValue());
        BigDecimal error = new BigDecimal(actual).subtract(expected.value).abs();
        assertTrue(
                error.compareTo(expected.size.multiply(new BigDecimal(tolerance))) <= 0,
                () -> what + " is " + actual + " instead of " + expected.value.doubleValue());
    }
}
