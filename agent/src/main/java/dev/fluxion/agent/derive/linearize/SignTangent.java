package dev.fluxion.agent.derive.linearize;

import dev.fluxion.agent.derive.activity.SignBits;
import dev.fluxion.agent.derive.graph.Emitter;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.value.Value;

/** How a tangent passes to a number that differs in sign only. */
final class SignTangent {
    private SignTangent() {}

    /**
     * Emits the tangent. Where the sign does not change with the number's, the result is a multiple of its absolute value, which has
     * the slope 0 at 0, as {@code Math.abs} and {@code Math.copySign} have.
     *
     * @param number whose magnitude the result has
     * @param tangent of the number
     */
    static Value emit(Emitter out, SignBits.Signed signed, Value number, Value result, Value tangent) {
        if (signed.hasFixedSign() && signed.keepsSign()) {
            return signed.isNegated() ? out.negate(tangent) : tangent;
        }
        Value factor = signed.keepsSign() ? signOf(out, number) : signum(out, number);
        if (!signed.hasFixedSign()) {
            factor = out.multiply(factor, signOf(out, result));
        } else if (signed.isNegated()) {
            factor = out.negate(factor);
        }
        return signed.keepsSign() ? out.multiply(factor, tangent) : out.strongScale(factor, tangent);
    }

    /** 0 for 0, and not a number for what is none. */
    private static Value signum(Emitter out, Value number) {
        String descriptor = Emitter.isFloat(number) ? "(F)F" : "(D)D";
        return out.invoke(Invoke.ofStatic("java/lang/Math", "signum", descriptor), number.type(), number);
    }

    /** 1 or -1, as the sign bit says. */
    private static Value signOf(Emitter out, Value number) {
        boolean isFloat = Emitter.isFloat(number);
        Value one = out.value(isFloat ? Constant.of(1f) : Constant.of(1.0), number.type());
        Invoke copySign = Invoke.ofStatic("java/lang/Math", "copySign", isFloat ? "(FF)F" : "(DD)D");
        return out.invoke(copySign, number.type(), one, number);
    }
}
