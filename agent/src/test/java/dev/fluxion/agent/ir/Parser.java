package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.operator.Names;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.operator.Scope;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.List;

/** The inverse of {@link Printer}. */
public final class Parser {
    private final Cursor cursor;
    private final Names names;
    private final OperatorParser operators;
    private final Function function;
    private final Scope scope;

    private Parser(String text) {
        cursor = new Cursor(text);
        names = new Names(cursor);
        operators = new OperatorParser(cursor, names);
        function = header();
        scope = Scope.of(cursor, names, function);
    }

    /**
     * Reads a function's text. Whether the function is well formed is the verifier's business.
     *
     * @throws IrSyntaxException naming line and column
     */
    public static Function parse(String text) {
        Parser parser = new Parser(text);
        do {
            parser.block();
        } while (!parser.cursor.atEnd());
        return parser.function;
    }

    private Function header() {
        cursor.expect("function ");
        String name = names.function();
        cursor.expect(" -> [");
        List<Type> results = new ArrayList<>();
        while (!cursor.accept("]")) {
            if (!results.isEmpty()) {
                cursor.expect(", ");
            }
            results.add(names.type());
        }
        cursor.expect("\n");
        return new Function(name, results);
    }

    private void block() {
        Block block = scope.block();
        cursor.expect("(");
        if (!cursor.sees(")")) {
            scope.definitions();
        }
        cursor.expect("):\n");
        while (block.terminator() == null) {
            cursor.expect("  ");
            line(block);
            cursor.expect("\n");
        }
    }

    private void line(Block block) {
        if (scope.seesDefinition()) {
            List<Value> results = scope.definitions();
            cursor.expect(" = ");
            block.ops().add(op(results));
        } else if (cursor.accept("catch ")) {
            String type = cursor.accept("*") ? null : names.className();
            cursor.expect(" ");
            block.handlers().add(new Handler(type, scope.edge()));
        } else {
            Terminator terminator = terminator();
            if (terminator == null) {
                block.ops().add(op(List.of()));
            } else {
                block.terminate(terminator);
            }
        }
    }

    private Op op(List<Value> results) {
        Operator operator = operators.operator();
        return new Op(operator, operands(), results, position());
    }

    private List<Value> operands() {
        return !cursor.sees("  ") && cursor.accept(" ") ? scope.uses() : List.of();
    }

    private Position position() {
        if (!cursor.accept("  @")) {
            return Position.UNKNOWN;
        }
        if (names.seesInteger()) {
            return new Position(function.name(), names.integer());
        }
        String owner = function.name().substring(0, function.name().lastIndexOf('.') + 1);
        String method = cursor.accept(".") ? owner + names.name() : names.function();
        cursor.expect(":");
        return new Position(method, names.integer());
    }

    /** Null where the line is an op's. */
    private Terminator terminator() {
        if (cursor.accept("jump ")) {
            return new Terminator.Jump(scope.edge());
        }
        if (cursor.accept("branch ")) {
            return branch();
        }
        if (cursor.accept("switch ")) {
            return choice();
        }
        if (cursor.accept("return")) {
            return new Terminator.Return(operands());
        }
        return cursor.accept("throw ") ? new Terminator.Throw(scope.use()) : null;
    }

    private Terminator branch() {
        Comparison comparison = names.constant(Comparison.class);
        cursor.expect(" ");
        Value left = scope.use();
        cursor.expect(", ");
        Value right = scope.use();
        cursor.expect(" ");
        Edge then = scope.edge();
        cursor.expect(" else ");
        return new Terminator.Branch(comparison, left, right, then, scope.edge());
    }

    private Terminator choice() {
        Value selector = scope.use();
        List<Integer> keys = new ArrayList<>();
        List<Edge> cases = new ArrayList<>();
        while (!cursor.accept(" else ")) {
            cursor.expect(" ");
            keys.add(names.integer());
            cursor.expect(" -> ");
            cases.add(scope.edge());
        }
        return new Terminator.Switch(selector, keys, cases, scope.edge());
    }
}
