package dev.fluxion.agent.link.companion;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/** All that was made of one state of the code. It is quiet as long as nobody is about to change that. */
public final class Generation {
    private static final MethodType TYPE = MethodType.methodType(boolean.class);
    private static final MethodHandle QUIET = find("quiet");
    private static final MethodHandle IN_DOUBT = find("inDoubt");

    private final Linker linker;
    private final long changes;

    /** For compiled code, in which it is a constant until it changes. */
    private final MutableCallSite site = new MutableCallSite(IN_DOUBT);

    private volatile boolean isQuiet;

    /** @param changes how many there were before */
    Generation(Linker linker, long changes) {
        this.linker = linker;
        this.changes = changes;
    }

    public Linker linker() {
        return linker;
    }

    long changes() {
        return changes;
    }

    public boolean isQuiet() {
        return isQuiet;
    }

    /** Of type {@code ()boolean}, says what {@link #isQuiet} says. */
    public CallSite site() {
        return site;
    }

    void setQuiet(boolean quiet) {
        if (isQuiet != quiet) {
            isQuiet = quiet;
            site.setTarget(quiet ? QUIET : IN_DOUBT);
            MutableCallSite.syncAll(new MutableCallSite[] {site});
        }
    }

    @SuppressWarnings("UnusedMethod") // by handle
    private static boolean quiet() {
        return true;
    }

    @SuppressWarnings("UnusedMethod") // by handle
    private static boolean inDoubt() {
        return false;
    }

    private static MethodHandle find(String name) {
        try {
            return MethodHandles.lookup().findStatic(Generation.class, name, TYPE);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
