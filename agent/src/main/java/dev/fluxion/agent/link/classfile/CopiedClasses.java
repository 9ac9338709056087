package dev.fluxion.agent.link.classfile;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;

/**
 * Copies of an application's classes, to be asked for members and annotations while the classes themselves are not loaded. No copy is
 * ever initialized, and what is not a resource has none.
 */
public final class CopiedClasses extends ClassLoader implements ClassBytes {
    private final ClassLoader original;
    private final ClassBytes resources;
    private final String given;
    private final byte[] givenFile;

    /**
     * @param given internal name of a class whose file need not be a resource
     * @param givenFile that file
     */
    public CopiedClasses(ClassLoader original, ClassBytes resources, String given, byte[] givenFile) {
        super("fluxion-copies", ClassLoader.getPlatformClassLoader());
        this.original = original;
        this.resources = resources;
        this.given = given;
        this.givenFile = givenFile;
    }

    @Override
    public byte[] of(ClassLoader loader, String internalName) {
        return internalName.equals(given) ? givenFile : resources.of(original, internalName);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] file = of(this, name.replace('.', '/'));
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, file, 0, file.length);
    }

    @Override
    public URL getResource(String name) {
        return original.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return original.getResources(name);
    }
}
