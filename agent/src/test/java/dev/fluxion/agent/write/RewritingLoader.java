package dev.fluxion.agent.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.read.Hierarchy;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** A throw-away loader of classes that were read into IR and written back, each checked by every verifier at hand. */
final class RewritingLoader extends ClassLoader {
    private final RoundTrip trip = new RoundTrip(Hierarchy.of(RewritingLoader.class.getClassLoader()));
    private final String prefix;

    /** @param prefix of the names of the classes to rewrite; the others come from the test's own loader */
    RewritingLoader(String prefix) {
        super(RewritingLoader.class.getClassLoader());
        this.prefix = prefix;
    }

    /** Defines a class file as it is. */
    static Class<?> define(String name, byte[] classFile) {
        return new RewritingLoader("none").link(name, classFile);
    }

    /** Defines a class file after reading and writing it. */
    static Class<?> rewrite(String name, byte[] classFile) {
        RewritingLoader loader = new RewritingLoader("none");
        byte[] rewritten = loader.rewrite(classFile);
        check(rewritten, loader.getParent());
        return loader.link(name, rewritten);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(prefix)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : link(name, checked(rewrite(classFile(name))));
        }
    }

    private byte[] rewrite(byte[] classFile) {
        byte[] rewritten = trip.rewrite(classFile);
        assertEquals(Map.of(), trip.refusals());
        return rewritten;
    }

    private Class<?> link(String name, byte[] classFile) {
        return defineClass(name, classFile, 0, classFile.length);
    }

    private byte[] checked(byte[] classFile) {
        check(classFile, getParent());
        return classFile;
    }

    private static byte[] classFile(String name) throws ClassNotFoundException {
        String path = "/" + name.replace('.', '/') + ".class";
        try (InputStream in = RewritingLoader.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** ASM's check tells what is wrong; the class-file API's knows missing frames; the JVM has the last word at linking. */
    static void check(byte[] classFile, ClassLoader loader) {
        StringWriter problems = new StringWriter();
        CheckClassAdapter.verify(new ClassReader(classFile), loader, false, new PrintWriter(problems));
        assertEquals("", problems.toString());
        if (Runtime.version().feature() >= 24) {
            try {
                Class<?> api = Class.forName("java.lang.classfile.ClassFile");
                Object verifier = api.getMethod("of").invoke(null);
                assertEquals(List.of(), api.getMethod("verify", byte[].class).invoke(verifier, (Object) classFile));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("the class-file API", e);
            }
        }
    }
}
