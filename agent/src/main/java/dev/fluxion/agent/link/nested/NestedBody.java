package dev.fluxion.agent.link.nested;

import dev.fluxion.agent.derive.activity.Unsupported;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.link.body.OperatorBody;
import dev.fluxion.agent.link.classfile.StubMethods;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.runtime.Refusal;
import java.lang.invoke.MethodType;

/** What a derivative that a differentiated method calls computes, as IR, so that it can be differentiated itself. */
final class NestedBody {
    private NestedBody() {}

    /** The type of a derivative by name. The tangent of a value goes into an array of its type. */
    static MethodType type(Operator operator) {
        MethodType type = operator.type();
        return type != null && operator.kind() == Operator.Kind.VALUE_AND_JVP
                ? type.changeParameterType(
                        type.parameterCount() - 1, operator.target().result())
                : type;
    }

    /**
     * The derivative as a function of the operator's parameters.
     *
     * @param display what messages call it
     * @throws Unsupported if it cannot be differentiated itself
     */
    static Function of(String display, Operator operator) {
        NestedCode code = new NestedCode(display, type(operator));
        try {
            return OperatorBody.write(code, operator);
        } catch (Refusal refusal) {
            throw new Unsupported("a call of " + display + " (" + refusal.getMessage() + ")", StubMethods.REMEDY);
        }
    }
}
