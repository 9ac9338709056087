package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** Every program of {@link Programs}, {@link LanguagePrograms} and {@link SortingPrograms}. */
public final class CorpusOfPrograms {
    private CorpusOfPrograms() {}

    /** One of them, a static method {@code double name(double[])}. */
    public record Case(Class<?> owner, String name) {
        Subject subject() {
            return Laboratory.subject(owner, name);
        }

        public Variant variant() {
            try {
                return Laboratory.variant(owner.getDeclaredMethod(name, double[].class));
            } catch (NoSuchMethodException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** All of them, by name. */
    public static Stream<Case> all() {
        return Stream.of(Programs.class, LanguagePrograms.class, SortingPrograms.class)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                .map(method -> new Case(method.getDeclaringClass(), method.getName()))
                .sorted(Comparator.comparing(Case::name));
    }
}
