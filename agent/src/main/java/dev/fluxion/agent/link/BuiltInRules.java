package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.RuleTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** The rules that come with the agent, and those that an application's class path adds by its own index. */
final class BuiltInRules implements RuleSource {
    private static final String PREFIX = "/fluxion-rules/";
    private static final String INDEX = "META-INF/fluxion/rules";

    /** By class name. */
    private final Map<String, byte[]> builtIn = new LinkedHashMap<>();

    private final InertList inert;
    private final ClassBytes bytes;
    private final Map<ClassLoader, RuleTable> tables = new WeakHashMap<>();
    private RuleTable bootTable;

    BuiltInRules(ClassBytes bytes) {
        this.bytes = bytes;
        for (String name : ResourceLines.of(text(resource(INDEX)))) {
            builtIn.put(name, resource(name.replace('.', '/') + ".class"));
        }
        this.inert = InertList.parse(text(resource("META-INF/fluxion/inert")));
    }

    private static byte[] resource(String path) {
        try (InputStream in = BuiltInRules.class.getResourceAsStream(PREFIX + path)) {
            if (in == null) {
                throw new IllegalStateException("The agent jar lacks " + PREFIX + path + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized RuleTable of(ClassLoader loader) {
        if (loader == null) {
            if (bootTable == null) {
                bootTable = ClassFileRules.of(builtIn.values(), inert);
            }
            return bootTable;
        }
        return tables.computeIfAbsent(loader, this::withApplicationRules);
    }

    private RuleTable withApplicationRules(ClassLoader loader) {
        List<byte[]> all = new ArrayList<>(builtIn.values());
        try {
            for (URL index : Collections.list(loader.getResources(INDEX))) {
                try (InputStream in = index.openStream()) {
                    for (String name : ResourceLines.of(text(in.readAllBytes()))) {
                        if (builtIn.containsKey(name)) {
                            continue; // the library's own index, of the same rules
                        }
                        byte[] rule = bytes.of(loader, name.replace('.', '/'));
                        if (rule == null) {
                            throw new IllegalStateException(
                                    "The rule index " + index + " names " + name + ", whose class file was not found.");
                        }
                        all.add(rule);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ClassFileRules.of(all, inert);
    }
}
