package dev.fluxion.agent.instrument;

import dev.fluxion.agent.link.DifferentiableCheck;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The check of what is marked as {@code @Differentiable}, on class files that are resources. {@link BackgroundCheck} makes one of
 * these by name, in the compiler's loader.
 */
public final class ApplicationCheck implements BiFunction<ClassLoader, byte[], Map<String, Boolean>> {
    private final DifferentiableCheck check = new DifferentiableCheck(ClassResources::read);

    @Override
    public Map<String, Boolean> apply(ClassLoader loader, byte[] classFile) {
        return check.of(loader, classFile);
    }
}
