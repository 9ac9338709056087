package dev.fluxion.agent.derive;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A computation with its derivatives in decimal arithmetic, whose exponents know no bounds. Values are those that the program
 * computes; the partial derivatives of each step are exact at these. It also tells how large and how small the terms get that forward
 * and reverse mode meet: whoever computes with doubles can be right only where these are in range.
 */
final class WideRecord {
    private static final MathContext DIGITS = new MathContext(40);
    private static final BigDecimal ZERO = BigDecimal.ZERO;

    /** A step of the computation: its value, and partials by at most two others. */
    final class Step {
        final double value;
        private final int[] operands;
        private final BigDecimal[] first;
        private final BigDecimal[][] second;
        private BigDecimal cancelling = ZERO;

        private Step(double value, int[] operands, BigDecimal[] first, BigDecimal[][] second) {
            this.value = value;
            this.operands = operands;
            this.first = first;
            this.second = second;
            steps.add(this);
        }

        private int index() {
            return steps.indexOf(this);
        }

        private BigDecimal exact() {
            return new BigDecimal(value, DIGITS);
        }

        /** Slopes are made of these results; where one has lost its digits, docs/conventions.md promises nothing. */
        private double normal(double result) {
            if (Math.abs(result) < Double.MIN_NORMAL) {
                throw new ArithmeticException("underflow");
            }
            return result;
        }

        Step plus(Step other) {
            return linear(value + other.value, other, BigDecimal.ONE, BigDecimal.ONE);
        }

        Step plus(double constant) {
            return unary(value + constant, BigDecimal.ONE, ZERO);
        }

        Step minus(Step other) {
            return linear(value - other.value, other, BigDecimal.ONE, BigDecimal.ONE.negate());
        }

        private Step linear(double result, Step other, BigDecimal a, BigDecimal b) {
            return binary(result, other, a, b, ZERO, ZERO, ZERO);
        }

        Step times(double constant) {
            return unary(value * constant, new BigDecimal(constant), ZERO);
        }

        Step times(Step other) {
            return binary(value * other.value, other, other.exact(), exact(), ZERO, BigDecimal.ONE, ZERO);
        }

        Step over(Step other) {
            BigDecimal b = other.exact();
            BigDecimal slope = over(exact(), b.pow(2)).negate();
            return binary(
                    normal(value / other.value),
                    other,
                    WideRecord.over(BigDecimal.ONE, b),
                    slope,
                    ZERO,
                    WideRecord.over(BigDecimal.ONE, b.pow(2)).negate(),
                    WideRecord.over(slope, b).multiply(new BigDecimal(-2)));
        }

        private BigDecimal over(BigDecimal a, BigDecimal b) {
            return WideRecord.over(a, b);
        }

        Step reciprocal(double numerator) {
            BigDecimal b = exact();
            BigDecimal slope = over(new BigDecimal(numerator), b.pow(2)).negate();
            return unary(normal(numerator / value), slope, over(slope, b).multiply(new BigDecimal(-2)));
        }

        Step log() {
            BigDecimal slope = over(BigDecimal.ONE, exact());
            return unary(Math.log(value), slope, slope.pow(2).negate());
        }

        Step exp() {
            BigDecimal power = new BigDecimal(Math.exp(value));
            return unary(Math.exp(value), power, power);
        }

        Step sqrt() {
            BigDecimal slope = over(new BigDecimal("0.5"), exact().sqrt(DIGITS));
            return unary(Math.sqrt(value), slope, over(slope, exact()).multiply(new BigDecimal("-0.5")));
        }

        Step cbrt() {
            BigDecimal slope = over(new BigDecimal(Math.cbrt(value)), exact().multiply(new BigDecimal(3)));
            return unary(
                    Math.cbrt(value),
                    slope,
                    over(slope, exact()).multiply(new BigDecimal(-2)).divide(new BigDecimal(3), DIGITS));
        }

        Step atan() {
            BigDecimal slope = over(BigDecimal.ONE, exact().pow(2).add(BigDecimal.ONE));
            return unary(Math.atan(value), slope, slope.pow(2).multiply(exact()).multiply(new BigDecimal(-2)));
        }

        Step log10() {
            BigDecimal slope = over(new BigDecimal("0.43429448190325182765112891891660508229439700580367"), exact());
            return unary(Math.log10(value), slope, over(slope, exact()).negate());
        }

        /** To a whole power, whose partials are exact. */
        Step pow(int exponent) {
            BigDecimal lower =
                    exponent >= 1 ? exact().pow(exponent - 1) : over(BigDecimal.ONE, exact().pow(1 - exponent));
            BigDecimal slope = lower.multiply(new BigDecimal(exponent));
            return unary(
                    normal(Math.pow(value, exponent)),
                    slope,
                    over(slope.multiply(new BigDecimal(exponent - 1)), exact()));
        }

        Step hypot(Step other) {
            BigDecimal x = exact();
            BigDecimal y = other.exact();
            BigDecimal norm = x.pow(2).add(y.pow(2)).sqrt(DIGITS);
            BigDecimal cube = norm.pow(3);
            return binary(
                            Math.hypot(value, other.value),
                            other,
                            over(x, norm),
                            over(y, norm),
                            over(y.pow(2), cube),
                            over(x.multiply(y).negate(), cube),
                            over(x.pow(2), cube))
                    .cancelling(over(BigDecimal.TEN, norm));
        }

