package dev.fluxion.runtime;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The internal form of "this cannot be differentiated". It is neither an Exception nor an Error, so that of the program's own
 * handlers only those for Throwable (and finally blocks) could catch it; differentiated code rethrows it there.
 */
public final class Refusal extends Throwable {
    private static final long serialVersionUID = 1L;

    /** Part of the name of every class that holds a derived function. */
    public static final String COMPANION = "$$Fluxion";

    /** What follows the name of a derived function in the names of the further methods that it was divided into. */
    public static final String PART = "$part";

    private static final int LONGEST_PATH = 12;

    public Refusal(String message) {
        super(message);
    }

    /**
     * Raises a refusal; differentiated code calls it where the program reaches something unsupported. The message names the
     * place and the differentiated methods that led there.
     *
     * @param cause what cannot be differentiated
     * @param remedy what the user can do about it
     * @param position method and source line; null for the innermost differentiated method's
     */
    public static void raise(String cause, String remedy, String position) throws Refusal {
        List<String> path = path();
        String place = position != null ? position : path.isEmpty() ? null : path.get(0);
        List<String> callers = path.isEmpty() ? path : path.subList(1, path.size());
        if (place == null) {
            throw of(cause, remedy);
        }
        throw new Refusal(message(cause, remedy, place, callers));
    }

    /**
     * What a refusal says.
     *
     * @param place method and source line
     * @param callers the differentiated methods that led there, the innermost first, each with its line
     */
    public static String message(String cause, String remedy, String place, List<String> callers) {
        StringBuilder message = new StringBuilder("Cannot differentiate ")
                .append(cause)
                .append(" at ")
                .append(place);
        for (String caller : callers) {
            message.append(", called by ").append(caller);
        }
        return message.append(". ").append(remedy).toString();
    }

    /**
     * A refusal without a place.
     *
     * @param cause as for {@link #raise}; what would go on after a comma ends here
     */
    public static Refusal of(String cause, String remedy) {
        String sentence = cause.endsWith(",") ? cause.substring(0, cause.length() - 1) : cause;
        return new Refusal("Cannot differentiate " + sentence + ". " + remedy);
    }

    private static List<String> path() {
        return StackWalker.getInstance(Option.SHOW_HIDDEN_FRAMES)
                .walk(frames -> frames.filter(frame -> frame.getClassName().contains(COMPANION))
                        .filter(new Predicate<>() {
                            private boolean wasPart;

                            /** Of a function and its parts, the one that ran last. */
                            @Override
                            public boolean test(StackFrame frame) {
                                boolean isCaller = wasPart;
                                wasPart = frame.getMethodName().contains(PART);
                                return !isCaller;
                            }
                        })
                        .limit(LONGEST_PATH)
                        .map(Refusal::describe)
                        .collect(Collectors.toList()));
    }

    private static String describe(StackFrame frame) {
        String host = frame.getClassName().substring(0, frame.getClassName().indexOf(COMPANION));
        String name = frame.getMethodName();
        int part = name.indexOf(PART);
        return host + "." + (part < 0 ? name : name.substring(0, part))
                + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber());
    }

    /**
     * Called first in differentiated handlers that could catch what is not the program's own. A refusal passes by. An error of the
     * JVM becomes one: the frames and the memory of a derivative are larger than those of the plain call, which may have none there.
     *
     * @param place method and source line of the handler
     */
    public static void rethrow(Throwable caught, String place) throws Refusal {
        if (caught instanceof Refusal refusal) {
            throw refusal;
        }
        if (caught instanceof VirtualMachineError error) {
            throw ofJvm(error, place);
        }
    }

    // What ran out is short here too: neither the stack is walked nor a string concatenation linked.
    private static Refusal ofJvm(VirtualMachineError error, String place) {
        String name = error.getClass().getSimpleName();
        String reason = error instanceof OutOfMemoryError
                ? "a derivative needs more memory than the plain call. Give the JVM more by -Xmx,"
                : error instanceof StackOverflowError
                        ? "the frames of a derivative are larger than those of the plain call. Enlarge the stack by -Xss,"
                        : "the JVM does other work in a derivative than in the plain call. Let the error leave it,";
        Refusal refusal = new Refusal("Cannot differentiate what follows "
                .concat(startsWithVowel(name) ? "an " : "a ")
                .concat(name)
                .concat(" that the program catches at ")
                .concat(place)
                .concat(". The JVM may raise one where the plain call has none: ")
                .concat(reason)
                .concat(" or, if the program itself throws this one, let it throw what is no VirtualMachineError."));
        refusal.initCause(error);
        return refusal;
    }

    private static boolean startsWithVowel(String name) {
        return !name.isEmpty() && "AEIOU".indexOf(name.charAt(0)) >= 0;
    }
}
