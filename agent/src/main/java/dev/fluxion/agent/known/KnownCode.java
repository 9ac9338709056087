package dev.fluxion.agent.known;

import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.value.Type;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of code that is not read: methods and classes of the JDK and of common libraries, as the agent's resources say it,
 * and methods that an application's inert list names. The formats are described at the heads of the resources.
 */
public final class KnownCode {
    /** The list that an application may have too. */
    public static final String INERT = "META-INF/fluxion/inert";

    private static final String KNOWN = "META-INF/fluxion/known";
    private static final String INERT_TEXT = text(INERT);
    private static final KnownCode OWN = own();

    private final Map<MethodFact, MethodPatterns> methods = new EnumMap<>(MethodFact.class);
    private final Map<ClassFact, Set<String>> classes = new EnumMap<>(ClassFact.class);

    private KnownCode() {}

    private static KnownCode own() {
        KnownCode own = new KnownCode();
        own.read(INERT_TEXT, INERT, false);
        own.read(text(KNOWN), KNOWN, false);
        return own;
    }

    private static String text(String path) {
        return new String(AgentResources.read(path), StandardCharsets.UTF_8);
    }

    /**
     * Reads the inert list of an application.
     *
     * @param source names the list in messages
     * @return null if the text is the agent's own list, which travels with the library
     * @throws IllegalStateException if a line is neither a pattern nor a section
     */
    public static KnownCode ofApplication(String text, String source) {
        if (text.equals(INERT_TEXT)) {
            return null;
        }
        KnownCode code = new KnownCode();
        code.read(text, source, true);
        return code;
    }

    /** Whether the agent's own resources say it of a method. */
    public static boolean isKnown(MethodFact fact, MethodReference method) {
        return OWN.says(fact, method);
    }

    /**
     * Whether the agent's own resources say it of a class.
     *
     * @param className the internal name
     */
    public static boolean isKnown(ClassFact fact, String className) {
        return OWN.classes.get(fact).contains(className);
    }

    /** Whether the agent's own resources say it of the class that is the type of a reference; of an array's they never do. */
    public static boolean isKnown(ClassFact fact, Type type) {
        String descriptor = type.descriptor();
        return descriptor.charAt(0) == 'L' && isKnown(fact, descriptor.substring(1, descriptor.length() - 1));
    }

    /** The agent's own. */
    public static KnownCode ofAgent() {
        return OWN;
    }

    /** Whether this list or table says it of a method. */
    public boolean says(MethodFact fact, MethodReference method) {
        MethodPatterns patterns = methods.get(fact);
        return patterns != null && patterns.cover(method);
    }

    private void read(String text, String source, boolean isOfApplication) {
        MethodFact ofMethods = MethodFact.INERT;
        ClassFact ofClasses = null;
        for (String line : ResourceLines.of(text)) {
            MethodFact methodSection = methodSection(line, isOfApplication);
            ClassFact classSection = isOfApplication ? null : classSection(line);
            if (methodSection != null || classSection != null) {
                ofMethods = methodSection;
                ofClasses = classSection;
            } else if (ofClasses != null) {
                classes.computeIfAbsent(ofClasses, fact -> new HashSet<>()).add(line.replace('.', '/'));
            } else if (!MethodPatterns.isWellFormed(line)) {
                throw new IllegalStateException("The inert list " + source + " has the line \"" + line
                        + "\", which is neither [inert], [encodes] or [decodes] nor a pattern like"
                        + " com.acme.Log.info or com.acme.Log.info(Ljava/lang/String;D)V.");
            } else {
                methods.computeIfAbsent(ofMethods, fact -> new MethodPatterns()).add(line);
            }
        }
    }

    private static MethodFact methodSection(String line, boolean isOfApplication) {
        for (MethodFact fact : MethodFact.values()) {
            if (fact.section().equals(line) && (fact.isForApplications() || !isOfApplication)) {
                return fact;
            }
        }
        return null;
    }

    private static ClassFact classSection(String line) {
        for (ClassFact fact : ClassFact.values()) {
            if (fact.section().equals(line)) {
                return fact;
            }
        }
        return null;
    }
}
