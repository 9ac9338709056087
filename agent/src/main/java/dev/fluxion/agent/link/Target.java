package dev.fluxion.agent.link;

import dev.fluxion.agent.ir.Variant;
import java.util.List;

/**
 * What is differentiated.
 *
 * @param display what messages call the method
 * @param plain the method, or the function that returns its output argument
 * @param types of the parameters, receiver first
 * @param result type of the result, void if none
 */
record Target(
        String display, ClassLoader loader, Variant plain, List<Class<?>> types, List<String> names, Class<?> result) {
    /** Whether the result is one number, so that a gradient is defined. */
    boolean returnsNumber() {
        return result == double.class || result == float.class;
    }

    boolean isReference(int parameter) {
        return !types.get(parameter).isPrimitive();
    }
}
