package dev.fluxion.agent.ir.operator;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Cursor;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The blocks and values that a text defines, by the names it gives them. Found before anything is read that uses them, for a
 * use may stand above its definition.
 */
public final class Scope {
    private static final Pattern LABEL = Pattern.compile("b\\d+");
    private static final Pattern VALUE =
            Pattern.compile("(\"(?:[^\"\\\\\n]|\\\\.)*\"|" + Notation.PLAIN_NAME + ")('?)(?:\\.\\d+)?");
    private static final Pattern DEFINITION = Pattern.compile(VALUE + ":");

    private final Cursor cursor;
    private final Names names;
    private final Function function;
    private final Map<String, Block> blocks = new HashMap<>();
    private final Map<String, Value> values = new HashMap<>();

    private Scope(Cursor cursor, Names names, Function function) {
        this.cursor = cursor;
        this.names = names;
        this.function = function;
    }

    /** Adds the blocks below the cursor to a function, empty but for their parameters. The cursor is left where it was. */
    public static Scope of(Cursor cursor, Names names, Function function) {
        Scope scope = new Scope(cursor, names, function);
        int start = cursor.at();
        for (; !cursor.atEnd(); cursor.skipLine()) {
            if (cursor.sees(LABEL)) {
                scope.declareBlock();
            } else if (cursor.accept("  ") && scope.seesDefinition()) {
                scope.declareValues();
            }
        }
        cursor.moveTo(start);
        return scope;
    }

    private void declareBlock() {
        int place = cursor.at();
        Block block = function.addBlock();
        String label = cursor.take(LABEL, "a block").group();
        if (blocks.put(label, block) != null) {
            throw cursor.error(place, label + " is there twice");
        }
        cursor.expect("(");
        if (!cursor.sees(")")) {
            block.parameters().addAll(declareValues());
        }
    }

    private List<Value> declareValues() {
        List<Value> declared = new ArrayList<>();
        do {
            int place = cursor.at();
            MatchResult token = cursor.take(VALUE, "a value");
            cursor.expect(":");
            Value value = value(token, names.type());
            if (values.put(token.group(), value) != null) {
                throw cursor.error(place, token.group() + " is defined twice");
            }
            declared.add(value);
        } while (cursor.accept(", "));
        return declared;
    }

    private static Value value(MatchResult token, Type type) {
        String text = token.group(1);
        boolean unnamed = Notation.NUMBERED.matcher(text).matches();
        String name = unnamed ? null : text.startsWith("\"") ? new Cursor(text).string() : text;
        return token.group(2).isEmpty() ? Value.of(type, name) : Value.linear(type, name);
    }

    public boolean seesDefinition() {
        return cursor.sees(DEFINITION);
    }

    /** Definitions, a second time. */
    public List<Value> definitions() {
        List<Value> defined = new ArrayList<>();
        do {
            defined.add(use());
            cursor.expect(":");
            names.type();
        } while (cursor.accept(", "));
        return defined;
    }

    public Value use() {
        int place = cursor.at();
        String name = cursor.take(VALUE, "a value").group();
        Value value = values.get(name);
        if (value == null) {
            throw cursor.error(place, name + " is not defined");
        }
        return value;
    }

    public List<Value> uses() {
        List<Value> used = new ArrayList<>();
        do {
            used.add(use());
        } while (cursor.accept(", "));
        return used;
    }

    public Block block() {
        int place = cursor.at();
        String label = cursor.take(LABEL, "a block").group();
        Block block = blocks.get(label);
        if (block == null) {
            throw cursor.error(place, "there is no " + label);
        }
        return block;
    }

    public Edge edge() {
        Block target = block();
        cursor.expect("(");
        List<Value> arguments = cursor.sees(")") ? List.of() : uses();
        cursor.expect(")");
        return new Edge(target, arguments);
    }
}
