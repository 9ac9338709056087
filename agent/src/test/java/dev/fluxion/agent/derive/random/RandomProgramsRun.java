package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Comparison.Failure;
import dev.fluxion.agent.derive.random.Reference.Verdict;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

public final class RandomProgramsRun {
    private RandomProgramsRun() {}

    public static void main(String[] arguments) throws Exception {
        long first = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        int batch = 50;
        java.util.List<Failure> known = new java.util.ArrayList<>();
        int failures = 0;
        long reference = 0, javac = 0, compare = 0;
        for (long seed = first; seed < first + count; seed += batch) {
            Map<String, String> sources = new LinkedHashMap<>();
            Map<String, Program> programs = new LinkedHashMap<>();
            Map<String, Reference> references = new LinkedHashMap<>();
            long t0 = System.nanoTime();
            for (long s = seed; s < Math.min(seed + batch, first + count); s++) {
                Program program = Generator.program(s);
                Reference ref = Reference.of(program, Point.of(program));
                verdicts.merge(ref.verdict(), 1, Integer::sum);
                if (ref.verdict() == Verdict.USEFUL) {
                    String name = "Program" + s;
                    sources.put(name, JavaText.of(program, name));
                    programs.put(name, program);
                    references.put(name, ref);
                }
            }
            long t1 = System.nanoTime();
            Map<String, Class<?>> classes = JavaCompilation.compile(sources);
            long t2 = System.nanoTime();
            for (String name : sources.keySet()) {
                Failure failure = Comparison.of(
                        classes.get(name), references.get(name), Point.of(programs.get(name)));
                if (failure != null) {
                    failures++;
                    Failure seen = failure;
                    System.out.println(name + " " + failure);
                    if (known.stream().noneMatch(seen::resembles)) {
                        known.add(failure);
                        Program small = Trial.shrunk(programs.get(name), failure);
                        System.out.println(Trial.source(small));
                        System.out.println(Trial.failure(small));
                        Point at = Point.of(small);
                        System.out.println(java.util.Arrays.toString(at.x()) + java.util.Arrays.toString(at.direction()));
                    }
                }
            }
            long t3 = System.nanoTime();
            reference += t1 - t0;
            javac += t2 - t1;
            compare += t3 - t2;
        }
        System.out.println(verdicts + " failures " + failures + " ms: " + reference / 1000000 + " " + javac / 1000000 + " " + compare / 1000000);
    }
}
