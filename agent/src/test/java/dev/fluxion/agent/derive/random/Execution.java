package dev.fluxion.agent.derive.random;

import dev.fluxion.agent.derive.random.Completion.Way;
import dev.fluxion.agent.derive.random.Statement.ArrayCopy;
import dev.fluxion.agent.derive.random.Statement.Block;
import dev.fluxion.agent.derive.random.Statement.Break;
import dev.fluxion.agent.derive.random.Statement.Case;
import dev.fluxion.agent.derive.random.Statement.Catch;
import dev.fluxion.agent.derive.random.Statement.Continue;
import dev.fluxion.agent.derive.random.Statement.Declare;
import dev.fluxion.agent.derive.random.Statement.DoWhile;
import dev.fluxion.agent.derive.random.Statement.Fill;
import dev.fluxion.agent.derive.random.Statement.For;
import dev.fluxion.agent.derive.random.Statement.ForEach;
import dev.fluxion.agent.derive.random.Statement.If;
import dev.fluxion.agent.derive.random.Statement.Labelled;
import dev.fluxion.agent.derive.random.Statement.Return;
import dev.fluxion.agent.derive.random.Statement.Run;
import dev.fluxion.agent.derive.random.Statement.Switch;
import dev.fluxion.agent.derive.random.Statement.Throw;
import dev.fluxion.agent.derive.random.Statement.Try;
import dev.fluxion.agent.derive.random.Statement.While;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the statements of one call. */
final class Execution {
    private final Expressions expressions;
    private final Map<String, Object> frame;

    Execution(Expressions expressions, Map<String, Object> frame) {
        this.expressions = expressions;
        this.frame = frame;
    }

    private Object value(Expression expression) {
        return expressions.value(expression, frame);
    }

    private boolean holds(Expression condition) {
        return (boolean) value(condition);
    }

    private int whole(Expression expression) {
        return Conversion.index(value(expression));
    }

    Completion block(Block block) {
        for (Statement statement : block.statements()) {
            Completion completion = run(statement);
            if (completion != null) {
                return completion;
            }
        }
        return null;
    }

    private Completion run(Statement statement) {
        expressions.reach(statement);
        if (statement instanceof Block nested) {
            return block(nested);
        } else if (statement instanceof Declare declare) {
            declare(declare);
            return null;
        } else if (statement instanceof Run run) {
            value(run.expression());
            return null;
        } else if (statement instanceof If choice) {
            if (holds(choice.condition())) {
                return block(choice.yes());
            }
            return choice.no() == null ? null : block(choice.no());
        } else if (statement instanceof Labelled labelled) {
            Completion completion = block(labelled.body());
            boolean left = completion != null
                    && completion.way() == Way.BREAK
                    && labelled.label().equals(completion.label());
            return left ? null : completion;
        } else if (statement instanceof Break leave) {
            return new Completion(Way.BREAK, leave.label(), null);
        } else if (statement instanceof Continue next) {
            return new Completion(Way.CONTINUE, next.label(), null);
        } else if (statement instanceof Return leave) {
            return new Completion(Way.RETURN, null, leave.value() == null ? null : value(leave.value()));
        } else if (statement instanceof Throw raise) {
            throw raise.type().make();
        } else if (statement instanceof Switch choice) {
            return choose(choice);
        } else if (statement instanceof Try attempt) {
            return attempt(attempt);
        } else if (statement instanceof ArrayCopy copy) {
            copy(copy);
            return null;
        } else if (statement instanceof Fill fill) {
            fill(fill);
            return null;
        }
        return loop(statement);
    }

    private void declare(Declare declare) {
        Object value = value(declare.value());
        frame.put(declare.variable().name(), Conversion.to(declare.variable().kind(), value));
    }

