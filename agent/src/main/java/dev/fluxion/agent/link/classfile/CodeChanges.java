package dev.fluxion.agent.link.classfile;

/** What becomes of the code of classes whose files were asked for, as others redefine it. */
public interface CodeChanges {
    /** Of code that never changes. */
    CodeChanges NONE = new CodeChanges() {
        @Override
        public long count() {
            return 0;
        }

        @Override
        public boolean isSettled(long count) {
            return true;
        }

        @Override
        public void listen(Runnable warned) {}
    };

    /** How many changes have come into force. May take a millisecond; not to be called by two threads at once. */
    long count();

    /** Whether {@link #count} stays at that until the next warning. */
    boolean isSettled(long count);

    /**
     * Has something run before a change can come into force.
     *
     * @param warned run by the thread that makes the change, and not to wait for anything
     */
    void listen(Runnable warned);
}
