package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Context.Target;
import dev.fluxion.agent.derive.random.Expression.Arithmetic;
import dev.fluxion.agent.derive.random.Expression.Element;
import dev.fluxion.agent.derive.random.Expression.Read;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Break;
import dev.fluxion.agent.derive.random.Statement.Continue;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Labelled;
import dev.fluxion.agent.derive.random.Statement.Return;
import java.util.ArrayList;
import java.util.List;

/** Jumps out of loops, switches, blocks and methods, each under a condition so that what follows can be reached. */
final class Jumps {
    private final Context context;

    Jumps(Context context) {
        this.context = context;
    }

    List<Statement> plainBreak() {
        return List.of(new Break(null));
    }

    Statement labelled() {
        String label = context.scope.freshName("block");
        context.targets.add(new Target(label, false, true));
        int mark = context.scope.mark();
        List<Statement> statements = new ArrayList<>();
        context.statements.append(statements, 2);
        statements.add(when(new Break(label)));
        context.statements.append(statements, 2);
        context.scope.release(mark);
        context.targets.remove(context.targets.size() - 1);
        return new Labelled(label, new Block(statements));
    }

    private Statement when(Statement jump) {
        return new If(context.wholes.condition(1), context.statements.block(1, List.of(jump)), null);
    }

    List<Statement> conditional() {
        Statement jump = context.<Statement>ways()
                .add(context.targets.isEmpty() ? 0.3 : 2, this::leave)
                .add(2, this::next)
                .add(context.inLoop() ? 0.7 : 0.2, this::end)
                .make(() -> null);
        return jump == null ? null : List.of(when(jump));
    }

    private Statement leave() {
        if (context.targets.isEmpty()) {
            return null;
        }
        Target innermost = context.targets.get(context.targets.size() - 1);
        Target target = context.draw.of(context.targets);
        if (target.named() && (!target.equals(innermost) || !target.loop() || context.draw.chance(0.3))) {
            return new Break(target.label());
        }
        return breakable(innermost) ? new Break(null) : null;
    }

    /** Whether a break without a label leaves it. */
    private static boolean breakable(Target target) {
        return target.loop() || !target.named();
    }

    private Statement next() {
        List<Target> loops = context.targets.stream().filter(Target::loop).toList();
        if (loops.isEmpty()) {
            return null;
        }
        Target innermost = loops.get(loops.size() - 1);
        Target target = context.draw.of(loops);
        if (target.named() && (!target.equals(innermost) || context.draw.chance(0.3))) {
            return new Continue(target.label());
        }
        return new Continue(null);
    }

    /** Rarely a constant. */
    private Expression active(Kind kind) {
        Expression value = context.reals.of(kind, 2);
        List<Variable> arrays = context.scope.of(Kind.DOUBLES);
        if (kind == Kind.FLOAT || arrays.isEmpty()) {
            return value;
        }
        Variable array = context.draw.of(arrays);
        return new Arithmetic(Operator.ADD, value, new Element(new Read(array), context.wholes.index(array)));
    }

    private Statement end() {
        Kind kind = context.method.result();
        return new Return(
                switch (kind) {
                    case VOID -> null;
                    case INT -> context.wholes.small(1);
                    case FLOAT, DOUBLE -> active(kind);
                    default -> context.arrays.of(kind, 1);
                });
    }
}
