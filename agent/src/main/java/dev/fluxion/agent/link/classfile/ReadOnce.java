package dev.fluxion.agent.link.classfile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Class files by name, from a loader that might offer others the next time: what was read once stays. */
public final class ReadOnce implements Function<String, byte[]> {
    private final Function<String, byte[]> source;
    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    public ReadOnce(Function<String, byte[]> source) {
        this.source = source;
    }

    @Override
    public byte[] apply(String internalName) {
        byte[] known = read.get(internalName);
        byte[] classFile = known == null ? source.apply(internalName) : known;
        if (known != null || classFile == null) {
            return classFile;
        }
        byte[] first = read.putIfAbsent(internalName, classFile);
        return first == null ? classFile : first;
    }
}
