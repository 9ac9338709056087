package dev.fluxion.agent.link.entry;

import dev.fluxion.agent.link.companion.ChangedCode;
import dev.fluxion.agent.link.companion.Generation;
import dev.fluxion.agent.link.companion.Generations;
import dev.fluxion.agent.link.operator.Operator;
import java.lang.invoke.MethodHandle;

/** Makes entries that follow the code when it changes. */
final class GuardedEntry {
    /** How often one is made anew because the code has changed meanwhile. */
    private static final int MOST_ATTEMPTS = 100;

    private GuardedEntry() {}

    /** A handle of the requested operator's type, which goes on giving what is requested when the code changes. */
    static MethodHandle of(Generations generations, Request request) throws Throwable {
        return of(generations, request, () -> of(generations, request));
    }

    /** @param source makes the entry that takes this one's place */
    static MethodHandle of(Generations generations, Request request, Guard.Source source) throws Throwable {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Generation generation = generations.current();
            try {
                Operator operator = request.operator(generation.linker());
                String display = operator.target().display();
                MethodHandle entry = OperatorEntry.of(operator, new Guard(generations, generation, source, display));
                if (generations.current() == generation) {
                    return entry;
                }
            } catch (Throwable failure) {
                if (generations.current() == generation) {
                    throw failure;
                }
            }
        }
        throw ChangedCode.refusal(null);
    }
}
