package dev.fluxion.agent.derive.random;

import java.util.Arrays;

/**
 * The derivatives of a number: by each input, along a direction, and by each input of that along the direction. A null jet is one of
 * zeros. Beside each derivative go the sum of the absolute values of its terms, over all paths from the inputs, and a bound of the
 * rounding errors of whoever computes it in the precision of the program.
 */
final class Jet {
    /** Roundings in units of the last place per operation: of a partial and of its product and sum. */
    private static final double ROUNDINGS = 4;

    static final double DOUBLE_UNIT = 0x1p-53;
    static final double FLOAT_UNIT = 0x1p-24;

    private final int inputs;
    private final DoubleDouble[] derivative;
    private final double[] size;
    private final double[] error;
    private boolean pole;

    private Jet(int inputs) {
        this.inputs = inputs;
        int length = 2 * inputs + 1;
        derivative = new DoubleDouble[length];
        size = new double[length];
        error = new double[length];
        Arrays.fill(derivative, DoubleDouble.ZERO);
    }

    /** The jet of input number {@code index}. */
    static Jet input(int index, double[] direction) {
        Jet jet = new Jet(direction.length);
        jet.derivative[index] = DoubleDouble.ONE;
        jet.size[index] = 1;
        jet.derivative[direction.length] = DoubleDouble.of(direction[index]);
        jet.size[direction.length] = Math.abs(direction[index]);
        return jet;
    }

    /** The derivative by an input; its place among all. */
    static int byInput(int index) {
        return index;
    }

    int places() {
        return derivative.length;
    }

    int alongDirection() {
        return inputs;
    }

    int second(int index) {
        return inputs + 1 + index;
    }

    /**
     * Whether it depends on a number at a pole of its derivative. Even if a zero hides that here, the modes need not agree on it:
     * forward mode multiplies the zero first, reverse mode the infinity.
     */
    boolean isAtPole() {
        return pole;
    }

    double derivative(int place) {
        return derivative[place].value();
    }

    double size(int place) {
        return size[place];
    }

    double error(int place) {
        return error[place];
    }

    /** The chain rule, with roundings of size {@code unit}. */
    static Jet chain(Partials partials, double unit, Jet... arguments) {
        Jet result = null;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] != null) {
                result = result == null ? new Jet(arguments[i].inputs) : result;
                result.addScaled(partials.first()[i], arguments[i]);
                result.pole |= arguments[i].pole || !Double.isFinite(partials.first()[i].high());
            }
        }
        if (result == null) {
            return null;
        }
        if (partials.second() != null) {
            for (int i = 0; i < arguments.length; i++) {
                for (int j = 0; j < arguments.length; j++) {
                    if (arguments[i] != null && arguments[j] != null && partials.scale()[i][j] != 0) {
                        result.addProducts(partials.second()[i][j], partials.scale()[i][j], arguments[i], arguments[j]);
                    }
                }
            }
        }
        for (int k = 0; k < result.size.length; k++) {
            result.error[k] += ROUNDINGS * unit * result.size[k];
        }
        return result;
    }

    private void addScaled(DoubleDouble partial, Jet jet) {
        double magnitude = partial.absolute();
        if (magnitude == 0) {
            return;
        }
        for (int k = 0; k < size.length; k++) {
            if (jet.size[k] != 0) {
                derivative[k] = derivative[k].plus(partial.times(jet.derivative[k]));
                size[k] += magnitude * jet.size[k];
                error[k] += magnitude * jet.error[k];
            }
        }
    }

    private void addProducts(DoubleDouble partial, double scale, Jet left, Jet right) {
        int along = alongDirection();
        if (right.size[along] == 0) {
            return;
        }
        for (int i = 0; i < inputs; i++) {
            if (left.size[i] != 0) {
                int k = second(i);
                derivative[k] =
                        derivative[k].plus(partial.times(left.derivative[i]).times(right.derivative[along]));
                size[k] += scale * left.size[i] * right.size[along];
                error[k] += scale * (left.error[i] * right.size[along] + left.size[i] * right.error[along]);
            }
        }
    }
}
