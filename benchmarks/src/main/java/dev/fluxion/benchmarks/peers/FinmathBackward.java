package dev.fluxion.benchmarks.peers;

import dev.fluxion.benchmarks.programs.Algebra;
import dev.fluxion.benchmarks.programs.Program;
import java.util.Map;
import net.finmath.montecarlo.automaticdifferentiation.RandomVariableDifferentiable;
import net.finmath.montecarlo.automaticdifferentiation.backward.RandomVariableDifferentiableAADFactory;
import net.finmath.stochastic.RandomVariable;
import net.finmath.stochastic.Scalar;

/** Reverse mode by finmath's differentiable random variables, each of them one number. */
final class FinmathBackward implements Peer {
    /** An operation's object, node of the graph, entry of the map and number. */
    private static final int BYTES_PER_OPERATION = 300;

    private final RandomVariableDifferentiableAADFactory factory = new RandomVariableDifferentiableAADFactory();

    @Override
    public String name() {
        return "finmath";
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public double bytesWritten(Program program) {
        return (Peer.inputs(program) + (double) program.iterations()) * BYTES_PER_OPERATION;
    }

    @Override
    public double valueAndGradient(Program program, double[][] gradient) {
        double[][] point = program.point();
        RandomVariableDifferentiable[][] variables = new RandomVariableDifferentiable[point.length][];
        for (int i = 0; i < point.length; i++) {
            variables[i] = new RandomVariableDifferentiable[point[i].length];
            for (int j = 0; j < point[i].length; j++) {
                variables[i][j] = factory.createRandomVariable(0, point[i][j]);
            }
        }
        RandomVariable result = program.rewritten(new Numbers(), variables);
        Map<Long, RandomVariable> derivatives = ((RandomVariableDifferentiable) result).getGradient();
        for (int i = 0; i < point.length; i++) {
            for (int j = 0; j < point[i].length; j++) {
                RandomVariable derivative = derivatives.get(variables[i][j].getID());
                gradient[i][j] = derivative == null ? 0 : derivative.doubleValue();
            }
        }
        return result.doubleValue();
    }

    private record Numbers() implements Algebra<RandomVariable> {
        @Override
        public RandomVariable constant(double value) {
            return new Scalar(value);
        }

        @Override
        public RandomVariable[] array(int length) {
            return new RandomVariable[length];
        }

        @Override
        public double value(RandomVariable x) {
            return x.doubleValue();
        }

        @Override
        public RandomVariable add(RandomVariable x, RandomVariable y) {
            return x.add(y);
        }

        @Override
        public RandomVariable add(RandomVariable x, double y) {
            return x.add(y);
        }

        @Override
        public RandomVariable subtract(RandomVariable x, RandomVariable y) {
            return x.sub(y);
        }

        @Override
        public RandomVariable multiply(RandomVariable x, RandomVariable y) {
            return x.mult(y);
        }

        @Override
        public RandomVariable multiply(RandomVariable x, double y) {
            return x.mult(y);
        }

        @Override
        public RandomVariable divide(RandomVariable x, RandomVariable y) {
            return x.div(y);
        }

        @Override
        public RandomVariable exp(RandomVariable x) {
            return x.exp();
        }

        @Override
        public RandomVariable log(RandomVariable x) {
            return x.log();
        }

        @Override
        public RandomVariable sqrt(RandomVariable x) {
            return x.sqrt();
        }

        @Override
        public RandomVariable sin(RandomVariable x) {
            return x.sin();
        }

        @Override
        public RandomVariable cos(RandomVariable x) {
            return x.cos();
        }

        /** finmath has no {@code tanh}. */
        @Override
        public RandomVariable tanh(RandomVariable x) {
            return x.mult(2).exp().add(1).invert().mult(-2).add(1);
        }
    }
}
