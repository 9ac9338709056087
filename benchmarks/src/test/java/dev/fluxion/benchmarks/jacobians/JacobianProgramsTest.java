package dev.fluxion.benchmarks.jacobians;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs with the derivatives within them written by hand: what Jacobians are checked against must itself be right. */
class JacobianProgramsTest {
    /** The nested gradient has no value without the agent. */
    static List<JacobianProgram> plain() {
        return JacobianPrograms.list().stream()
                .filter(program -> !(program instanceof NestedGradient))
                .toList();
    }

    private static double[][] zeros(JacobianProgram program) {
        return new double[program.rows()][program.point().length];
    }

    @ParameterizedTest
    @MethodSource("plain")
    void theValueByHandIsTheValue(JacobianProgram program) {
        double[] value = program.byHand().valueAndJacobian(program.point(), zeros(program));
        assertArrayEquals(program.value(program.point()), value, 1e-12);
    }

    @ParameterizedTest
    @MethodSource("plain")
    void theJacobianByHandIsThatOfCentralDifferences(JacobianProgram program) {
        double[][] byHand = zeros(program);
        program.byHand().valueAndJacobian(program.point(), byHand);
        double[][] differences = zeros(program);
        new CentralDifferences(program).valueAndJacobian(program.point(), differences);
        for (int i = 0; i < byHand.length; i++) {
            double largest = Arrays.stream(byHand[i]).map(Math::abs).max().orElseThrow();
            assertArrayEquals(differences[i], byHand[i], 1e-7 * largest);
        }
    }

    @Test
    void theNestedGradientByHandIsThatOfDifferencesOfItsOwnValue() {
        NestedGradient program = new NestedGradient();
        JacobianProgram.Way byHand = program.byHand();
        double[][] gradient = zeros(program);
        byHand.valueAndJacobian(program.point(), gradient);
        for (int j = 0; j < gradient[0].length; j++) {
            double[] above = program.point();
            above[j] += 1e-6;
            double[] below = program.point();
            below[j] -= 1e-6;
            double difference = byHand.valueAndJacobian(above, zeros(program))[0]
                    - byHand.valueAndJacobian(below, zeros(program))[0];
            assertEquals(difference / 2e-6, gradient[0][j], 1e-7);
        }
    }

    @ParameterizedTest
    @MethodSource("plain")
    void differencesLeaveThePointAsItWas(JacobianProgram program) {
        double[] x = program.point();
        new CentralDifferences(program).valueAndJacobian(x, zeros(program));
        assertArrayEquals(program.point(), x);
    }

    @Test
    void targetsAreTheLesserOfInputsAndRows() {
        assertEquals(6.5, JacobianPrograms.named("camera projection").target(), 1e-12);
        assertEquals(5.2, JacobianPrograms.named("transition matrix").target(), 1e-12);
    }

    @Test
    void namesThatAreUnknownAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> JacobianPrograms.named("no such program"));
    }
}
