package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.link.Laboratory;
import dev.fluxion.agent.link.Laboratory.Subject;

/** Computed in this JVM, without an agent. */
record LaboratoryModes(Subject subject) implements Modes {
    LaboratoryModes(Class<?> type) {
        this(Laboratory.subject(type, Program.ENTRY));
    }

    @Override
    public double value(double[] x) {
        return subject.value(x);
    }

    @Override
    public double[] jvp(double[] x, double[] direction) {
        return subject.jvp(x, direction);
    }

    @Override
    public double[] chunk(double[] x, double[] direction) {
        return subject.chunk(x, direction);
    }

    @Override
    public double[] gradient(double[] x) {
        return subject.gradient(x);
    }

    @Override
    public double[] secondSweep(double[] x) {
        return subject.secondSweep(x);
    }

    @Override
    public double[] hvp(double[] x, double[] direction) {
        return subject.hvp(x, direction);
    }

    @Override
    public double[] reverseOverReverse(double[] x, double[] direction) {
        return subject.reverseOverReverse(x, direction);
    }
}
