package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.ir.operator.Variant;
import java.util.List;

/**
 * What is differentiated.
 *
 * @param display what messages call the method
 * @param plain the method, or the function that returns its output argument
 * @param types of the parameters, receiver first
 * @param result type of the result, void if none
 */
public record Target(
        String display, ClassLoader loader, Variant plain, List<Class<?>> types, List<String> names, Class<?> result) {
    /** Whether the result is one number, so that a gradient is defined. */
    public boolean returnsNumber() {
        return result == double.class || result == float.class;
    }

    public boolean isReference(int parameter) {
        return !types.get(parameter).isPrimitive();
    }
}
