package dev.fluxion.agent.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Parser;
import dev.fluxion.agent.ir.graph.Verifier;
import java.util.function.Consumer;

/** What a pass makes of a function that is given as text. */
final class IrText {
    private IrText() {}

    /** Both well formed, before and after. */
    static Function after(Consumer<Function> pass, String text) {
        Function function = Parser.parse(text);
        Verifier.verify(function);
        pass.accept(function);
        Verifier.verify(function);
        return function;
    }

    static void assertMakes(String expected, Consumer<Function> pass, String text) {
        assertEquals(Parser.parse(expected).toString(), after(pass, text).toString());
    }

    static void assertLeaves(String text, Consumer<Function> pass) {
        assertMakes(text, pass, text);
    }
}
