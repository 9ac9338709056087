package dev.fluxion.agent.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/** The class hierarchy as class files state it; no class is ever loaded. A class that is not found counts as a child of Object. */
public final class Hierarchy {
    private static final String OBJECT = "java/lang/Object";

    private record Entry(String superName, boolean isInterface) {}

    private final Function<String, InputStream> resources;
    private final Map<String, Optional<Entry>> entries = new ConcurrentHashMap<>();

    private Hierarchy(Function<String, InputStream> resources) {
        this.resources = resources;
    }

    /** The classes whose files a loader finds; null means the boot loader. */
    public static Hierarchy of(ClassLoader loader) {
        return new Hierarchy(
                loader == null
                        ? path -> Object.class.getResourceAsStream("/" + path)
                        : path -> loader.getResourceAsStream(path));
    }

    /** The classes that a function finds; it is given paths such as {@code java/util/List.class} and may return null. */
    public static Hierarchy of(Function<String, InputStream> resources) {
        return new Hierarchy(resources);
    }

    /** The nearest class that both classes (internal names) extend; Object where one is an interface or not found. */
    String commonSuperClass(String first, String second) {
        Set<String> ancestors = new LinkedHashSet<>();
        for (String name = first; name != null; name = superName(name)) {
            ancestors.add(name);
        }
        for (String name = second; name != null; name = superName(name)) {
            if (ancestors.contains(name)) {
                return name;
            }
        }
        return OBJECT;
    }

    private String superName(String name) {
        return entries.computeIfAbsent(name, this::load)
                .map(entry -> entry.isInterface() ? OBJECT : entry.superName())
                .orElse(null);
    }

    private Optional<Entry> load(String name) {
        try (InputStream in = resources.apply(name + ".class")) {
            if (in == null) {
                return Optional.empty();
            }
            ClassReader reader = new ClassReader(in.readAllBytes());
            boolean isInterface = (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
            return Optional.of(new Entry(reader.getSuperName(), isInterface));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty(); // as if it were not there: what is either class is an Object then
        }
    }
}
