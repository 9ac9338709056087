package dev.fluxion.agent.derive.random;

import java.util.List;

/** A statement of Java. Absent parts are null. */
sealed interface Statement extends Node {
    record Block(List<Statement> statements) implements Statement {}

    record Declare(Variable variable, Expression value) implements Statement {}

    record Run(Expression expression) implements Statement {}

    record If(Expression condition, Block yes, Block no) implements Statement {}

    record While(String label, Expression condition, Block body) implements Statement {}

    record DoWhile(String label, Block body, Expression condition) implements Statement {}

    record For(String label, Declare start, Expression condition, List<Expression> updates, Block body)
            implements Statement {}

    record ForEach(String label, Variable variable, Expression array, Block body) implements Statement {}

    record Labelled(String label, Block body) implements Statement {}

    record Break(String label) implements Statement {}

    record Continue(String label) implements Statement {}

    record Return(Expression value) implements Statement {}

    record Throw(Thrown type) implements Statement {}

    /** With colons, falling through, or with arrows. */
    record Switch(boolean arrows, Expression selector, List<Case> cases) implements Statement {}

    /** Without labels it is the default. */
    record Case(List<Integer> labels, Block body) implements Node {}

    record Try(Block body, List<Catch> catches, Block last) implements Statement {}

    record Catch(Thrown type, String name, Block body) implements Node {}

    record ArrayCopy(
            Expression source, Expression sourceStart, Expression target, Expression targetStart, Expression length)
            implements Statement {}

    /** Without bounds all is filled. */
    record Fill(Expression array, Expression from, Expression to, Expression value) implements Statement {}
}
