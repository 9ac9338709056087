package dev.fluxion.agent.link.program;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.InvokeDynamic;
import dev.fluxion.agent.ir.operator.MethodReference;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.NullCheck;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.operator.Operator;
import dev.fluxion.agent.ir.value.Position;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.classfile.LambdaSites;
import dev.fluxion.agent.link.classfile.MethodLookup;
import dev.fluxion.agent.optimize.Substitution;
import dev.fluxion.agent.optimize.UsedValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/**
 * Calls of lambdas and method references that are made in the same function: they become calls of the method that these stand for,
 * with what was captured, and the boxing and casts that the JVM does between the two. A lambda that nobody uses then is left out.
 */
final class LambdaCalls {
    private static final Map<String, String> BOXES = Map.of(
            "D", "java/lang/Double",
            "F", "java/lang/Float",
            "J", "java/lang/Long",
            "I", "java/lang/Integer",
            "Z", "java/lang/Boolean");

    private final Map<Value, Op> definitions = new HashMap<>();

    private final Substitution outcomes = new Substitution();
    private boolean changed;

    private final MethodLookup methods;

    private LambdaCalls(MethodLookup methods) {
        this.methods = methods;
    }

    /** Whether an op makes a lambda or a method reference. */
    static boolean isLambda(Op op) {
        return op.operator() instanceof InvokeDynamic made
                && LambdaSites.makeLambda(made)
                && ((Handle) made.bootstrap()).getName().equals("metafactory");
    }

