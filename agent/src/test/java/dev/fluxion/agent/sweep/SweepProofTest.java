package dev.fluxion.agent.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A derivative that is wrong in some way between the compiler and the sweep is called wrong. */
class SweepProofTest {
    private static final double SLIGHT = 1 + 1e-6;

    /** What goes wrong: numbers of the results, by their places. */
    private interface Fault {
        double of(double right, int place);
    }

    private static final Fault NONE = (right, place) -> right;

    /**
     * First derivatives with faults.
     *
     * @param value of the method, of jvp
     * @param left what jvp leaves in arguments
     */
    private record Faulty(
            FirstDerivatives right, Fault value, Fault tangent, Fault cotangent, Fault gradient, Fault left)
            implements FirstDerivatives {
        @Override
        public Object[] jvp(Object[] arguments, Object[] tangents) throws Throwable {
            Object[] both = right.jvp(arguments, tangents);
            Object[] after = (Object[]) with(left, arguments);
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = after[i];
            }
            return new Object[] {with(value, both[0]), with(tangent, both[1])};
        }

        @Override
        public Object[] vjp(Object[] arguments, Object cotangent) throws Throwable {
            return (Object[]) with(this.cotangent, right.vjp(arguments, cotangent));
        }

        @Override
        public Object[] gradient(Object[] arguments) throws Throwable {
            return (Object[]) with(gradient, right.gradient(arguments));
        }
    }

    private static Object with(Fault fault, Object result) {
        double[] numbers = Leaves.of(result);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = fault.of(numbers[i], i);
        }
        return Leaves.with(result, numbers, new int[1]);
    }

    private static Verdict first(Fault value, Fault tangent, Fault cotangent, Fault gradient, Fault left)
            throws Throwable {
        Subject subject = new Subject(method("number"), Subject.RETURNED);
        Object[] point = {0.7, 1.3, new double[] {0.4, 1.1}};
        Faulty faulty = new Faulty(FirstDerivatives.of(subject), value, tangent, cotangent, gradient, left);
        return FirstOrder.of(subject, faulty, point).verdict();
    }

    private static Method method(String name) {
        return Stream.of(Provable.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rightFirstDerivativesAgree() throws Throwable {
        assertEquals(Verdict.AGREES, first(NONE, NONE, NONE, NONE, NONE));
    }

    @Test
    void aSlopeThatIsSlightlyWrongInBothModesIsFound() throws Throwable {
        Fault slight = (right, place) -> right * SLIGHT;
        assertEquals(Verdict.WRONG, first(NONE, slight, slight, slight, NONE));
    }

    @Test
    void aSlopeThatIsSlightlyWrongInOneModeIsFound() throws Throwable {
        Fault slight = (right, place) -> right * (1 + 1e-11);
        assertEquals(Verdict.WRONG, first(NONE, slight, NONE, NONE, NONE));
        assertEquals(Verdict.WRONG, first(NONE, NONE, slight, slight, NONE));
    }

    @Test
    void aWrongSignIsFound() throws Throwable {
        Fault sign = (right, place) -> -right;
        assertEquals(Verdict.WRONG, first(NONE, sign, sign, sign, NONE));
    }

    @Test
    void aLostCotangentIsFoundInEachPlace() throws Throwable {
        for (int lost = 0; lost < 4; lost++) {
            int one = lost;
            Fault loses = (right, place) -> place == one ? 0 : right;
            assertEquals(Verdict.WRONG, first(NONE, NONE, loses, loses, NONE), "place " + one);
        }
    }

    @Test
    void aGradientThatIsNotTheCotangentIsFound() throws Throwable {
        assertEquals(Verdict.WRONG, first(NONE, NONE, NONE, (right, place) -> right * (1 + 1e-11), NONE));
    }

    @Test
    void anInfiniteDerivativeIsFound() throws Throwable {
        Fault infinite = (right, place) -> Double.POSITIVE_INFINITY;
        assertEquals(Verdict.WRONG, first(NONE, infinite, infinite, infinite, NONE));
        assertEquals(Verdict.WRONG, first(NONE, NONE, infinite, infinite, NONE));
        assertEquals(Verdict.WRONG, first(NONE, NONE, NONE, infinite, NONE));
    }

    @Test
    void aDerivativeThatIsNotANumberIsNamed() throws Throwable {
        Fault nan = (right, place) -> Double.NaN;
        assertEquals(Verdict.NOT_A_NUMBER, first(NONE, nan, NONE, NONE, NONE));
        assertEquals(Verdict.NOT_A_NUMBER, first(NONE, NONE, nan, NONE, NONE));
        assertEquals(Verdict.NOT_A_NUMBER, first(NONE, NONE, NONE, nan, NONE));
    }

    @Test
    void aValueOneUnitAwayIsFound() throws Throwable {
        assertEquals(Verdict.VALUE_CHANGED, first((right, place) -> Math.nextUp(right), NONE, NONE, NONE, NONE));
    }

    @Test
    void anArgumentLeftOneUnitAwayIsFound() throws Throwable {
        Fault last = (right, place) -> place == 3 ? Math.nextUp(right) : right;
        assertEquals(Verdict.VALUE_CHANGED, first(NONE, NONE, NONE, NONE, last));
    }

    @Test
    void aLostTangentOfAWrittenElementIsFound() throws Throwable {
        Subject subject = new Subject(method("scale"), 1);
        Object[] point = {0.7, new double[] {0.4, 1.1, 2}};
        FirstDerivatives right = FirstDerivatives.of(subject);
        assertEquals(Verdict.AGREES, FirstOrder.of(subject, right, point).verdict());
        Fault loses = (number, place) -> place == 1 ? 0 : number;
        Faulty faulty = new Faulty(right, NONE, loses, NONE, NONE, NONE);
        assertEquals(Verdict.WRONG, FirstOrder.of(subject, faulty, point).verdict());
    }

    /** Second derivatives with faults: of all values, of the gradient that comes with a product, of products, of the Hessian. */
    private record FaultySecond(SecondDerivatives right, Fault value, Fault slope, Fault product, Fault hessian)
            implements SecondDerivatives {
        @Override
        public double gradient(double[] x, double[] gradient) throws Throwable {
            return value.of(right.gradient(x, gradient), 0);
        }

        @Override
        public double hvp(double[] x, double[] direction, double[] gradient, double[] products) throws Throwable {
            double given = right.hvp(x, direction, gradient, products);
            for (int i = 0; i < x.length; i++) {
                gradient[i] = slope.of(gradient[i], i);
                products[i] = product.of(products[i], i);
            }
            return value.of(given, 1);
        }

        @Override
        public double hessian(double[] x, double[] gradient, double[][] matrix) throws Throwable {
            double given = right.hessian(x, gradient, matrix);
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    matrix[i][j] = hessian.of(matrix[i][j], i);
                }
            }
            return value.of(given, 2);
        }
    }

    private static Verdict second(Fault value, Fault slope, Fault product, Fault hessian) throws Throwable {
        ToDoubleFunction<double[]> function = x -> Provable.number(x[0], x[1], new double[] {x[2], x[3]});
        FaultySecond faulty = new FaultySecond(SecondDerivatives.of(function), value, slope, product, hessian);
        return SecondOrder.of(function, faulty, new double[] {0.7, 1.3, 0.4, 1.1}, false)
                .verdict();
    }

    @Test
    void rightSecondDerivativesAgree() throws Throwable {
        assertEquals(Verdict.AGREES, second(NONE, NONE, NONE, NONE));
    }

    @Test
    void aSecondDerivativeThatIsSlightlyWrongInBothFormsIsFound() throws Throwable {
        Fault slight = (right, place) -> right * SLIGHT;
        assertEquals(Verdict.WRONG, second(NONE, NONE, slight, slight));
    }

    @Test
    void aSecondDerivativeThatIsSlightlyWrongInOneFormIsFound() throws Throwable {
        Fault slight = (right, place) -> right * (1 + 1e-11);
        assertEquals(Verdict.WRONG, second(NONE, NONE, slight, NONE));
        assertEquals(Verdict.WRONG, second(NONE, NONE, NONE, slight));
    }

    @Test
    void aLostTermOfASecondDerivativeIsFoundInEachRow() throws Throwable {
        for (int lost = 0; lost < 4; lost++) {
            int one = lost;
            Fault loses = (right, place) -> place == one ? 0 : right;
            assertEquals(Verdict.WRONG, second(NONE, NONE, loses, loses), "row " + one);
        }
    }

    @Test
    void anInfiniteSecondDerivativeIsFound() throws Throwable {
        Fault infinite = (right, place) -> Double.POSITIVE_INFINITY;
        assertEquals(Verdict.WRONG, second(NONE, NONE, infinite, infinite));
        assertEquals(Verdict.WRONG, second(NONE, NONE, NONE, infinite));
    }

    @Test
    void aGradientThatComesWithASecondDerivativeAndIsWrongIsFound() throws Throwable {
        assertEquals(Verdict.WRONG, second(NONE, (right, place) -> right * (1 + 1e-11), NONE, NONE));
    }

    @Test
    void aValueOneUnitAwayIsFoundOfEachSecondDerivative() throws Throwable {
        for (int form = 0; form < 3; form++) {
            int one = form;
            Fault last = (right, place) -> place == one ? Math.nextUp(right) : right;
            assertEquals(Verdict.VALUE_CHANGED, second(last, NONE, NONE, NONE), "form " + one);
        }
    }
}
