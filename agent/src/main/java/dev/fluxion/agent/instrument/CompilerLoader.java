package dev.fluxion.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the compiler straight from the agent jar. The loader of the agent is the application's: it looks for each class in all of
 * the class path first, where the agent jar comes last. That took a tenth of the time to the first derivative, and on a class path
 * of many directories more.
 *
 * <p>What the agent itself has loaded of these packages is loaded again. Both sides know each other by interfaces of the boot
 * loader only.
 */
final class CompilerLoader extends ClassLoader {
    private static final String PACKAGE = "dev.fluxion.agent.";

    /** Open as long as the JVM runs. Static and final, for code on the class path could put another in the place of any other field. */
    private static final ZipFile JAR = open();

    CompilerLoader() {
        super("fluxion-compiler", ClassLoader.getPlatformClassLoader());
    }

    private static ZipFile open() {
        try {
            return new ZipFile(AgentJar.path().toFile());
        } catch (IOException | URISyntaxException unreadable) {
            throw new LinkageError("The agent jar cannot be read", unreadable);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        ZipEntry entry = JAR.getEntry(name.replace('.', '/').concat(".class"));
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream content = JAR.getInputStream(entry)) {
            byte[] classFile = new byte[(int) entry.getSize()];
            int length = content.readNBytes(classFile, 0, classFile.length);
            return defineClass(name, classFile, 0, length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        ZipEntry entry = JAR.getEntry(name);
        try {
            return entry == null ? null : JAR.getInputStream(entry);
        } catch (IOException unreadable) {
            return null; // as a class loader has to: whoever asks says that it is missing
        }
    }
}
