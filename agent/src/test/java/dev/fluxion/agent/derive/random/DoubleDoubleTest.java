package dev.fluxion.agent.derive.random;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoubleDoubleTest {
    private static final MathContext DIGITS = new MathContext(60);

    /** Four units in the last place of 104 bits. */
    private static final BigDecimal ACCURACY =
            BigDecimal.ONE.divide(BigDecimal.valueOf(2).pow(102));

    private final Random random = new Random(1);

    private DoubleDouble number() {
        double high = Math.scalb(random.nextDouble() - 0.5, random.nextInt(40) - 20);
        return DoubleDouble.of(high).plus(high * 0x1p-55 * random.nextDouble());
    }

    private static BigDecimal exact(DoubleDouble number) {
        return new BigDecimal(number.high()).add(new BigDecimal(number.low()));
    }

    private static void assertClose(BigDecimal expected, DoubleDouble got, BigDecimal scale) {
        BigDecimal distance = expected.subtract(exact(got)).abs();
        assertTrue(distance.compareTo(scale.abs().multiply(ACCURACY)) <= 0, () -> expected + " but got " + exact(got));
    }

    @Test
    void sumsAreExactToTwiceThePrecision() {
        for (int i = 0; i < 1000; i++) {
            DoubleDouble a = number();
            DoubleDouble b = number();
            BigDecimal sum = exact(a).add(exact(b));
            assertClose(sum, a.plus(b), sum);
            assertClose(exact(a).subtract(exact(b)), a.minus(b), exact(a).abs().max(exact(b).abs()));
        }
    }

    @Test
    void productsAndQuotientsAreExactToTwiceThePrecision() {
        for (int i = 0; i < 1000; i++) {
            DoubleDouble a = number();
            DoubleDouble b = number();
            BigDecimal product = exact(a).multiply(exact(b));
            assertClose(product, a.times(b), product);
            BigDecimal quotient = exact(a).divide(exact(b), DIGITS);
            assertClose(quotient, a.over(b), quotient);
        }
    }

    @Test
    void rootsAreExactToTwiceThePrecision() {
        for (int i = 0; i < 200; i++) {
            DoubleDouble a = number().squared();
            BigDecimal root = exact(a).sqrt(DIGITS);
            assertClose(root, a.squareRoot(), root);
            DoubleDouble cube = a.cubeRoot();
            assertClose(exact(a), cube.squared().times(cube), exact(a).multiply(BigDecimal.valueOf(4)));
        }
    }
}
