package dev.fluxion.agent.derive;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Copy;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.optimize.Substitution;
import java.util.List;

/** A function that returns one of its parameters, as it was passed, after doing what the given function does. */
final class Output {
    private Output() {}

    static Function run(Function function, int parameter) {
        Function result = new Function(
                function.name(), List.of(function.parameters().get(parameter).type()));
        Value output = Value.of(function.parameters().get(parameter).type());
        Block entry = Copy.into(result, function, returned -> new Terminator.Return(List.of(output)));
        Substitution substitution = new Substitution();
        substitution.replace(output, entry.parameters().get(parameter));
        substitution.apply(result);
        return result;
    }
}
