package dev.fluxion.benchmarks.peers;

import dev.fluxion.benchmarks.programs.Algebra;
import dev.fluxion.benchmarks.programs.Program;
import org.hipparchus.analysis.differentiation.Gradient;

/** Forward mode by Hipparchus' {@link Gradient}: every number carries its partial derivatives by all inputs. */
final class HipparchusForward implements Peer {
    private static final int BYTES_PER_DERIVATIVE = 8;

    @Override
    public String name() {
        return "Hipparchus";
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public double bytesWritten(Program program) {
        double inputs = Peer.inputs(program);
        return (inputs + program.iterations()) * inputs * BYTES_PER_DERIVATIVE;
    }

    @Override
    public double valueAndGradient(Program program, double[][] gradient) {
        double[][] point = program.point();
        int inputs = Peer.inputs(program);
        Gradient[][] variables = new Gradient[point.length][];
        int next = 0;
        for (int i = 0; i < point.length; i++) {
            variables[i] = new Gradient[point[i].length];
            for (int j = 0; j < point[i].length; j++) {
                variables[i][j] = Gradient.variable(inputs, next, point[i][j]);
                next++;
            }
        }
        Gradient result = program.rewritten(new Numbers(inputs), variables);
        double[] derivatives = result.getGradient();
        next = 0;
        for (double[] row : gradient) {
            System.arraycopy(derivatives, next, row, 0, row.length);
            next += row.length;
        }
        return result.getValue();
    }

    private record Numbers(int inputs) implements Algebra<Gradient> {
        @Override
        public Gradient constant(double value) {
            return Gradient.constant(inputs, value);
        }

        @Override
        public Gradient[] array(int length) {
            return new Gradient[length];
        }

        @Override
        public double value(Gradient x) {
            return x.getValue();
        }

        @Override
        public Gradient add(Gradient x, Gradient y) {
            return x.add(y);
        }

        @Override
        public Gradient add(Gradient x, double y) {
            return x.add(y);
        }

        @Override
        public Gradient subtract(Gradient x, Gradient y) {
            return x.subtract(y);
        }

        @Override
        public Gradient multiply(Gradient x, Gradient y) {
            return x.multiply(y);
        }

        @Override
        public Gradient multiply(Gradient x, double y) {
            return x.multiply(y);
        }

        @Override
        public Gradient divide(Gradient x, Gradient y) {
            return x.divide(y);
        }

        @Override
        public Gradient exp(Gradient x) {
            return x.exp();
        }

        @Override
        public Gradient log(Gradient x) {
            return x.log();
        }

        @Override
        public Gradient sqrt(Gradient x) {
            return x.sqrt();
        }

        @Override
        public Gradient sin(Gradient x) {
            return x.sin();
        }

        @Override
        public Gradient cos(Gradient x) {
            return x.cos();
        }

        @Override
        public Gradient tanh(Gradient x) {
            return x.tanh();
        }
    }
}
