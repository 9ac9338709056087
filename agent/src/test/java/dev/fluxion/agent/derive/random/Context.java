package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Program.Method;
import java.util.ArrayList;
import java.util.List;

/** Where in which method the generator is. */
final class Context {
    /** Whatever {@code break} or {@code continue} can mean; a switch and a block take no {@code continue}. */
    record Target(String label, boolean loop, boolean named) {}

    final Draw draw;
    final Taste taste;
    final Scope scope = new Scope();
    final Method method;
    final List<Method> callable;
    final List<Target> targets = new ArrayList<>();

    final Reals reals = new Reals(this);
    final Wholes wholes = new Wholes(this);
    final ArrayValues arrays = new ArrayValues(this);
    final Calls calls = new Calls(this);
    final Statements statements = new Statements(this);
    final Loops loops = new Loops(this);
    final Jumps jumps = new Jumps(this);
    final Handlers exceptions = new Handlers(this);
    final Moves moves = new Moves(this);

    /** How many statements may still be made. */
    int budget;

    /** How often the place is about to run, in a call of the method. */
    int repetitions = 1;

    /** How many calls of methods that may call this one may still be made. */
    int recursions = 2;

    /** How many handlers around the place catch whatever is thrown. */
    int guards;

    Context(Draw draw, Taste taste, Method method, List<Method> callable, int budget) {
        this.draw = draw;
        this.taste = taste;
        this.method = method;
        this.callable = callable;
        this.budget = budget;
        for (Variable parameter : method.parameters()) {
            boolean depth = parameter.name().equals(Calls.DEPTH);
            boolean small = parameter.kind() == Kind.INT && !depth;
            Scope.Range range = depth ? Scope.Range.NOT_NEGATIVE : small ? Scope.Range.SMALL : Scope.Range.ANY;
            scope.add(parameter, parameter.kind() != Kind.INT, range);
        }
    }

    <T> Draw.Ways<T> ways() {
        return new Draw.Ways<>(draw);
    }

    boolean inLoop() {
        return repetitions > 1;
    }
}
