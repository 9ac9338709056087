package dev.fluxion.agent.ir;

import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLength;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.ArrayStore;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.InstanceOf;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.InvokeVariant;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Monitor;
import dev.fluxion.agent.ir.operator.Names;
import dev.fluxion.agent.ir.operator.NewArray;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.operator.Refuse;
import dev.fluxion.agent.ir.operator.ShadowOperation;
import dev.fluxion.agent.ir.operator.StrongRatio;
import dev.fluxion.agent.ir.operator.StrongScale;
import dev.fluxion.agent.ir.operator.Variant;
import dev.fluxion.agent.ir.value.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operators of the textual form. */
final class OperatorParser {
    private static final Pattern WORD = Pattern.compile("[a-z]\\w*");
    private static final Pattern TRANSFORM = Pattern.compile("·([a-z_]+\\d*\\[[a!,-]*\\|[a,-]*\\])");

    /** Operators that are a word and nothing else. */
    private static final Map<String, Operator> WORDS = Stream.concat(
                    Stream.of(Arithmetic.values()), Stream.of(new ArrayLength(), new Monitor(true), new Monitor(false)))
            .collect(Collectors.toMap(Operator::text, operator -> operator));

    private final Cursor cursor;
    private final Names names;
    private final ConstantParser constants;

    OperatorParser(Cursor cursor, Names names) {
        this.cursor = cursor;
        this.names = names;
        this.constants = new ConstantParser(cursor, names);
    }

    Operator operator() {
        int place = cursor.at();
        String word = cursor.take(WORD, "an operation").group();
        Operator plain = WORDS.get(word);
        if (plain != null) {
            return plain;
        }
        cursor.accept(" ");
        return switch (word) {
            case "const" -> new Constant(constants.value());
            case "load" -> new ArrayLoad(names.constant(Element.class));
            case "store" -> new ArrayStore(names.constant(Element.class));
            case "newarray" -> new NewArray(names.type());
            case "new" -> new NewObject(names.className());
            case "getfield", "getstatic" -> new FieldGet(names.field(), word.equals("getstatic"));
            case "putfield", "putstatic" -> new FieldPut(names.field(), word.equals("putstatic"));
            case "checkcast" -> new CheckCast(names.type());
            case "instanceof" -> new InstanceOf(names.type());
            case "strongratio" -> new StrongRatio(names.type());
            case "strongscale" -> new StrongScale(names.type());
            case "invokevirtual", "invokespecial", "invokestatic", "invokeinterface" -> invoke(word);
            case "invokedynamic" -> invokeDynamic();
            case "invokevariant" -> invokeVariant(false);
            case "shadow" -> shadow(false);
            case "refuse" -> refuse();
            case "linear" -> linear();
            default -> throw cursor.error(place, "unknown operation " + word);
        };
    }

    private Invoke invoke(String word) {
        Invoke.Kind kind = kind(word.substring("invoke".length()));
        MethodReference method = names.method(kind == Invoke.Kind.INTERFACE);
        return new Invoke(kind, method, cursor.accept(" runs ") ? names.method(false) : null);
    }

    private static Invoke.Kind kind(String word) {
        return Invoke.Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private InvokeDynamic invokeDynamic() {
        String name = names.name();
        String descriptor = cursor.methodDescriptor();
        cursor.expect(" ");
        Object bootstrap = constants.handle();
        cursor.expect(" ");
        return new InvokeDynamic(name, descriptor, bootstrap, constants.values());
    }

    private Operator linear() {
        if (cursor.accept("shadow ")) {
            return shadow(true);
        }
        cursor.expect("invokevariant ");
        return invokeVariant(true);
    }

    private ShadowOperation shadow(boolean linear) {
        ShadowOperation.Kind kind = names.constant(ShadowOperation.Kind.class);
        cursor.expect(" ");
        return new ShadowOperation(kind, names.type(), linear);
    }

    private InvokeVariant invokeVariant(boolean linear) {
        Invoke.Kind kind = kind(cursor.take(WORD, "how it is called").group());
        cursor.expect(" ");
        MethodReference method = names.method(kind == Invoke.Kind.INTERFACE);
        List<Variant.Transform> transforms = new ArrayList<>();
        while (cursor.sees("·")) {
            MatchResult transform = cursor.take(TRANSFORM, "a transform");
            transforms.add(Variant.Transform.parse(transform.group(1)));
        }
        return new InvokeVariant(new Variant(kind, method, transforms), linear);
    }

    private Refuse refuse() {
        String cause = cursor.string();
        cursor.expect(" ");
        return new Refuse(cause, cursor.string());
    }
}
