package dev.fluxion.benchmarks.programs;

import dev.fluxion.Fluxion;
import dev.fluxion.GradientOf;

/** The price of one European call option and its five sensitivities; the normal distribution is a call. */
final class BlackScholes implements Program {
    private static final double DENSITY_AT_ZERO = 0.3989422804014327;
    private static final double P = 0.2316419;
    private static final double A1 = 0.319381530;
    private static final double A2 = -0.356563782;
    private static final double A3 = 1.781477937;
    private static final double A4 = -1.821255978;
    private static final double A5 = 1.330274429;

    /** Spot, strike, rate, volatility and time. */
    private final double[] option = {101.3, 97.2, 0.031, 0.24, 0.8};

    /** Abramowitz and Stegun, 26.2.17. */
    static double normal(double x) {
        double t = 1 / (1 + P * Math.abs(x));
        double tail = DENSITY_AT_ZERO * Math.exp(-0.5 * x * x) * t * (A1 + t * (A2 + t * (A3 + t * (A4 + t * A5))));
        return x > 0 ? 1 - tail : tail;
    }

    static double price(double spot, double strike, double rate, double volatility, double time) {
        double deviation = volatility * Math.sqrt(time);
        double d1 = (Math.log(spot / strike) + (rate + 0.5 * volatility * volatility) * time) / deviation;
        double d2 = d1 - deviation;
        return spot * normal(d1) - strike * Math.exp(-rate * time) * normal(d2);
    }

    @GradientOf("price")
    static double priceAndGradient(
            double spot, double strike, double rate, double volatility, double time, double[] gradient) {
        return Fluxion.derived();
    }

    @Override
    public double[][] point() {
        return new double[][] {option};
    }

    @Override
    public double primal() {
        return price(option[0], option[1], option[2], option[3], option[4]);
    }

    @Override
    public double byFluxion(double[][] gradient) {
        return priceAndGradient(option[0], option[1], option[2], option[3], option[4], gradient[0]);
    }

    @Override
    public double byHand(double[][] gradient) {
        double spot = option[0];
        double strike = option[1];
        double rate = option[2];
        double volatility = option[3];
        double time = option[4];
        double rootTime = Math.sqrt(time);
        double deviation = volatility * rootTime;
        double inverse = 1 / deviation;
        double drift = rate + 0.5 * volatility * volatility;
        double d1 = (Math.log(spot / strike) + drift * time) * inverse;
        double d2 = d1 - deviation;
        double discounted = strike * Math.exp(-rate * time);

        double density1 = DENSITY_AT_ZERO * Math.exp(-0.5 * d1 * d1);
        double t1 = 1 / (1 + P * Math.abs(d1));
        double tail1 = density1 * polynomial(t1);
        double n1 = d1 > 0 ? 1 - tail1 : tail1;
        double slope1 = Math.abs(d1) * tail1 + density1 * slopeOfPolynomial(t1) * P * t1 * t1;

        double density2 = DENSITY_AT_ZERO * Math.exp(-0.5 * d2 * d2);
        double t2 = 1 / (1 + P * Math.abs(d2));
        double tail2 = density2 * polynomial(t2);
        double n2 = d2 > 0 ? 1 - tail2 : tail2;
        double slope2 = Math.abs(d2) * tail2 + density2 * slopeOfPolynomial(t2) * P * t2 * t2;

        double byD1 = spot * slope1 - discounted * slope2;
        double byNumerator = byD1 * inverse;
        double byDeviation = discounted * slope2 - byNumerator * d1;
        double[] g = gradient[0];
        g[0] = n1 + byNumerator / spot;
        g[1] = -(discounted * n2 + byNumerator) / strike;
        g[2] = (byNumerator + discounted * n2) * time;
        g[3] = byNumerator * volatility * time + byDeviation * rootTime;
        g[4] = byNumerator * drift + byDeviation * 0.5 * volatility / rootTime + discounted * n2 * rate;
        return spot * n1 - discounted * n2;
    }

    private static double polynomial(double t) {
        return t * (A1 + t * (A2 + t * (A3 + t * (A4 + t * A5))));
    }

    private static double slopeOfPolynomial(double t) {
        return A1 + t * (2 * A2 + t * (3 * A3 + t * (4 * A4 + t * 5 * A5)));
    }

    @Override
    public <T> T rewritten(Algebra<T> m, T[][] x) {
        T spot = x[0][0];
        T strike = x[0][1];
        T rate = x[0][2];
        T volatility = x[0][3];
        T time = x[0][4];
        T deviation = m.multiply(volatility, m.sqrt(time));
        T drift = m.add(rate, m.multiply(m.multiply(volatility, volatility), 0.5));
        T d1 = m.divide(m.add(m.log(m.divide(spot, strike)), m.multiply(drift, time)), deviation);
        T d2 = m.subtract(d1, deviation);
        T discounted = m.multiply(strike, m.exp(m.multiply(m.multiply(rate, time), -1)));
        return m.subtract(m.multiply(spot, normal(m, d1)), m.multiply(discounted, normal(m, d2)));
    }

    private static <T> T normal(Algebra<T> m, T x) {
        T t = m.divide(m.constant(1), m.add(m.multiply(m.abs(x), P), 1));
        T polynomial = m.add(m.multiply(t, A5), A4);
        polynomial = m.add(m.multiply(t, polynomial), A3);
        polynomial = m.add(m.multiply(t, polynomial), A2);
        polynomial = m.add(m.multiply(t, polynomial), A1);
        T density = m.multiply(m.exp(m.multiply(m.multiply(x, x), -0.5)), DENSITY_AT_ZERO);
        T tail = m.multiply(m.multiply(density, t), polynomial);
        return m.value(x) > 0 ? m.subtractFrom(1, tail) : tail;
    }

    @Override
    public long iterations() {
        return 1;
    }
}
