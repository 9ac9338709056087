package dev.fluxion.benchmarks.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.benchmarks.peers.Peer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs without the agent: what their gradients are checked against must itself be right. */
class ProgramsTest {
    /** Of every family the smallest, and not the one of 8,000 inputs, which takes Hipparchus half a gigabyte. */
    static List<Programs.Entry> smallest() {
        return Programs.list().stream()
                .collect(Collectors.groupingBy(
                        Programs.Entry::family, Collectors.minBy(Comparator.comparingInt(Programs.Entry::size))))
                .values()
                .stream()
                .flatMap(Optional::stream)
                .map(ProgramsTest::smaller)
                .toList();
    }

    private static Programs.Entry smaller(Programs.Entry entry) {
        return entry.family().equals("perceptron")
                ? new Programs.Entry("perceptron", 3, false, Double.NaN, () -> new Perceptron(7, 5, 6))
                : entry;
    }

    @ParameterizedTest
    @MethodSource("smallest")
    void gradientsByHandAreThoseOfEveryPeer(Programs.Entry entry) {
        Program program = entry.program().get();
        double[][] byHand = Program.zeros(program.point());
        double value = program.byHand(byHand);
        for (Peer peer : Peer.all()) {
            double[][] gradient = Program.zeros(program.point());
            double valueOfPeer = peer.valueAndGradient(program, gradient);
            assertEquals(program.primal(), valueOfPeer, 1e-12 * Math.abs(value), peer.name());
            double largest = largest(byHand);
            for (int i = 0; i < byHand.length; i++) {
                for (int j = 0; j < byHand[i].length; j++) {
                    assertEquals(byHand[i][j], gradient[i][j], (peer.isExact() ? 1e-10 : 1e-4) * largest, peer.name());
                }
            }
        }
    }

    private static double largest(double[][] numbers) {
        return Stream.of(numbers)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("smallest")
    void theGradientByHandOverwritesWhatWasThere(Programs.Entry entry) {
        Program program = entry.program().get();
        double[][] once = Program.zeros(program.point());
        program.byHand(once);
        double[][] twice = Program.zeros(program.point());
        program.byHand(twice);
        program.byHand(twice);
        for (int i = 0; i < once.length; i++) {
            for (int j = 0; j < once[i].length; j++) {
                assertEquals(once[i][j], twice[i][j]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("smallest")
    void theValueByHandIsTheValue(Programs.Entry entry) {
        Program program = entry.program().get();
        double value = program.primal();
        assertEquals(value, program.byHand(Program.zeros(program.point())), 1e-12 * Math.abs(value));
    }

    @Test
    void namesAreUnique() {
        Set<String> names = new HashSet<>();
        Programs.list().forEach(entry -> assertTrue(names.add(entry.name()), entry.name()));
    }

    @Test
    void everyFamilyHasOneUsualSize() {
        Programs.list().stream()
                .collect(Collectors.groupingBy(Programs.Entry::family))
                .forEach((family, entries) -> assertEquals(
                        1, entries.stream().filter(Programs.Entry::usual).count(), family));
    }

    @Test
    void aFamilysNameMeansItsUsualSize() {
        assertEquals("sum 1,000", Programs.named("sum").get(0).name());
        assertEquals(1, Programs.named("sum").size());
    }

    @Test
    void unknownNamesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Programs.named("no such program"));
    }
}
