package dev.fluxion.agent.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Names that every file system takes and that differ for what differs: ASCII, not too long, and not the same but for case. One that
 * had to be changed ends with a hash of what it stands for.
 */
final class FileNames {
    /** File systems that encrypt allow 143 bytes, others 255; suffixes come after this. */
    static final int LONGEST = 100;

    private static final String ALLOWED = "._-+$,()[]!";

    /** What a name stands for, by folder and name in lower case. */
    private final Map<String, Object> taken = new HashMap<>();

    /**
     * The name of something in a folder: the same whenever it is asked for.
     *
     * @param identity what the name is for: another thing gets another name
     */
    String of(String folder, String wanted, Object identity) {
        String name = safe(wanted);
        String candidate = name;
        for (int i = 2; !isFor(folder + "/" + candidate.toLowerCase(Locale.ROOT), identity); i++) {
            candidate = name + "~" + i;
        }
        return candidate;
    }

    private boolean isFor(String key, Object identity) {
        Object owner = taken.putIfAbsent(key, identity);
        return owner == null || owner.equals(identity);
    }

    private static String safe(String wanted) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < wanted.length() && out.length() < LONGEST; i++) {
            char c = wanted.charAt(i);
            boolean isPlain = c < 128 && Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0;
            out.append(isPlain ? c : '_');
        }
        if (out.toString().equals(wanted)) {
            return wanted;
        }
        String hash = "~" + Integer.toHexString(wanted.hashCode());
        out.setLength(Math.min(out.length(), LONGEST - hash.length()));
        return out.append(hash).toString();
    }
}
