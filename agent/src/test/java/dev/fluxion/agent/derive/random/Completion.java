package dev.fluxion.agent.derive.random;

/** How a statement ended other than normally; a null completion is the normal one. */
record Completion(Way way, String label, Object value) {
    enum Way {
        BREAK,
        CONTINUE,
        RETURN
    }

    boolean leaves(String loop) {
        return way == Way.BREAK && (label == null || label.equals(loop));
    }

    boolean continues(String loop) {
        return way == Way.CONTINUE && (label == null || label.equals(loop));
    }
}
