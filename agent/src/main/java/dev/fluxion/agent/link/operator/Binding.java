package dev.fluxion.agent.link.operator;

import dev.fluxion.agent.link.operator.Derived.Parameter;
import dev.fluxion.agent.link.operator.Derived.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * What is passed to a derivative, by what its parameters mean. A role that a binding does not name is none that its derivatives have: to
 * meet one is an error.
 *
 * @param <T> what is passed: a value of the IR, an operand of a plan, an object
 */
public interface Binding<T> {
    /** The target's own argument. */
    T argument(int index);

    /** The tangent of an argument; of a chunk, its rows of tangents. */
    default T tangent(Parameter parameter) {
        throw unbound(Role.TANGENT);
    }

    /** How many tangents are in a row. */
    default T lanes() {
        throw unbound(Role.LANES);
    }

    /** Where the cotangents of an argument are added up. */
    default T shadow(int index) {
        throw unbound(Role.SHADOW);
    }

    /** Where their tangents are. */
    default T shadowTangent(int index) {
        throw unbound(Role.SHADOW_TANGENT);
    }

    /** The cotangent of the result. */
    default T cotangent(Class<?> type) {
        throw unbound(Role.COTANGENT);
    }

    /** Its tangent. */
    default T cotangentTangent(Class<?> type) {
        throw unbound(Role.COTANGENT_TANGENT);
    }

    private static IllegalStateException unbound(Role role) {
        return new IllegalStateException("nothing is passed as " + role);
    }

    /** What is passed for each parameter of a derivative, in order. */
    static <T> List<T> bind(Derived derived, Binding<T> binding) {
        List<T> passed = new ArrayList<>();
        for (Parameter parameter : derived.parameters()) {
            passed.add(
                    switch (parameter.role()) {
                        case ARGUMENT -> binding.argument(parameter.index());
                        case TANGENT -> binding.tangent(parameter);
                        case LANES -> binding.lanes();
                        case SHADOW -> binding.shadow(parameter.index());
                        case SHADOW_TANGENT -> binding.shadowTangent(parameter.index());
                        case COTANGENT -> binding.cotangent(parameter.type());
                        case COTANGENT_TANGENT -> binding.cotangentTangent(parameter.type());
                    });
        }
        return passed;
    }
}
