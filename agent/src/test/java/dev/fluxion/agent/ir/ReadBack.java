package dev.fluxion.agent.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.graph.Verifier;

/** Whether a function's text says all that the function says. */
public final class ReadBack {
    private ReadBack() {}

    /** Fails unless the text reads back as the same function, prints again as the same text, and satisfies the verifier. */
    public static void check(Function function) {
        Verifier.verify(parsed(function));
    }

    /** The same for one that is not well formed; returns what was read. */
    static Function parsed(Function function) {
        String text = Printer.print(function);
        Function parsed = Parser.parse(text);
        Structure.assertSame(function, parsed);
        assertEquals(text, Printer.print(parsed));
        return parsed;
    }
}
