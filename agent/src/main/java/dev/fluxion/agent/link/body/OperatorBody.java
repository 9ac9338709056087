package dev.fluxion.agent.link.body;

import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.runtime.Refusal;

/** What an operator computes, as IR. It is the same at an entry and within a differentiated method, so that its numbers are, to the bit. */
public final class OperatorBody {
    private OperatorBody() {}

    /**
     * Writes it, from the tests of the arguments to what is returned.
     *
     * @throws dev.fluxion.agent.derive.activity.Unsupported if that cannot be written where the code stands
     */
    public static Function write(DerivativeCode code, Operator operator) throws Refusal {
        return switch (operator.kind()) {
            case JACOBIAN -> new JacobianBody(code, operator).write();
            case HESSIAN, GRADIENT_AND_HESSIAN -> new HessianBody(code, operator).write();
            case GRADIENT ->
                operator.isByChunk()
                        ? new ForwardGradientBody(code, operator).write()
                        : OnePassBody.write(code, operator);
            case DERIVATIVE, JVP, VJP, HVP, VALUE_AND_JVP, GRADIENT_AND_HVP -> OnePassBody.write(code, operator);
        };
    }
}
