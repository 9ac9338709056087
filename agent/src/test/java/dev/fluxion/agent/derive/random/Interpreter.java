package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Program.IllFormed;
import dev.fluxion.agent.derive.random.Program.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a program on numbers that carry derivatives. The values are those of the JVM to the bit, so every branch goes the same way;
 * the derivatives follow the chain rule in double-double, with exact partials at the values that the program computed.
 */
final class Interpreter {
    private static final int DEPTH = 40;

    private final Program program;
    private final Expressions expressions = new Expressions(this);
    private final Set<Object> reached = new HashSet<>();
    private int fuel;
    private int depth;
    private boolean escaped;
    private boolean overflowed;

    private Interpreter(Program program, int fuel) {
        this.program = program;
        this.fuel = fuel;
    }

    /**
     * What a run gave.
     *
     * @param jet null where no input matters
     * @param escaped whether an exception left a method and was caught by its caller
     * @param overflowed whether an active number was infinite or no number on the way
     * @param reached the kinds of nodes that ran, and which functions and forms of methods
     */
    record Outcome(double value, Jet jet, boolean escaped, boolean overflowed, Set<Object> reached) {}

    /** The program ran for too long. */
    @SuppressWarnings("serial")
    static final class OutOfFuel extends Error {}

    static Outcome run(Program program, double[] point, double[] direction, int fuel) {
        RealArray x = new RealArray(point.length);
        for (int i = 0; i < point.length; i++) {
            x.set(i, new Real(point[i], Jet.input(i, direction)));
        }
        Interpreter interpreter = new Interpreter(program, fuel);
        Real result = (Real) interpreter.call(Program.ENTRY, List.of(x));
        return new Outcome(
                result.value(), result.jet(), interpreter.escaped, interpreter.overflowed, interpreter.reached);
    }

    void reach(Node node) {
        reached.add(node.getClass());
        if (--fuel < 0) {
            throw new OutOfFuel();
        }
    }

    /** An active number is infinite or no number, whether or not it will be used. */
    void overflow() {
        overflowed = true;
    }

    void note(Enum<?> detail) {
        reached.add(detail);
    }

    Object call(String name, List<Object> arguments) {
        Method method = program.method(name);
        note(method.form());
        Map<String, Object> frame = new HashMap<>();
        if (method.parameters().size() != arguments.size()) {
            throw new IllFormed("arguments of " + name);
        }
        for (int i = 0; i < arguments.size(); i++) {
            frame.put(method.parameters().get(i).name(), arguments.get(i));
        }
        if (++depth > DEPTH) {
            throw new OutOfFuel();
        }
        try {
            return result(new Execution(expressions, frame).block(method.body()), method.result());
        } catch (RuntimeException thrown) {
            escaped |= depth > 1;
            throw thrown;
        } finally {
            depth--;
        }
    }

    private static Object result(Completion completion, Kind kind) {
        if (kind == Kind.VOID) {
            return null;
        }
        if (completion == null || completion.way() != Completion.Way.RETURN) {
            throw new IllFormed("no result");
        }
        return Conversion.to(kind, completion.value());
    }

    Kind parameterKind(String name, int index) {
        return program.method(name).parameters().get(index).kind();
    }
}