    private Completion loop(Statement statement) {
        if (statement instanceof While loop) {
            while (holds(loop.condition())) {
                Completion completion = block(loop.body());
                if (completion != null && !completion.continues(loop.label())) {
                    return completion.leaves(loop.label()) ? null : completion;
                }
            }
        } else if (statement instanceof DoWhile loop) {
            do {
                Completion completion = block(loop.body());
                if (completion != null && !completion.continues(loop.label())) {
                    return completion.leaves(loop.label()) ? null : completion;
                }
            } while (holds(loop.condition()));
        } else if (statement instanceof For loop) {
            return counted(loop);
        } else {
            return each((ForEach) statement);
        }
        return null;
    }

    private Completion counted(For loop) {
        if (loop.start() != null) {
            declare(loop.start());
        }
        while (loop.condition() == null || holds(loop.condition())) {
            expressions.reach(loop);
            Completion completion = block(loop.body());
            if (completion != null && !completion.continues(loop.label())) {
                return completion.leaves(loop.label()) ? null : completion;
            }
            loop.updates().forEach(this::value);
        }
        return null;
    }

    private Completion each(ForEach loop) {
        Object array = value(loop.array());
        int length = expressions.length(array);
        for (int i = 0; i < length; i++) {
            Object element = expressions.element(array, i);
            frame.put(loop.variable().name(), Conversion.to(loop.variable().kind(), element));
            Completion completion = block(loop.body());
            if (completion != null && !completion.continues(loop.label())) {
                return completion.leaves(loop.label()) ? null : completion;
            }
        }
        return null;
    }

    private Completion choose(Switch choice) {
        int selector = whole(choice.selector());
        int start = start(choice.cases(), selector);
        for (int i = start; i >= 0 && i < choice.cases().size(); i++) {
            expressions.reach(choice.cases().get(i));
            Completion completion = block(choice.cases().get(i).body());
            if (completion != null) {
                return completion.leaves(null) && completion.label() == null ? null : completion;
            }
            if (choice.arrows()) {
                return null;
            }
        }
        return null;
    }

    private static int start(List<Case> cases, int selector) {
        int otherwise = -1;
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).labels().contains(selector)) {
                return i;
            }
            otherwise = cases.get(i).labels().isEmpty() ? i : otherwise;
        }
        return otherwise;
    }

    private Completion attempt(Try attempt) {
        Completion completion = null;
        RuntimeException pending = null;
        try {
            completion = block(attempt.body());
        } catch (RuntimeException thrown) {
            try {
                completion = handle(attempt.catches(), thrown);
            } catch (RuntimeException again) {
                pending = again;
            }
        }
        if (attempt.last() != null) {
            Completion last = block(attempt.last());
            if (last != null) {
                return last;
            }
        }
        if (pending != null) {
            throw pending;
        }
        return completion;
    }

    private Completion handle(List<Catch> catches, RuntimeException thrown) {
        for (Catch handler : catches) {
            if (handler.type().catches(thrown)) {
                expressions.reach(handler);
                return block(handler.body());
            }
        }
        throw thrown;
    }

    private void copy(ArrayCopy copy) {
        Object source = value(copy.source());
        int sourceStart = whole(copy.sourceStart());
        Object target = value(copy.target());
        int targetStart = whole(copy.targetStart());
        int length = whole(copy.length());
        if (source instanceof RealArray from && target instanceof RealArray to) {
            RealArray.copy(from, sourceStart, to, targetStart, length);
        } else {
            System.arraycopy(source, sourceStart, target, targetStart, length);
        }
    }

    private void fill(Fill fill) {
        Object array = value(fill.array());
        int from = fill.from() == null ? 0 : whole(fill.from());
        int to = fill.to() == null ? expressions.length(array) : whole(fill.to());
        Object content = Conversion.to(fill.array().kind().element(), value(fill.value()));
        if (array instanceof RealArray reals) {
            Real real = (Real) content;
            Arrays.fill(reals.values, from, to, real.value());
            Arrays.fill(reals.jets, from, to, real.jet());
        } else if (array instanceof Object[] rows) {
            Arrays.fill(rows, from, to, content);
        } else {
            Arrays.fill((int[]) array, from, to, (int) content);
        }
    }
}
