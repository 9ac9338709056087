package dev.fluxion.agent.link.rule;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.known.AgentResources;
import dev.fluxion.agent.known.KnownCode;
import dev.fluxion.agent.known.ResourceLines;
import dev.fluxion.agent.link.classfile.ClassBytes;
import dev.fluxion.agent.link.classfile.MethodLookup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The rules that come with the agent, and those that an application's class path adds by its own resources. */
public final class BuiltInRules implements RuleSource {
    private static final String INDEX = "META-INF/fluxion/rules";

    private static final RuleClass.Files RULE_FILES = new RuleClass.Files() {
        @Override
        public byte[] of(String name) {
            return AgentResources.read(name.replace('.', '/') + ".class");
        }
    };

    /** By class name. */
    private final Map<String, RuleClass> builtIn = new LinkedHashMap<>();

    private final String index;
    private final ClassBytes bytes;
    private final Consumer<String> log;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /** @param log is told once of each rule of an application that cannot be used */
    public BuiltInRules(ClassBytes bytes, Consumer<String> log) {
        this.bytes = bytes;
        this.log = log;
        this.index = text(AgentResources.read(INDEX));
        for (String line : ResourceLines.of(index)) {
            RuleClass ruleClass = new RuleClass(line, RULE_FILES);
            builtIn.put(ruleClass.name(), ruleClass);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public RuleTable of(ClassLoader loader, MethodLookup methods) {
        List<KnownCode> lists = new ArrayList<>();
        Map<String, RuleClass> ofApplication = new LinkedHashMap<>();
        if (loader != null) {
            try {
                for (URL list : Collections.list(loader.getResources(KnownCode.INERT))) {
                    KnownCode code = KnownCode.ofApplication(text(list), list.toString());
                    if (code != null) {
                        lists.add(code);
                    }
                }
                for (URL list : Collections.list(loader.getResources(INDEX))) {
                    for (RuleClass ruleClass : applicationRules(list, loader)) {
                        ofApplication.putIfAbsent(ruleClass.name(), ruleClass);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        lists.add(KnownCode.ofAgent());
        ClassFileRules table = new ClassFileRules(lists, methods);
        for (RuleClass rule : builtIn.values()) {
            table.addBuiltIn(rule);
        }
        for (RuleClass ruleClass : ofApplication.values()) {
            table.add(ruleClass, this::logOnce);
        }
        return table;
    }

    private List<RuleClass> applicationRules(URL list, ClassLoader loader) throws IOException {
        String text = text(list);
        List<RuleClass> added = new ArrayList<>();
        if (text.equals(index)) {
            return added; // the library's own
        }
        RuleClass.Files files = new RuleClass.Files() {
            @Override
            public byte[] of(String name) {
                return bytes.of(loader, name.replace('.', '/'));
            }
        };
        for (String line : ResourceLines.of(text)) {
            RuleClass named = new RuleClass(line, files);
            String name = named.name();
            byte[] rule = named.file();
            RuleClass own = builtIn.get(name);
            if (rule == null) {
                throw new IllegalStateException(
                        "The rule index " + list + " names " + name + ", whose class file was not found.");
            }
            if (own == null) {
                if (!named.targets().isEmpty()) {
                    named.check(RuleDeclaration.targets(rule));
                }
                added.add(named);
            } else if (!Arrays.equals(rule, own.file())) {
                logOnce(
                        "The rule class " + name + ", which " + list
                                + " names, is not read: the agent has another of that"
                                + " name. If it is your own, rename it; if it is Fluxion's, use rules and agent of one version.");
            }
        }
        return added;
    }

    private void logOnce(String message) {
        if (logged.add(message)) {
            log.accept(message);
        }
    }

    private static String text(URL resource) throws IOException {
        try (InputStream in = resource.openStream()) {
            return text(in.readAllBytes());
        }
    }
}
