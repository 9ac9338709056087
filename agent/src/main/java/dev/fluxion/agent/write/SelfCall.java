package dev.fluxion.agent.write;

import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;

/**
 * How a derived method calls itself: by name, which takes less stack than a linked call, so that deep recursion stays
 * possible.
 *
 * @param variant the variant that the method is
 * @param owner internal name of its class
 * @param name its name
 * @param descriptor its descriptor
 */
public record SelfCall(Variant variant, String owner, String name, String descriptor) {
    /** Whether a call of a variant is a call of the method itself, with operands of the very types of its parameters. */
    boolean fits(Variant called, Op op) {
        if (!called.equals(variant)) {
            return false;
        }
        StringBuilder own = new StringBuilder("(");
        int at = 1;
        for (Value operand : op.operands()) {
            int end = end(at);
            boolean isNull = operand.type().equals(Type.NULL) && "L[".indexOf(descriptor.charAt(at)) >= 0;
            own.append(isNull ? descriptor.substring(at, end) : operand.type().descriptor());
            at = end;
        }
        own.append(')');
        own.append(op.results().isEmpty() ? "V" : op.results().get(0).type().descriptor());
        return own.toString().equals(descriptor);
    }

    /** Where the field descriptor that starts at an index ends. */
    private int end(int start) {
        int leaf = start;
        while (descriptor.charAt(leaf) == '[') {
            leaf++;
        }
        return descriptor.charAt(leaf) == 'L' ? descriptor.indexOf(';', leaf) + 1 : leaf + 1;
    }
}
