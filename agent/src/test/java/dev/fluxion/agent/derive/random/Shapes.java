package dev.fluxion.agent.derive.random;

import java.util.EnumMap;
import java.util.Map;

/** Which unusual shapes bytecode gets where. Both follow from the seed, so that a program always has the same class file. */
final class Shapes {
    /** What no Java compiler makes, and how often a place has it in a program that has it at all. */
    enum Shape {
        /** Values on the operand stack change places and change back. */
        SHUFFLE(0.06),
        /** Values leave the operand stack for local variables and come back. */
        SPILL(0.02),
        /** A block ends although nothing jumps, whatever is on the operand stack. */
        CUT(0.03),
        /** Two ways to the same place, with all that is on the operand stack. */
        DIAMOND(0.012),
        /** The same by a switch, of several ways. */
        FAN(0.008),
        /** A loop that carries all that is on the operand stack, entered at its head or in its middle. */
        TURNS(0.008),
        /** Instructions without effect. */
        IDLE(0.03),
        /** Operands in the other order, exchanged. */
        EXCHANGE(0.15),
        /** One operand taken twice. */
        TWICE(0.5),
        /** A variable on the operand stack while a statement runs. */
        KEPT(0.2),
        /** A local variable written for nobody. */
        DEAD_STORE(0.12),
        /** A statement as a subroutine; needs an old class file. */
        SUBROUTINE(0.12),
        /** A loop that is also entered in its middle. */
        SIDE_ENTRY(0.35),
        /** A loop's test at its end. */
        ROTATED(0.4),
        /** A condition decided by a switch. */
        SWITCHED(0.08),
        /** A switch in the form that does not suit its labels. */
        OTHER_SWITCH(0.4),
        /** Protected ranges that take in more, or are divided, or overlap. */
        STRAY_RANGE(0.4),
        /** An exception's handler that pops what it caught, or keeps it. */
        POPPED(0.5),
        /** A jump with a wide offset. */
        WIDE_JUMP(0.1);

        private final double frequency;

        Shape(double frequency) {
            this.frequency = frequency;
        }
    }

    private static final double SHARE = 0.65;
    private static final double OLD = 0.35;
    private static final int[] OLD_VERSIONS = {46, 47, 48, 49};
    private static final int[] VERSIONS = {51, 52, 55, 61};

    private final Map<Shape, Double> weights = new EnumMap<>(Shape.class);
    private final long seed;
    private final int version;
    private Draw draw;

    Shapes(long seed) {
        this.seed = seed;
        draw = new Draw(~seed * 31);
        for (Shape shape : Shape.values()) {
            weights.put(shape, draw.chance(SHARE) ? draw.uniform(0.5, 2) : 0);
        }
        int[] versions = draw.chance(OLD) ? OLD_VERSIONS : VERSIONS;
        version = versions[draw.below(versions.length)];
    }

    int version() {
        return version;
    }

    /** Whether class files have frames and no subroutines. */
    boolean isOld() {
        return version <= 49;
    }

    boolean wants(Shape shape) {
        return draw.chance(shape.frequency * weights.get(shape));
    }

    Draw draw() {
        return draw;
    }

    /**
     * Makes the next choices depend on the place alone, so that they stay when the program becomes smaller elsewhere.
     *
     * @return what to give to {@link #leave}
     */
    Draw enter(String place) {
        Draw outer = draw;
        draw = new Draw(seed * 1_000_003 + place.hashCode());
        return outer;
    }

    void leave(Draw outer) {
        draw = outer;
    }
}
