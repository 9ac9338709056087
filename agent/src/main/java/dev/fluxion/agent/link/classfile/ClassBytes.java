package dev.fluxion.agent.link.classfile;

/** Where the compiler gets class files from. */
public interface ClassBytes {
    /**
     * The class file of a class as the given loader would find it. Must not initialize the class.
     *
     * @param loader the loader that refers to the class; null is the boot loader
     * @param internalName for example {@code java/util/List}
     * @return null if nobody knows its bytes, as for hidden classes
     */
    byte[] of(ClassLoader loader, String internalName);
}
