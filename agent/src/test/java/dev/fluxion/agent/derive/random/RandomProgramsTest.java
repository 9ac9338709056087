package dev.fluxion.agent.derive.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fluxion.agent.derive.random.Reference.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs from fixed seeds, in all modes. Many more seeds: {@code docs/testing.md}. */
class RandomProgramsTest {
    private static final int BATCHES = 12;
    private static final int SIZE = 40;

    private static final Map<Integer, Batch> DONE = new ConcurrentHashMap<>();

    static IntStream batches() {
        return IntStream.range(0, BATCHES);
    }

    private static Batch batch(int number) {
        return DONE.computeIfAbsent(number, n -> Batch.run((long) n * SIZE, SIZE, Translation.JAVA));
    }

    private static Stream<Batch> all() {
        return batches().mapToObj(RandomProgramsTest::batch);
    }

    @ParameterizedTest
    @MethodSource("batches")
    void everyModeAgreesWithTheReferenceAndWithTheOthers(int number) {
        assertTrue(batch(number).failures().isEmpty(), () -> batch(number).report());
    }

    @Test
    void fewProgramsAreOfNoUse() {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        all().forEach(batch -> batch.verdicts().forEach((verdict, n) -> verdicts.merge(verdict, n, Integer::sum)));
        int programs = verdicts.values().stream().mapToInt(n -> n).sum();
        assertEquals(BATCHES * SIZE, programs);
        assertTrue(verdicts.get(Verdict.USEFUL) >= 0.9 * programs, verdicts::toString);
        assertTrue(verdicts.getOrDefault(Verdict.ILL_CONDITIONED, 0) <= 0.02 * programs, verdicts::toString);
        Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
        all().forEach(batch -> batch.limits().forEach((limit, n) -> limits.merge(limit, n, Integer::sum)));
        limits.forEach((limit, n) -> assertTrue(n <= 0.02 * programs, limits::toString));
        int flat = all().mapToInt(Batch::flat).sum();
        assertTrue(flat <= 0.05 * programs, () -> flat + " programs without any derivative");
    }

    @Test
    void everyKindOfExpressionAndStatementRuns() {
        Set<Object> missing = new HashSet<>(kinds());
        all().forEach(batch -> missing.removeAll(batch.reached()));
        assertEquals(Set.of(), missing);
    }

    private static List<Object> kinds() {
        List<Object> kinds = new ArrayList<>(List.of(Expression.class.getPermittedSubclasses()));
        // A block is the body of something and runs as the statements it holds.
        Stream.of(Statement.class.getPermittedSubclasses())
                .filter(kind -> kind != Statement.Block.class)
                .forEach(kinds::add);
        kinds.addAll(List.of(MathFunction.values()));
        kinds.addAll(List.of(InertFunction.values()));
        kinds.addAll(List.of(Program.Form.values()));
        kinds.addAll(List.of(Statement.Catch.class, Statement.Case.class, Expression.ValueCase.class));
        return kinds;
    }
}
