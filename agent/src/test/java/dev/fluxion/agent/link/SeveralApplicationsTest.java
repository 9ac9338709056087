package dev.fluxion.agent.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.rules.Jvp;
import dev.fluxion.rules.RulesFor;
import dev.fluxion.rules.Tangent;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications in one JVM that share a library's classes, and have other rules for them. The rules say something else than the code. */
class SeveralApplicationsTest {
    private static final double[] X = {3};

    @TempDir
    Path folder;

    @RulesFor(SharedLibrary.class)
    static final class FiveTimes {
        @Jvp
        static double once(double x, @Tangent double dx) {
            return 5 * x * dx;
        }
    }

    @RulesFor(SharedLibrary.class)
    static final class SevenTimes {
        @Jvp
        static double once(double x, @Tangent double dx) {
            return 7 * x * dx;
        }
    }

    static final class Programs {
        static double shallow(double[] x) {
            return SharedLibrary.twice(x[0]);
        }

        static double deep(double[] x) {
            return SharedLibrary.Above.fourTimes(x[0]);
        }
    }

    private void assertSlopes(double shallow, double deep, String... rules) throws IOException, ClassNotFoundException {
        RuleLoader loader = RuleLoader.of(SeveralApplicationsTest.class, folder, rules);
        for (int i = 0; i < 2; i++) {
            Subject subject = loader.subject(i == 0 ? "shallow" : "deep");
            double slope = i == 0 ? shallow : deep;
            double value = i == 0 ? 18 : 36;
            assertArrayEquals(new double[] {value, slope}, subject.jvp(X, new double[] {1}));
            assertArrayEquals(new double[] {value, slope}, subject.gradient(X));
            assertArrayEquals(new double[] {value, slope / X[0]}, subject.hvp(X, new double[] {1}));
        }
    }

    @Test
    void eachHasTheDerivativesThatItsOwnRulesSay() throws Exception {
        assertSlopes(2 * 5 * 3, 4 * 5 * 3, "FiveTimes");
        assertSlopes(2 * 7 * 3, 4 * 7 * 3, "SevenTimes");
        assertSlopes(2 * 2 * 3, 4 * 2 * 3);
        assertSlopes(2 * 5 * 3, 4 * 5 * 3, "FiveTimes");
    }
}
