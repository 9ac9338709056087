package dev.fluxion.agent.derive.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Literal;
import dev.fluxion.agent.derive.random.Expression.MathCall;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Program.Form;
import dev.fluxion.agent.derive.random.Program.Method;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Return;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison itself: what it takes for right and what for wrong. */
class ComparisonTest {
    private static final Variable X = new Variable("x", Kind.DOUBLES);

    private static Expression x(int index) {
        return new Element(new Read(X), new Literal(Kind.INT, index));
    }

    private static Expression times(Expression left, Expression right) {
        return new Arithmetic(Operator.MULTIPLY, left, right);
    }

    private static Expression plus(Expression left, Expression right) {
        return new Arithmetic(Operator.ADD, left, right);
    }

    private static Program returning(Expression result) {
        Block body = new Block(List.of(new Return(result)));
        return new Program(7, 5, List.of(new Method(Form.STATIC, Program.ENTRY, Kind.DOUBLE, List.of(X), body)));
    }

    private static Failure compare(Program compiled, Program interpreted) throws JavaCompilation.Refused {
        Point point = Point.of(interpreted);
        Class<?> type = JavaCompilation.compile("Compared", JavaText.of(compiled, "Compared"));
        return Comparison.of(type, Reference.of(interpreted, point), point).failure();
    }

    private static final Expression PRODUCT =
            times(x(0), new MathCall(MathFunction.SIN, false, Kind.DOUBLE, List.of(x(1))));

    @Test
    void theReferenceOfASmallProgramIsThatOfTheTextbook() {
        Program program = returning(PRODUCT);
        Point point = Point.of(program);
        Jet jet = Reference.of(program, point).jet();
        double[] x = point.x();
        double[] d = point.direction();
        double sin = Math.sin(x[1]);
        double cos = Math.cos(x[1]);
        assertEquals(sin, jet.derivative(Jet.byInput(0)), 1e-15);
        assertEquals(x[0] * cos, jet.derivative(Jet.byInput(1)), 1e-15);
        assertEquals(sin * d[0] + x[0] * cos * d[1], jet.derivative(jet.alongDirection()), 1e-15);
        assertEquals(cos * d[1], jet.derivative(jet.second(0)), 1e-15);
        assertEquals(cos * d[0] - x[0] * sin * d[1], jet.derivative(jet.second(1)), 1e-15);
        assertTrue(Comparison.tolerance(jet, Jet.byInput(1)) < 1e-13);
    }

    @Test
    void aRightProgramPasses() throws JavaCompilation.Refused {
        assertNull(compare(returning(PRODUCT), returning(PRODUCT)));
    }

    @Test
    void aTermThatIsZeroHereAndHasASlopeIsNoticed() throws JavaCompilation.Refused {
        Program right = returning(PRODUCT);
        double here = Point.of(right).x()[2];
        Expression zero = new Arithmetic(Operator.SUBTRACT, x(2), new Literal(Kind.DOUBLE, here));
        Program wrong = returning(plus(PRODUCT, times(new Literal(Kind.DOUBLE, 1e-12), zero)));
        Failure failure = compare(wrong, right);
        assertNotNull(failure);
        assertEquals("jvp", failure.mode());
    }

    @Test
    void aTermThatIsFlatHereAndCurvedIsNoticed() throws JavaCompilation.Refused {
        Program right = returning(PRODUCT);
        double here = Point.of(right).x()[2];
        Expression zero = new Arithmetic(Operator.SUBTRACT, x(2), new Literal(Kind.DOUBLE, here));
        Program wrong = returning(plus(PRODUCT, times(times(new Literal(Kind.DOUBLE, 1e-12), zero), zero)));
        Failure failure = compare(wrong, right);
        assertNotNull(failure);
        assertEquals("hvp", failure.mode());
    }

    @Test
    void anotherValueIsNoticed() throws JavaCompilation.Refused {
        Failure failure = compare(returning(PRODUCT), returning(plus(PRODUCT, new Literal(Kind.DOUBLE, 0x1p-51))));
        assertNotNull(failure);
        assertEquals("reference", failure.mode());
    }

    @Test
    void aFailingProgramShrinksToWhatFails() {
        Expression noise = times(plus(x(3), x(4)), plus(x(1), new Literal(Kind.DOUBLE, 2.5)));
        Program large = returning(plus(noise, times(plus(PRODUCT, noise), x(4))));
        Program small =
                Shrinker.shrunk(large, program -> JavaText.of(program, "P").contains("Math.sin"));
        assertEquals(
                returning(new MathCall(MathFunction.SIN, false, Kind.DOUBLE, List.of(new Literal(Kind.DOUBLE, 1.0)))),
                small);
    }
}
