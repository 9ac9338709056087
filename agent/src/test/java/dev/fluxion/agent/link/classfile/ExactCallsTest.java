package dev.fluxion.agent.link.classfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fluxion.agent.link.Laboratory;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Of calls that choose by the receiver it is found out beforehand where only one method can be meant, and only there. */
class ExactCallsTest {
    private static final double X = 1.5;

    /** Of {@code factor * x²}. */
    private static void assertSquare(double factor, String name) {
        Laboratory.Subject subject = Laboratory.subject(ExactCallsTest.class, name);
        double[] x = {X};
        double[] one = {1};
        assertEquals(factor * X * X, subject.value(x));
        assertArrayEquals(new double[] {factor * X * X, factor * 2 * X}, subject.jvp(x, one));
        assertArrayEquals(new double[] {factor * X * X, factor * 2 * X}, subject.gradient(x));
        assertArrayEquals(new double[] {factor * X * X, factor * 2}, subject.hvp(x, one));
    }

    abstract static class Curve {
        abstract double at(double x);
    }

    static class Simple extends Curve {
        @Override
        double at(double x) {
            return 2 * x * x;
        }
    }

    static class Steep extends Simple {
        @Override
        double at(double x) {
            return 5 * x * x;
        }
    }

    static class Renamed extends Steep {}

    static double justMade(double[] x) {
        Simple curve = new Steep();
        return curve.at(x[0]);
    }

    @Test
    void aReceiverThatWasJustMadeRunsTheMethodOfItsClass() {
        assertSquare(5, "justMade");
    }

    static double inherited(double[] x) {
        Curve curve = new Renamed();
        return curve.at(x[0]);
    }

    @Test
    void orTheOneThatItsClassInherits() {
        assertSquare(5, "inherited");
    }

    static double madeAtOneOfTwoPlaces(double[] x) {
        Curve curve = null;
        for (int i = 0; i < 3; i++) {
            curve = i > 1 ? new Steep() : curve == null ? new Steep() : curve;
        }
        return curve.at(x[0]);
    }

    @Test
    void itIsFollowedThroughJoinsLoopsAndNull() {
        assertSquare(5, "madeAtOneOfTwoPlaces");
    }

    static double ofTwoClasses(double[] x) {
        Curve curve = x[0] > 1 ? new Steep() : new Simple();
        return curve.at(x[0]);
    }

    @Test
    void oneOfTwoClassesIsFoundWhenTheCallIsMade() {
        assertSquare(5, "ofTwoClasses");
    }

    static double anonymous(double[] x) {
        Curve curve = new Curve() {
            @Override
            double at(double y) {
                return 7 * y * y;
            }
        };
        return curve.at(x[0]);
    }

    @Test
    void anAnonymousClassIsAClass() {
        assertSquare(7, "anonymous");
    }

    private static class Closed {
        private Closed() {}

        double at(double x) {
            return 3 * x * x;
        }
    }

    private static Closed closed(boolean isNull) {
        return isNull ? null : new Closed();
    }

    static double ofAClosedClass(double[] x) {
        Supplier<Closed> any = () -> closed(false);
        return any.get().at(x[0]);
    }

    @Test
    void aClassWithPrivateConstructorsThatNoNestmateExtendsHasNoSubclass() {
        assertSquare(3, "ofAClosedClass");
    }

    private static class Parent {
        private Parent() {}

        double at(double x) {
            return x * x;
        }

        double kept(double x) {
            return 4 * x * x;
        }
    }

    private static final class Child extends Parent {
        @Override
        double at(double x) {
            return 2 * x * x;
        }
    }

    private static Supplier<Parent> anyParent = Child::new;

    static double overriddenByANestmate(double[] x) {
        return anyParent.get().at(x[0]);
    }

    static double leftAloneByNestmates(double[] x) {
        return anyParent.get().kept(x[0]);
    }

    @Test
    void aMethodThatANestmateOverridesIsFoundWhenTheCallIsMade() {
        assertSquare(2, "overriddenByANestmate");
    }

    @Test
    void aMethodThatNoNestmateOverridesIs() {
        assertSquare(4, "leftAloneByNestmates");
    }

    sealed interface Shape permits Disk, Ring {
        double area(double r);

        default double twice(double r) {
            return 2 * area(r);
        }
    }

    record Disk() implements Shape {
        @Override
        public double area(double r) {
            return 6 * r * r;
        }
    }

    record Ring() implements Shape {
        @Override
        public double area(double r) {
            return 8 * r * r;
        }
    }

    sealed interface Only permits One {
        double of(double x);
    }

    record One() implements Only {
        @Override
        public double of(double x) {
            return 9 * x * x;
        }
    }

    private static Supplier<Only> anyOfASealedType = One::new;

    static double ofASealedType(double[] x) {
        return anyOfASealedType.get().of(x[0]);
    }

    @Test
    void theOnlyClassOfASealedTypeIsKnown() {
        assertSquare(9, "ofASealedType");
    }

    private static Supplier<Shape> anyShape = Disk::new;

    static double ofSeveral(double[] x) {
        return anyShape.get().twice(x[0]);
    }

    @Test
    void soIsTheReceiverWithinAMethodThatSeveralClassesShare() {
        assertSquare(12, "ofSeveral");
    }

    static double nothing(double[] x) {
        return closed(x[0] < 100).at(x[0]);
    }

    static double caught(double[] x) {
        try {
            return closed(x[0] < 100).at(x[0]);
        } catch (NullPointerException absent) {
            return 11 * x[0] * x[0];
        }
    }

    static final class Final {
        double at(double x) {
            return x;
        }
    }

    private static Final absent;

    static double ofAFinalClass(double[] x) {
        return absent.at(x[0]);
    }

    @Test
    void aCallOnNullThrowsAsThePlainCallDoes() {
        for (String name : new String[] {"nothing", "ofAFinalClass"}) {
            Laboratory.Subject subject = Laboratory.subject(ExactCallsTest.class, name);
            double[] x = {X};
            assertThrows(NullPointerException.class, () -> subject.gradient(x));
            assertThrows(NullPointerException.class, () -> subject.jvp(x, x));
            assertThrows(NullPointerException.class, () -> subject.hvp(x, x));
        }
    }

    @Test
    void andTheProgramMayCatchThat() {
        assertSquare(11, "caught");
    }
}
