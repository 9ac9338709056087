package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Interpreter.OutOfFuel;
import dev.fluxion.agent.derive.random.Interpreter.Outcome;

/** What the interpreter says of a program at its point, or why the program is of no use there. */
record Reference(Verdict verdict, Outcome outcome) {
    private static final int FUEL = 20_000;

    /** Beyond this, derivatives of programs are dominated by few terms or overflow. */
    private static final double LARGEST = 1e15;

    /** A tolerance of this share of the largest derivative would say nothing. */
    private static final double VAGUE = 1e-3;

    enum Verdict {
        USEFUL,
        /** It ends in an exception. */
        THROWS,
        /** It runs for too long. */
        LONG,
        /**
         * Its value or a derivative is infinite, no number, or huge; or a number on the way is no finite one. A product with such a
         * number makes reverse mode return NaN even if nobody uses it.
         */
        OVERFLOWS,
        /** A number that enters the result is where a derivative is infinite. */
        AT_POLE,
        /** Terms cancel to so few digits that a wrong derivative could pass. */
        ILL_CONDITIONED
    }

    static Reference of(Program program, Point point) {
        try {
            Outcome outcome = Interpreter.run(program, point.x(), point.direction(), FUEL);
            return new Reference(judge(outcome), outcome);
        } catch (RuntimeException thrown) {
            return new Reference(Verdict.THROWS, null);
        } catch (OutOfFuel longer) {
            return new Reference(Verdict.LONG, null);
        }
    }

    private static Verdict judge(Outcome outcome) {
        Jet jet = outcome.jet();
        if (outcome.overflowed() || !(Math.abs(outcome.value()) <= LARGEST)) {
            return Verdict.OVERFLOWS;
        }
        if (jet == null) {
            return Verdict.USEFUL;
        }
        if (jet.isAtPole()) {
            return Verdict.AT_POLE;
        }
        double largest = 0;
        double vaguest = 0;
        for (int place = 0; place < jet.places(); place++) {
            if (!(jet.size(place) <= LARGEST)) {
                return Verdict.OVERFLOWS;
            }
            if (place < jet.alongDirection()) {
                largest = Math.max(largest, Math.abs(jet.derivative(place)));
                vaguest = Math.max(vaguest, Comparison.tolerance(jet, place));
            }
        }
        return vaguest > VAGUE * largest ? Verdict.ILL_CONDITIONED : Verdict.USEFUL;
    }

    /** Whether every first derivative is 0. */
    boolean isFlat() {
        if (jet() == null) {
            return true;
        }
        for (int i = 0; i < jet().alongDirection(); i++) {
            if (jet().derivative(i) != 0) {
                return false;
            }
        }
        return true;
    }

    double value() {
        return outcome.value();
    }

    Jet jet() {
        return outcome.jet();
    }
}
