package dev.fluxion.agent.link.evaluate;

import dev.fluxion.agent.link.array.ShadowBinding;
import dev.fluxion.agent.link.array.Shapes;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.Target;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers that an operator differentiates with respect to, one after the other: the elements of its arrays, then its scalars.
 * One direction at a time, along one of them, is held as the tangents of the operator's parameters.
 */
final class Inputs {
    /**
     * One number.
     *
     * @param block of the result that it belongs to, by its number
     * @param column within the block
     * @param tangent index among the tangents
     */
    private record Input(int block, int column, int tangent) {}

    private final Operator operator;
    private final List<Integer> columns = new ArrayList<>();
    /** In the order of their tangents. */
    private final List<Integer> parameters = new ArrayList<>();

    private final Object[] tangents;
    private final int arity;

    Inputs(Operator operator, Object[] arguments) {
        this.operator = operator;
        Target target = operator.target();
        arity = target.types().size();
        for (int i = 0; i < operator.wrt().size(); i++) {
            if (operator.wrt().get(i)) {
                parameters.add(i);
            }
        }
        tangents = new Object[parameters.size()];
        for (int i = 0; i < tangents.length; i++) {
            int parameter = parameters.get(i);
            tangents[i] = target.isReference(parameter)
                    ? ShadowBinding.zeros(arguments[parameter])
                    : number(target.types().get(parameter), 0);
        }
        for (int parameter : operator.arrays()) {
            columns.add(Array.getLength(arguments[parameter]));
        }
        if (!operator.scalars().isEmpty()) {
            columns.add(operator.scalars().size());
        }
    }

    private static Object number(Class<?> type, int value) {
        return type == float.class ? (Object) (float) value : (Object) (double) value;
    }

    int count() {
        return columns.stream().mapToInt(Integer::intValue).sum();
    }

    /** The number of inputs in each block: one per array, and one for all scalars. */
    List<Integer> columns() {
        return columns;
    }

    int block(int input) {
        return input(input).block();
    }

    int column(int input) {
        return input(input).column();
    }

    private Input input(int index) {
        int block = 0;
        int column = index;
        while (column >= columns.get(block)) {
            column -= columns.get(block++);
        }
        boolean isArray = block < operator.arrays().size();
        int parameter =
                isArray ? operator.arrays().get(block) : operator.scalars().get(column);
        return new Input(block, column, parameters.indexOf(parameter));
    }

    /** The direction along nothing. */
    Object[] tangents() {
        return tangents;
    }

    /**
     * Rows of tangents: lane k is along input {@code first + k}.
     *
     * @return for each parameter of the target, null where it is not differentiated with respect to
     */
    Object[] rows(int first, int lanes) {
        Object[] rows = new Object[tangents.length];
        for (int i = 0; i < rows.length; i++) {
            boolean isArray = tangents[i].getClass().isArray();
            rows[i] = isArray
                    ? Array.newInstance(tangents[i].getClass().getComponentType(), Array.getLength(tangents[i]), lanes)
                    : Array.newInstance(tangents[i] instanceof Float ? float.class : double.class, lanes);
        }
        int count = count();
        for (int lane = 0; lane < lanes && first + lane < count; lane++) {
            Input input = input(first + lane);
            Object row = rows[input.tangent()];
            Array.setFloat(row instanceof Object[] elements ? elements[input.column()] : row, lane, 1);
        }
        Object[] all = new Object[arity];
        for (int i = 0; i < rows.length; i++) {
            all[parameters.get(i)] = rows[i];
        }
        return all;
    }

    /**
     * A copy of the direction.
     *
     * @return for each parameter of the target, null where it is not differentiated with respect to
     */
    Object[] direction() {
        Object[] all = new Object[arity];
        for (int i = 0; i < tangents.length; i++) {
            all[parameters.get(i)] = tangents[i].getClass().isArray() ? Shapes.copy(tangents[i]) : tangents[i];
        }
        return all;
    }

    /** Sets the direction's component along an input to one or zero. */
    void set(int input, int component) {
        Input chosen = input(input);
        Object tangent = tangents[chosen.tangent()];
        if (tangent instanceof double[] doubles) {
            doubles[chosen.column()] = component;
        } else if (tangent instanceof float[] floats) {
            floats[chosen.column()] = component;
        } else {
            tangents[chosen.tangent()] =
                    tangent instanceof Float ? number(float.class, component) : number(double.class, component);
        }
    }
}
