package dev.fluxion.agent.link.dispatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.fluxion.agent.link.Laboratory.Subject;
import dev.fluxion.agent.link.RuleLoader;
import dev.fluxion.rules.Inert;
import dev.fluxion.rules.Jvp;
import dev.fluxion.rules.RulesFor;
import dev.fluxion.rules.Tangent;
import dev.fluxion.rules.ZeroDerivative;
import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is declared of the method that a receiver runs counts where the call names another of which nothing is declared. */
class OpenCallRulesTest {
    private static final double[] DIRECTION = {1, 0};

    @TempDir
    Path folder;

    private RuleLoader loader;

    @BeforeEach
    void load() throws Exception {
        loader = RuleLoader.of(OpenCallRulesTest.class, folder, "Rules");
    }

    interface Function {
        double at(double x);
    }

    static final class Cube implements Function {
        @Override
        public double at(double x) {
            return x * x * x;
        }
    }

    static final class Followed implements Function {
        @Override
        public double at(double x) {
            return x * x;
        }
    }

    static final class Inertly implements Function {
        static double last;

        @Override
        @Inert
        public double at(double x) {
            last = x;
            return x * 7;
        }
    }

    static final class Flat implements Function {
        @Override
        @ZeroDerivative
        public double at(double x) {
            return Math.floor(x) * 2;
        }
    }

    /** It says 10 in place of 3. */
    @RulesFor(Cube.class)
    static final class Rules {
        @Jvp
        static double at(Cube receiver, double x, @Tangent double dx) {
            return 10 * x * x * dx;
        }
    }

    static final class Programs {
        static final Function[] ALL = {new Cube(), new Followed(), new Inertly(), new Flat()};

        static double by(double[] x) {
            return ALL[(int) x[1]].at(x[0]);
        }

        static final DoubleUnaryOperator REFERENCE = new Cube()::at;

        static double byReference(double[] x) {
            return REFERENCE.applyAsDouble(x[0]);
        }
    }

    private void assertDerivative(String program, double index, double value, double first, double second)
            throws Exception {
        Subject subject = loader.subject(program);
        double[] x = {3, index};
        assertArrayEquals(new double[] {value, first}, subject.jvp(x, DIRECTION));
        assertArrayEquals(new double[] {value, first, 0}, subject.gradient(x));
        assertArrayEquals(new double[] {value, second, 0}, subject.hvp(x, DIRECTION));
        assertArrayEquals(new double[] {value, second, 0}, subject.reverseOverReverse(x, DIRECTION));
    }

    @Test
    void theRuleOfTheMethodThatIsMet() throws Exception {
        assertDerivative("by", 0, 27, 90, 60);
    }

    @Test
    void theCodeOfOneThatNothingIsDeclaredOf() throws Exception {
        assertDerivative("by", 1, 9, 6, 2);
    }

    @Test
    void oneThatIsInertCarriesNothing() throws Exception {
        assertDerivative("by", 2, 21, 0, 0);
    }

    @Test
    void oneWithoutDerivativeHasNone() throws Exception {
        assertDerivative("by", 3, 6, 0, 0);
    }

    @Test
    void aMethodReferenceToAMethodWithARule() throws Exception {
        assertDerivative("byReference", 0, 27, 90, 60);
    }
}