    /** Works in place; returns whether a call was replaced. */
    static boolean run(Function function, MethodLookup methods) {
        LambdaCalls pass = new LambdaCalls(methods);
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                op.results().forEach(result -> pass.definitions.put(result, op));
            }
        }
        Set<Value> used = UsedValues.of(function);
        function.blocks().forEach(block -> pass.resolve(block, used));
        pass.outcomes.apply(function);
        dropUnused(function);
        return pass.changed;
    }

    // The JVM throws where an argument is not of the class that the lambda takes, which a protected block would have to
    // catch.
    private void resolve(Block block, Set<Value> used) {
        if (!block.handlers().isEmpty()) {
            return;
        }
        List<Op> before = List.copyOf(block.ops());
        block.ops().clear();
        for (Op op : before) {
            List<Op> direct = op.operator() instanceof Invoke call ? direct(op, call, used) : null;
            if (direct == null) {
                block.ops().add(op);
            } else {
                block.ops().addAll(direct);
                changed = true;
            }
        }
    }

    private Op made(Value value) {
        Op op = definitions.get(value);
        while (op != null && op.operator() instanceof CheckCast) {
            op = definitions.get(op.operand(0));
        }
        return op != null && isLambda(op) ? op : null;
    }

    /** The ops that do what a call of a lambda does; null if the op is none, or a conversion that it needs is not known here. */
    private List<Op> direct(Op op, Invoke call, Set<Value> used) {
        Op lambda = op.operands().isEmpty() ? null : made(op.operand(0));
        if (lambda != null && NullCheck.isIdentity(op)) {
            outcomes.replace(op.result(), op.operand(0));
            return List.of();
        }
        if (lambda != null && NullCheck.is(op) && !used.contains(op.result())) {
            return List.of();
        }
        if (lambda == null || call.kind() != Invoke.Kind.INTERFACE) {
            return null;
        }
        InvokeDynamic made = (InvokeDynamic) lambda.operator();
        List<Object> arguments = made.bootstrapArguments();
        org.objectweb.asm.Type erased = (org.objectweb.asm.Type) arguments.get(0);
        boolean isItsMethod = made.name().equals(call.method().name())
                && erased.getDescriptor().equals(call.method().descriptor());
        if (!isItsMethod) {
            return inherited(op, call);
        }
        Direct direct = new Direct(op.position());
        List<Op> ops =
                direct.of(op, lambda, erased, (Handle) arguments.get(1), (org.objectweb.asm.Type) arguments.get(2));
        if (ops != null && direct.outcome() != null && !op.results().isEmpty()) {
            outcomes.replace(op.result(), direct.outcome());
        }
        return ops;
    }

    /** A call of a method that the interface implements itself, which no lambda overrides. */
    private List<Op> inherited(Op op, Invoke call) {
        MethodLookup.Found found = call.runs() == null ? methods.find(call.method()) : null;
        if (found == null || found.is(Opcodes.ACC_ABSTRACT) || !found.isOfInterface()) {
            return null;
        }
        Invoke exact = new Invoke(call.kind(), call.method(), found.reference());
        return List.of(new Op(exact, op.operands(), op.results(), op.position()));
    }

    /** The ops that stand for one call. */
    private static final class Direct {
        private final Position position;
        private final List<Op> ops = new ArrayList<>();
        private Value outcome;

        Direct(Position position) {
            this.position = position;
        }

        List<Op> of(
                Op op,
                Op lambda,
                org.objectweb.asm.Type erased,
                Handle implementation,
                org.objectweb.asm.Type instantiated) {
            List<String> taken = taken(implementation);
            List<Value> operands = new ArrayList<>(lambda.operands());
            int captured = operands.size();
            if (taken.size() != captured + instantiated.getArgumentTypes().length) {
                return null;
            }
            for (int i = 0; i < instantiated.getArgumentTypes().length; i++) {
                String from = instantiated.getArgumentTypes()[i].getDescriptor();
                Value argument = asInstance(op.operand(1 + i), erased.getArgumentTypes()[i].getDescriptor(), from);
                argument = argument == null ? null : converted(argument, from, taken.get(captured + i));
                if (argument == null) {
                    return null;
                }
                operands.add(argument);
            }
            String wanted = instantiated.getReturnType().getDescriptor();
            outcome = call(implementation, operands, wanted);
            return outcome == null && !op.results().isEmpty() ? null : ops;
        }

        /** What the call gives, null if nothing. */
        Value outcome() {
            return outcome;
        }

        /** What the method takes, its receiver first. */
        private static List<String> taken(Handle implementation) {
            List<String> taken = new ArrayList<>();
            int tag = implementation.getTag();
            if (tag != Opcodes.H_INVOKESTATIC && tag != Opcodes.H_NEWINVOKESPECIAL) {
                taken.add("L" + implementation.getOwner() + ";");
            }
            for (org.objectweb.asm.Type type : org.objectweb.asm.Type.getArgumentTypes(implementation.getDesc())) {
                taken.add(type.getDescriptor());
            }
            return taken;
        }

        private Value asInstance(Value value, String erased, String instantiated) {
            if (erased.equals(instantiated)) {
                return value;
            }
            return isReference(erased) && isReference(instantiated)
                    ? append(new CheckCast(Type.ofDescriptor(instantiated)), Type.ofDescriptor(instantiated), value)
                    : null;
        }

        private Value call(Handle implementation, List<Value> operands, String wanted) {
            MethodReference method = new MethodReference(
                    implementation.getOwner(),
                    implementation.getName(),
                    implementation.getDesc(),
                    implementation.isInterface());
            if (implementation.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                Value object = append(new NewObject(method.owner()), Type.ofInternalName(method.owner()));
                List<Value> all = new ArrayList<>(List.of(object));
                all.addAll(operands);
                ops.add(new Op(new Invoke(Invoke.Kind.SPECIAL, method), all, List.of(), position));
                return object;
            }
            // A private method of the class itself too is called virtually, as elsewhere in its nest.
            Invoke.Kind kind = implementation.getTag() == Opcodes.H_INVOKESTATIC
                    ? Invoke.Kind.STATIC
                    : implementation.isInterface() ? Invoke.Kind.INTERFACE : Invoke.Kind.VIRTUAL;
            String given =
                    org.objectweb.asm.Type.getReturnType(method.descriptor()).getDescriptor();
            List<Value> results = given.equals("V") ? List.of() : List.of(Value.of(Type.ofDescriptor(given)));
            ops.add(new Op(new Invoke(kind, method), operands, results, position));
            return results.isEmpty() || wanted.equals("V") ? null : converted(results.get(0), given, wanted);
        }

        private Value converted(Value value, String from, String to) {
            if (from.equals(to) || isReference(from) && isReference(to)) {
                return value;
            }
            if (BOXES.containsKey(from) && isReference(to)) {
                String box = BOXES.get(from);
                return append(
                        Invoke.ofStatic(box, "valueOf", "(" + from + ")L" + box + ";"),
                        Type.ofInternalName(box),
                        value);
            }
            if (BOXES.containsKey(to) && from.equals("L" + BOXES.get(to) + ";")) {
                String name = org.objectweb.asm.Type.getType(to).getClassName();
                MethodReference take = new MethodReference(BOXES.get(to), name + "Value", "()" + to, false);
                return append(new Invoke(Invoke.Kind.VIRTUAL, take), Type.ofDescriptor(to), value);
            }
            return widened(value, from, to);
        }

        private Value widened(Value value, String from, String to) {
            Arithmetic widening = switch (from + to) {
                case "ID" -> Arithmetic.I2D;
                case "IF" -> Arithmetic.I2F;
                case "IJ" -> Arithmetic.I2L;
                case "JD" -> Arithmetic.L2D;
                case "JF" -> Arithmetic.L2F;
                case "FD" -> Arithmetic.F2D;
                default -> null;
            };
            return widening == null ? null : append(widening, Type.ofDescriptor(to), value);
        }

        private static boolean isReference(String descriptor) {
            return descriptor.startsWith("L") || descriptor.startsWith("[");
        }

        private Value append(Operator operator, Type type, Value... operands) {
            Value result = Value.of(type);
            ops.add(new Op(operator, List.of(operands), List.of(result), position));
            return result;
        }
    }

    private static void dropUnused(Function function) {
        Set<Value> used = UsedValues.of(function);
        for (Block block : function.blocks()) {
            block.ops().removeIf(op -> isLambda(op) && !used.contains(op.result()));
        }
    }
}
