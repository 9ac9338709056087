package dev.fluxion.agent.sweep;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Methods whose derivative is that of the program and yet not what differences see, since the program's steps are not those of the
 * function that it computes. Each is named with its reason.
 */
final class Explained {
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private Explained() {}

    /** Reads lines of a method, a colon and the reason. */
    static Explained read(Path file) throws IOException {
        Explained explained = new Explained();
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(": ");
            if (colon > 0 && !line.startsWith("#")) {
                explained.reasons.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return explained;
    }

    /** The finding, unless it is a difference that is explained; everything else that may be found of a method counts. */
    Finding of(Method method, Finding finding) {
        String reason = reasons.get(method.getDeclaringClass().getName() + "." + method.getName());
        return finding.verdict() == Verdict.WRONG && reason != null
                ? new Finding(Verdict.EXPLAINED, reason + "; " + finding.text())
                : finding;
    }
}
