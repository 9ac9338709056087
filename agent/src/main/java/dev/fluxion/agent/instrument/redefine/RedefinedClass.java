package dev.fluxion.agent.instrument.redefine;

import java.lang.ref.WeakReference;

/** What is known of one class that somebody has begun to redefine. */
final class RedefinedClass {
    /** How often it had been redefined when last looked at. */
    int seen;
    /** Its class file then; null if nobody has it. */
    byte[] running;
    /**
     * Whether somebody has given it a new class file, not only had it transformed again. What the JVM then says that it runs may be
     * older: HotSpot keeps what a class was before agents first transformed it, whatever becomes of it later.
     */
    boolean hasNewFile;
    /** Whether nobody can know what it runs. */
    boolean isLost;
    /** Who has begun to redefine it since; null if nobody has. */
    WeakReference<Thread> begun;
    /** What they make of it. */
    byte[] pending;
    /** Whether there may be derivatives of its code. */
    boolean isUsed;

    RedefinedClass(int seen) {
        this.seen = seen;
    }

    /** The same from what {@link #parts} gives, perhaps by another class loader. */
    @SuppressWarnings("unchecked")
    static RedefinedClass of(Object[] parts) {
        RedefinedClass same = new RedefinedClass((int) parts[0]);
        same.running = (byte[]) parts[1];
        same.hasNewFile = (boolean) parts[2];
        same.isLost = (boolean) parts[3];
        same.begun = (WeakReference<Thread>) parts[4];
        same.pending = (byte[]) parts[5];
        return same;
    }

    Object[] parts() {
        return new Object[] {seen, running, hasNewFile, isLost, begun, pending};
    }

    /** To be called by a thread that begins to redefine the class, after {@link #advance}. */
    void begin(byte[] classFile) {
        hasNewFile = hasNewFile || !RedefiningThread.isRetransforming();
        begun = new WeakReference<>(Thread.currentThread());
        pending = hasNewFile || isUsed ? classFile.clone() : null;
    }

    /**
     * Takes notice of the redefinition that was begun last if it has come into force.
     *
     * @param own how often the class has been redefined
     * @return whether any has
     */
    boolean advance(int own) {
        if (own == seen) {
            return false;
        }
        boolean isThatBegun = begun != null && own == seen + 1;
        running = isThatBegun ? pending : null;
        isLost = !isThatBegun && hasNewFile;
        seen = own;
        begun = null;
        pending = null;
        return true;
    }

    /** @param failed what has not come into force by now and never will */
    void end(WeakReference<Thread> failed) {
        if (begun == failed) {
            begun = null;
            pending = null;
        }
    }
}
