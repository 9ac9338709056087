package dev.fluxion.agent.hiding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** A Fluxion of its own, whose compiler asks {@link Hiding}. It runs as in an application, without assertions. */
final class HidingLoader extends ClassLoader {
    private static final String OURS = "dev.fluxion.";
    private static final List<String> DECIDING = List.of(
            OURS + "agent.ir.",
            OURS + "agent.optimize.",
            OURS + "agent.derive.",
            OURS + "agent.write.",
            OURS + "agent.link.");

    private final Map<String, ClassNode> nodes = new HashMap<>();
    private final Decisions decisions = new Decisions(name -> nodes.computeIfAbsent(name, HidingLoader::node));

    HidingLoader() {
        super(HidingLoader.class.getClassLoader());
        setDefaultAssertionStatus(false);
    }

    /** Those of the classes loaded so far. */
    List<Decisions.Site> sites() {
        return decisions.sites();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.equals(Hiding.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        URL file = getResource(name.replace('.', '/') + ".class");
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] bytes = bytes(file);
        if (DECIDING.stream().anyMatch(name::startsWith) && !file.getPath().contains("/test-classes/")) {
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, 0);
            decisions.rewrite(node);
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            node.accept(writer);
            bytes = writer.toByteArray();
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static ClassNode node(String internalName) {
        URL file = HidingLoader.class.getClassLoader().getResource(internalName + ".class");
        ClassNode node = new ClassNode();
        new ClassReader(bytes(file)).accept(node, 0);
        return node;
    }

    private static byte[] bytes(URL file) {
        try (InputStream in = file.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
