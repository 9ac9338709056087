package dev.fluxion.agent.link;

import dev.fluxion.agent.link.Laboratory.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;

/** An application of its own in a test: the test's nested classes once more, and resources that name rules for them. */
public final class RuleLoader extends ClassLoader {
    private final Class<?> test;
    private final Map<String, URL> resources = new HashMap<>();

    private RuleLoader(Class<?> test) {
        super(test.getClassLoader());
        this.test = test;
    }

    /**
     * A loader that knows rules of its own.
     *
     * @param ruleClasses of the test, by simple name
     */
    public static RuleLoader of(Class<?> test, Path folder, String... ruleClasses) throws IOException {
        StringBuilder index = new StringBuilder();
        for (String ruleClass : ruleClasses) {
            index.append(test.getName()).append('$').append(ruleClass).append('\n');
        }
        return new RuleLoader(test).with(folder, "META-INF/fluxion/rules", index.toString());
    }

    public RuleLoader with(Path folder, String resource, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(resource.replace('/', '-')), text);
        resources.put(resource, file.toUri().toURL());
        return this;
    }

    /** Gives out another class file for one of the test's. */
    public void with(Path folder, Class<?> replaced, byte[] classFile) throws IOException {
        Path file = Files.write(folder.resolve(replaced.getSimpleName()), classFile);
        resources.put(
                replaced.getName().replace('.', '/') + ".class", file.toUri().toURL());
    }

    /** Gives out the file of a class for that of another. */
    public void with(String resource, Class<?> content) {
        resources.put(
                resource,
                content.getResource(
                        content.getName().substring(content.getPackageName().length() + 1) + ".class"));
    }

    /** A program of the test's nested class {@code Programs}. */
    public Subject subject(String program) throws ClassNotFoundException {
        return Laboratory.subject(loadClass(test.getName() + "$Programs"), program);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL own = resources.get(name);
        return own == null ? Collections.emptyEnumeration() : Collections.enumeration(Collections.singleton(own));
    }

    @Override
    public URL getResource(String name) {
        URL own = resources.get(name);
        return own == null ? super.getResource(name) : own;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(test.getName() + "$")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] classFile = in.readAllBytes();
                return defineClass(name, classFile, 0, classFile.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
