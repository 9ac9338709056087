package dev.fluxion.sample;

import java.util.Locale;

/** A model is less accurate, or a gradient less exact, than this application promises; the message is one sentence. */
final class UnmetGoalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnmetGoalException(String format, Object... arguments) {
        super(String.format(Locale.ROOT, format, arguments));
    }
}
