package dev.fluxion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.geom.Point2D;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleUnaryOperator;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HeldNumbersTest {
    record Point(double x, double y) {}

    record Named(String name, int count, TimeUnit unit) {}

    record Segment(Point from, Point to) {}

    record Labels(List<String> labels, Map<String, Integer> counts) {}

    record Samples(List<Double> samples) {}

    record Any(Object content) {}

    record Box<T>(T content) {}

    interface Shape {}

    interface Loss {
        double of(double[] x);
    }

    record Holder(Shape shape) {}

    record Objective(Loss loss) {}

    static class Base {
        float[] weights;
    }

    static class Heir extends Base {
        int n;
    }

    static class Link {
        Link next;
        int number;
    }

    private static void assertHeld(boolean expected, Object... objects) {
        for (Object object : objects) {
            assertEquals(expected, HeldNumbers.maybeIn(object, Object.class), () -> object.getClass() + "");
        }
    }

    @Test
    void whatHasNoFloatingPointNumbersHoldsNone() {
        double captured = 2;
        DoubleUnaryOperator lambda = x -> captured * x;
        assertHeld(
                false,
                1,
                2L,
                'c',
                true,
                "text",
                TimeUnit.DAYS,
                new int[3],
                new String[2],
                new long[1][1],
                lambda,
                BigInteger.ONE,
                LocalDate.EPOCH,
                Locale.ROOT,
                Path.of("a"),
                new Random(1),
                Logger.getGlobal(),
                Thread.currentThread(),
                String.class,
                new Named("a", 1, TimeUnit.DAYS),
                new Link(),
                new Labels(List.of(), Map.of()),
                new Objective(null));
        assertEquals(false, HeldNumbers.maybeIn(null, Object.class));
    }

    @Test
    void whatHasSomeOrMayHaveSomeHoldsThem() {
        assertHeld(
                true,
                1.0,
                1f,
                BigDecimal.ONE,
                new double[1],
                new float[1][1],
                new Double[1],
                new Object[1],
                List.of(1.0),
                new ArrayList<>(),
                Map.of(1, 1.0),
                Optional.of(1.0),
                OptionalDouble.of(1),
                new Point(1, 2),
                new Point[1],
                new Segment(null, null),
                new Samples(null),
                new Any(null),
                new Box<>("a"),
                new Holder(null),
                new Heir(),
                new Point2D.Double(1, 2));
    }

    @SuppressWarnings("unused") // for their types
    private static void typed(
            List<String> names,
            Map<String, Integer> counts,
            List<Double> values,
            List<? extends Number> some,
            List<List<Float>> nested,
            List<TimeUnit> units) {}

    @Test
    void aCollectionHoldsWhatItsDeclarationSays() {
        Method typed = Arrays.stream(HeldNumbersTest.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("typed"))
                .findFirst()
                .orElseThrow();
        List<Boolean> found = new ArrayList<>();
        for (Type type : typed.getGenericParameterTypes()) {
            Object passed = type.getTypeName().startsWith("java.util.Map") ? Map.of() : List.of();
            found.add(HeldNumbers.maybeIn(passed, type));
        }
        assertEquals(List.of(false, false, true, true, true, false), found);
    }
}