        /** The rule divides a coordinate by the norm first. */
        Step atan2(Step other) {
            normal(value / Math.hypot(value, other.value));
            normal(other.value / Math.hypot(value, other.value));
            BigDecimal y = exact();
            BigDecimal x = other.exact();
            BigDecimal square = x.pow(2).add(y.pow(2));
            BigDecimal mixed = over(x.multiply(y).multiply(new BigDecimal(2)), square.pow(2));
            return binary(
                            Math.atan2(value, other.value),
                            other,
                            over(x, square),
                            over(y.negate(), square),
                            mixed.negate(),
                            over(y.pow(2).subtract(x.pow(2)), square.pow(2)),
                            mixed)
                    .cancelling(over(BigDecimal.TEN, square));
        }

        /** How large the terms are that may cancel in the second partials. */
        private Step cancelling(BigDecimal size) {
            cancelling = size;
            return this;
        }

        Step toFloat() {
            return unary((float) value, BigDecimal.ONE, ZERO);
        }

        private Step unary(double result, BigDecimal slope, BigDecimal curvature) {
            return new Step(result, new int[] {index()}, new BigDecimal[] {slope}, new BigDecimal[][] {{curvature}});
        }

        private Step binary(
                double result,
                Step other,
                BigDecimal inA,
                BigDecimal inB,
                BigDecimal inAA,
                BigDecimal inAB,
                BigDecimal inBB) {
            return new Step(
                    result, new int[] {index(), other.index()}, new BigDecimal[] {inA, inB}, new BigDecimal[][] {
                        {inAA, inAB}, {inAB, inBB}
                    });
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final int inputs;

    WideRecord(double... inputs) {
        this.inputs = inputs.length;
        for (double input : inputs) {
            new Step(input, new int[0], new BigDecimal[0], new BigDecimal[0][]);
        }
    }

    Step input(int i) {
        return steps.get(i);
    }

    private static BigDecimal over(BigDecimal a, BigDecimal b) {
        return a.divide(b, DIGITS);
    }

    /** The terms of a derivative, whose sum it is. */
    static final class Sum {
        BigDecimal value = ZERO;
        BigDecimal size = ZERO;

        void add(BigDecimal term, BigDecimal sizeOfTerm) {
            value = value.add(term, DIGITS);
            size = size.add(sizeOfTerm, DIGITS);
        }

        /** Adds a product with another sum; the range includes it. */
        void add(Sum other, BigDecimal factor, Range range) {
            BigDecimal term = other.value.multiply(factor, DIGITS);
            range.include(term);
            add(term, other.size.multiply(factor.abs(), DIGITS));
        }
    }

    /** Smallest and largest of the terms met. */
    static final class Range {
        BigDecimal least = new BigDecimal("1e100000");
        BigDecimal most = ZERO;

        void include(BigDecimal term) {
            if (term.signum() != 0) {
                least = least.min(term.abs());
                most = most.max(term.abs());
            }
        }

        boolean isWithin(double normal, double largest) {
            return least.compareTo(new BigDecimal(normal)) >= 0 && most.compareTo(new BigDecimal(largest)) <= 0;
        }
    }

    /** The derivative of the last step along a direction, as forward mode finds it. */
    Sum tangent(double[] direction, Range range) {
        Sum[] tangents = tangents(direction, range);
        return tangents[tangents.length - 1];
    }

    private Sum[] tangents(double[] direction, Range range) {
        Sum[] tangents = new Sum[steps.size()];
        for (int i = 0; i < tangents.length; i++) {
            tangents[i] = new Sum();
            if (i < inputs) {
                tangents[i].add(new BigDecimal(direction[i]), new BigDecimal(direction[i]).abs());
            }
            Step step = steps.get(i);
            for (int k = 0; k < step.operands.length; k++) {
                tangents[i].add(tangents[step.operands[k]], step.first[k], range);
            }
        }
        return tangents;
    }

    /** The gradient of the last step and its derivative along a direction, as forward over reverse mode finds them. */
    Sum[][] gradientAndProduct(double[] direction, Range ofGradient, Range ofProduct) {
        Sum[] tangents = tangents(direction, ofProduct);
        Sum[] cotangents = sums();
        Sum[] derivatives = sums();
        cotangents[steps.size() - 1].add(BigDecimal.ONE, BigDecimal.ONE);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            for (int k = 0; k < step.operands.length; k++) {
                cotangents[step.operands[k]].add(cotangents[i], step.first[k], ofGradient);
                derivatives[step.operands[k]].add(derivatives[i], step.first[k], ofProduct);
                for (int m = 0; m < step.operands.length; m++) {
                    Sum tangent = tangents[step.operands[m]];
                    BigDecimal curved = step.second[k][m].multiply(tangent.value, DIGITS);
                    derivatives[step.operands[k]].add(cotangents[i], curved, ofProduct);
                    BigDecimal size =
                            step.second[k][m].abs().add(step.cancelling).multiply(tangent.size, DIGITS);
                    derivatives[step.operands[k]].add(ZERO, cotangents[i].size.multiply(size, DIGITS));
                }
            }
        }
        return new Sum[][] {cotangents, derivatives};
    }

    private Sum[] sums() {
        Sum[] sums = new Sum[steps.size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new Sum();
        }
        return sums;
    }
}
