package dev.fluxion.agent.derive.random;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Gives the class file of its class to whoever asks for it as a resource, as the compiler under test does. */
final class ProgramLoader extends ClassLoader {
    private final String name;
    private final byte[] classFile;

    private ProgramLoader(String name, byte[] classFile) {
        super(ProgramLoader.class.getClassLoader());
        this.name = name;
        this.classFile = classFile;
    }

    static Class<?> define(String name, byte[] classFile) {
        return new ProgramLoader(name, classFile).defineClass(name, classFile, 0, classFile.length);
    }

    @Override
    public InputStream getResourceAsStream(String path) {
        return path.equals(name + ".class") ? new ByteArrayInputStream(classFile) : super.getResourceAsStream(path);
    }
}
