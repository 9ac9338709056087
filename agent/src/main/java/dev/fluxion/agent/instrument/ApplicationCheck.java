package dev.fluxion.agent.instrument;

import dev.fluxion.agent.instrument.redefine.ClassResources;
import dev.fluxion.agent.link.DifferentiableCheck;
import dev.fluxion.agent.link.StubCheck;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The check of what is marked as {@code @Differentiable}, and of stubs, on class files that are resources. {@link BackgroundCheck}
 * makes one of these by name, in the compiler's loader.
 */
public final class ApplicationCheck implements BiFunction<ClassLoader, String, Function<byte[], Map<String, Boolean>>> {
    private final DifferentiableCheck differentiable = new DifferentiableCheck(ClassResources::read);
    private final StubCheck stubs = new StubCheck(ClassResources::read);

    /** From a class's loader, internal name and file to what is wrong, and whether that is certain. */
    @Override
    public Function<byte[], Map<String, Boolean>> apply(ClassLoader loader, String internalName) {
        return classFile -> {
            Map<String, Boolean> findings = new LinkedHashMap<>();
            for (String problem : stubs.of(loader, internalName, classFile)) {
                findings.put(problem, true);
            }
            findings.putAll(differentiable.of(loader, classFile));
            return findings;
        };
    }
}
