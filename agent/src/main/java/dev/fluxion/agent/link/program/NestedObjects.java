package dev.fluxion.agent.link.program;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.classfile.LambdaSites;
import dev.fluxion.agent.optimize.UsedValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/**
 * Calls on the objects that {@code Fluxion.gradient} and its like return, where the function can be seen: a lambda or a method
 * reference of the same method, or of the initializer of a static final field. They become calls of the derivative by name, to
 * which the function's captured values are passed like its arguments, so that what is captured carries derivatives too.
 */
public final class NestedObjects {
    private static final String API = "dev/fluxion/";
    private static final String FLUXION = API + "Fluxion";

    /** Where the code of a class initializer comes from. */
    interface Initializers {
        /** The IR of the initializer of the class that declares the field, if the field is static and final; else null. */
        Function of(FieldReference field);
    }

    /** Where derivatives by name come from. */
    public interface Derivatives {
        /**
         * A method that stands for a derivative.
         *
         * @param asked the name of the API's method that makes the object, and after a colon the mode
         * @param use the name of the method called on it
         * @return null if it is of no known kind
         */
        MethodReference of(String asked, String use, Handle implementation);
    }

    /** A function whose derivative an object takes. */
    private record Made(String asked, Handle implementation, List<Value> captured) {}

    private final Initializers initializers;
    private final Derivatives derivatives;
    private final Map<Value, Op> definitions = new HashMap<>();

    private NestedObjects(Initializers initializers, Derivatives derivatives) {
        this.initializers = initializers;
        this.derivatives = derivatives;
    }

    /** Works in place. */
    static void run(Function function, Initializers initializers, Derivatives derivatives) {
        boolean mayHaveAny = function.blocks().stream()
                .flatMap(block -> block.ops().stream())
                .anyMatch(op -> op.operator() instanceof Invoke invoke && isUse(invoke));
        if (mayHaveAny) {
            new NestedObjects(initializers, derivatives).resolve(function);
        }
    }

    private static boolean isUse(Invoke invoke) {
        String owner = invoke.method().owner();
        return invoke.kind() == Invoke.Kind.VIRTUAL && owner.startsWith(API) && owner.endsWith("Function");
    }

    private void resolve(Function function) {
        define(function);
        for (Block block : function.blocks()) {
            block.ops()
                    .replaceAll(
                            op -> op.operator() instanceof Invoke invoke && isUse(invoke) ? resolve(op, invoke) : op);
        }
        // The object first, then the lambda that nothing else uses.
        removeUnused(function);
        removeUnused(function);
    }

    private void define(Function function) {
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                op.results().forEach(result -> definitions.put(result, op));
            }
        }
    }

    private Op resolve(Op op, Invoke use) {
        Made made = made(op.operand(0));
        MethodReference derivative =
                made == null ? null : derivatives.of(made.asked(), use.method().name(), made.implementation());
        if (derivative == null) {
            return op;
        }
        List<Value> operands = new ArrayList<>(made.captured());
        operands.addAll(op.operands().subList(1, op.operands().size()));
        return new Op(new Invoke(Invoke.Kind.STATIC, derivative), operands, op.results(), op.position());
    }

    private Made made(Value object) {
        Op op = definitions.get(object);
        if (op == null) {
            return null;
        }
        if (op.operator() instanceof FieldGet get && get.isStatic()) {
            Made constant = inInitializer(get.field());
            return constant == null || !constant.captured().isEmpty() ? null : constant;
        }
        if (!isMaker(op)) {
            return null;
        }
        Op lambda = definitions.get(op.operand(0));
        String mode = op.operands().size() == 1 ? "AUTOMATIC" : mode(op.operand(1));
        if (lambda == null || mode == null || !isLambda(lambda)) {
            return null;
        }
        Handle implementation = (Handle)
                ((InvokeDynamic) lambda.operator()).bootstrapArguments().get(1);
        String name = ((Invoke) op.operator()).method().name();
        return new Made(name + ":" + mode, implementation, lambda.operands());
    }

    private Made inInitializer(FieldReference field) {
        Function initializer = initializers.of(field);
        if (initializer == null) {
            return null;
        }
        Made found = null;
        NestedObjects inside = new NestedObjects(initializers, derivatives);
        inside.define(initializer);
        for (Block block : initializer.blocks()) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof FieldPut put && put.field().equals(field)) {
                    if (found != null) {
                        return null;
                    }
                    found = inside.made(op.operand(0));
                }
            }
        }
        return found;
    }

    private String mode(Value mode) {
        Op op = definitions.get(mode);
        return op != null
                        && op.operator() instanceof FieldGet get
                        && get.field().owner().equals(API + "Mode")
                ? get.field().name()
                : null;
    }

    private static boolean isMaker(Op op) {
        return op.operator() instanceof Invoke invoke
                && invoke.method().owner().equals(FLUXION)
                && !op.operands().isEmpty();
    }

    private static boolean isLambda(Op op) {
        return op.operator() instanceof InvokeDynamic dynamic
                && LambdaSites.makeLambda(dynamic)
                && dynamic.bootstrapArguments().size() >= 3
                && ((Handle) dynamic.bootstrapArguments().get(1)).getTag() != Opcodes.H_NEWINVOKESPECIAL;
    }

    private static void removeUnused(Function function) {
        Set<Value> used = UsedValues.of(function);
        for (Block block : function.blocks()) {
            block.ops().removeIf(op -> (isMaker(op) || isLambda(op)) && !used.contains(op.result()));
        }
    }
}
