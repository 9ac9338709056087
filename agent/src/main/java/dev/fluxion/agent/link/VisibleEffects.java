package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.InertEffects;
import dev.fluxion.agent.derive.RuleTable;
import dev.fluxion.agent.derive.Unsupported;
import dev.fluxion.agent.ir.ArrayLoad;
import dev.fluxion.agent.ir.ArrayStore;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.CheckCast;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.FieldGet;
import dev.fluxion.agent.ir.FieldPut;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Invoke;
import dev.fluxion.agent.ir.InvokeDynamic;
import dev.fluxion.agent.ir.InvokeVariant;
import dev.fluxion.agent.ir.MethodReference;
import dev.fluxion.agent.ir.Op;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.agent.ir.Variant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Finds out whether a method does anything that a second run would do again: stores that outlive it other than into arrays it is
 * passed, output, random numbers, and calls that cannot be looked into.
 */
final class VisibleEffects {
    /** What the bodies of stubs call there changes nothing. */
    private static final String RUNTIME = "dev/fluxion/runtime/";

    /** Owners of inert methods that leave everything as it is. */
    private static final Set<String> QUIET = Set.of(
            "java/lang/String",
            "java/lang/CharSequence",
            "java/lang/Double",
            "java/lang/Float",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Short",
            "java/lang/Byte",
            "java/lang/Character",
            "java/lang/Boolean",
            "java/lang/Enum",
            "java/lang/Class",
            "java/lang/Object",
            "java/lang/Record",
            "java/lang/Comparable",
            "java/util/Comparator",
            "java/util/Arrays",
            "java/util/Objects",
            "java/util/Locale",
            "java/math/BigInteger");

    /** Owners of inert methods that change their receiver and nothing else. */
    private static final Set<String> BUILDERS =
            Set.of("java/lang/StringBuilder", "java/lang/StringBuffer", "java/util/StringJoiner");

    private static final Set<String> QUIET_OF_SYSTEM =
            Set.of("nanoTime", "currentTimeMillis", "identityHashCode", "lineSeparator", "getProperty", "getenv");

    /**
     * What a caller has to know of a method.
     *
     * @param effect the first thing found that a second run would do again, or null
     * @param written the parameters that it writes to
     * @param returnsForeign whether it may return an array that others can reach
     */
    private record Summary(String effect, Set<Integer> written, boolean returnsForeign) {
        static final Summary NOTHING = new Summary(null, Set.of(), false);
    }

    private final Functions functions;
    private final RuleTable rules;
    private final Map<Variant, Summary> summaries = new LinkedHashMap<>();

    private VisibleEffects(Functions functions, RuleTable rules) {
        this.functions = functions;
        this.rules = rules;
    }

    /** The first one, in words that name it and its place; null if there is none. */
    static String find(Linker linker, Target target) {
        ClassLoader loader = target.loader();
        VisibleEffects effects = new VisibleEffects(linker.functions(loader), linker.rules(loader));
        Variant method = new Variant(target.plain().kind(), target.plain().method(), List.of());
        Summary summary = effects.close(method);
        if (summary.effect() != null) {
            return summary.effect();
        }
        for (int parameter : summary.written()) {
            Class<?> type = target.types().get(parameter);
            if (!type.isArray() || !Conditions.leaf(type).isPrimitive()) {
                return "a change of the object passed as " + target.names().get(parameter);
            }
        }
        return null;
    }

    /** Methods may call each other in circles: assume nothing of any, and correct until that is consistent. */
    private Summary close(Variant method) {
        summaries.put(method, Summary.NOTHING);
        boolean changed;
        do {
            changed = false;
            List<Variant> all = List.copyOf(summaries.keySet());
            for (Variant known : all) {
                Summary summary = summarize(known);
                changed |= !summary.equals(summaries.put(known, summary));
            }
            changed |= summaries.size() > all.size();
        } while (changed && summaries.get(method).effect() == null);
        return summaries.get(method);
    }

    private Summary summarize(Variant method) {
        Function function;
        try {
            function = functions.function(method);
        } catch (Unsupported unsupported) {
            return isConstructorOfThrowable(method.method()) && isHarmless(method.method())
                    ? Summary.NOTHING
                    : new Summary(unsupported.getMessage().replaceFirst(",$", ""), Set.of(), true);
        }
        return new Body().summarize(function);
    }

    /** Whether the constructor of an exception is one of the JDK, or only calls another such and sets final fields. */
    private boolean isHarmless(MethodReference constructor) {
        if (constructor.owner().startsWith("java/")) {
            return true;
        }
        ClassNode node = functions.methods().classNode(constructor.owner());
        return node.methods.stream()
                .filter(method -> method.name.equals("fillInStackTrace")
                        || method.name.equals("<init>") && method.desc.equals(constructor.descriptor()))
                .allMatch(method -> StreamSupport.stream(method.instructions.spliterator(), false)
                        .allMatch(instruction -> isHarmless(node, instruction)));
    }

    private boolean isHarmless(ClassNode node, AbstractInsnNode instruction) {
        int opcode = instruction.getOpcode();
        if (instruction instanceof MethodInsnNode call) {
            MethodReference callee = new MethodReference(call.owner, call.name, call.desc, call.itf);
            return isConstructorOfThrowable(callee) && isHarmless(callee);
        }
        if (opcode == Opcodes.PUTFIELD) {
            String name = ((FieldInsnNode) instruction).name;
            return node.fields.stream()
                    .anyMatch(field -> field.name.equals(name) && (field.access & Opcodes.ACC_FINAL) != 0);
        }
        boolean isArrayStore = opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
        return !isArrayStore && opcode != Opcodes.PUTSTATIC && opcode != Opcodes.INVOKEDYNAMIC;
    }

    private boolean isConstructorOfThrowable(MethodReference method) {
        if (!method.name().equals("<init>")) {
            return false;
        }
        String name = method.owner();
        while (name != null && !name.equals("java/lang/Throwable")) {
            ClassNode node = functions.methods().classNode(name);
            name = node == null ? null : node.superName;
        }
        return name != null;
    }

    /** One method's references, those that may meet joined to classes. */
    private final class Body {
        private final Map<Value, Value> parents = new HashMap<>();
        private final Set<Value> foreign = new HashSet<>();
        private final Map<Value, Op> writes = new LinkedHashMap<>();
        private String effect;

        Summary summarize(Function function) {
            Value returned = Value.of(Type.ofInternalName("java/lang/Object"));
            for (Block block : function.blocks()) {
                block.ops().forEach(this::visit);
                block.terminator()
                        .edges()
                        .forEach(edge -> flow(edge, edge.target().parameters()));
                for (Handler handler : block.handlers()) {
                    List<Value> parameters = handler.edge().target().parameters();
                    flow(handler.edge(), parameters.subList(1, parameters.size()));
                }
                if (block.terminator() instanceof Terminator.Return exit) {
                    exit.operands().forEach(value -> join(value, returned));
                }
            }
            Set<Value> outside = new HashSet<>();
            foreign.forEach(value -> outside.add(root(value)));
            Set<Value> changed = new HashSet<>();
            writes.forEach((value, op) -> {
                changed.add(root(value));
                if (outside.contains(root(value))) {
                    report("a store into an array that the method is not passed", op);
                }
            });
            Set<Integer> written = new HashSet<>();
            for (int i = 0; i < function.parameters().size(); i++) {
                Value parameter = function.parameters().get(i);
                if (parameter.type().isReference() && changed.contains(root(parameter))) {
                    written.add(i);
                }
            }
            return new Summary(effect, written, outside.contains(root(returned)));
        }

        private void flow(Edge edge, List<Value> parameters) {
            for (int i = 0; i < parameters.size(); i++) {
                join(edge.arguments().get(i), parameters.get(i));
            }
        }

        private void report(String found, Op op) {
            if (effect == null) {
                effect = found + " at " + op.position();
            }
        }

        private void visit(Op op) {
            if (op.operator() instanceof FieldPut put) {
                report("a store into the field " + put.field().name(), op);
            } else if (op.operator() instanceof FieldGet) {
                foreign.add(op.result());
            } else if (op.operator() instanceof ArrayStore) {
                writes.put(op.operand(0), op);
                join(op.operand(0), op.operand(2));
            } else if (op.operator() instanceof ArrayLoad || op.operator() instanceof CheckCast) {
                join(op.operand(0), op.result());
            } else if (op.operator() instanceof Invoke invoke) {
                call(op, invoke);
            } else if (op.operator() instanceof InvokeVariant call) {
                derivative(op, call.variant());
            } else if (op.operator() instanceof InvokeDynamic call
                    && !isLambda(call)
                    && InertEffects.mayRunProgramCode(op.operands())) {
                report("the text of an object, which may run code of the program,", op);
            }
        }

        /** It does what the method does, and writes to what it is passed beyond the method's arguments. */
        private void derivative(Op op, Variant variant) {
            Variant method = new Variant(variant.kind(), variant.method(), List.of());
            List<Value> arguments = op.operands().subList(1, op.operands().size());
            follow(new Op(op.operator(), arguments, op.results(), op.position()), method);
            int count = functions.function(method).parameters().size();
            arguments.stream()
                    .skip(count)
                    .filter(value -> value.type().isReference())
                    .forEach(shadow -> writes.put(shadow, op));
        }

        private static boolean isLambda(InvokeDynamic call) {
            return call.bootstrap() instanceof Handle bootstrap
                    && bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory");
        }

        private static boolean isOfJdk(MethodReference method) {
            return method.owner().startsWith("java/");
        }

        private void call(Op op, Invoke invoke) {
            MethodReference method = invoke.method();
            if (method.owner().startsWith(RUNTIME)) {
                return;
            }
            if (method.owner().equals("java/lang/System") && method.name().equals("arraycopy")) {
                writes.put(op.operand(2), op);
                join(op.operand(0), op.operand(2));
            } else if (method.owner().equals("java/util/Arrays")
                    && (method.name().equals("fill") || isSortOfNumbers(method))) {
                writes.put(op.operand(0), op);
            } else if (method.owner().startsWith("[")
                    || method.owner().equals("java/util/Arrays")
                            && method.name().startsWith("copyOf")) {
                if (op.operand(0).type().descriptor().matches("\\[[\\[L].*")) {
                    join(op.operand(0), op.result());
                }
            } else {
                switch (rules.treatment(method)) {
                    case FOLLOW -> follow(op, invoke.callee());
                    case INERT -> inert(op, method);
                    default -> {
                        if (!isOfJdk(method)) {
                            follow(op, invoke.callee());
                        }
                    }
                }
            }
        }

        private static boolean isSortOfNumbers(MethodReference method) {
            boolean sorts = method.name().equals("sort") || method.name().equals("parallelSort");
            return sorts && !method.descriptor().startsWith("([L");
        }

        private void inert(Op op, MethodReference method) {
            boolean isQuiet = QUIET.contains(method.owner())
                    || method.owner().equals("java/lang/System") && QUIET_OF_SYSTEM.contains(method.name())
                    || isConstructorOfThrowable(method)
                    || method.owner().equals("java/lang/Throwable")
                            && !method.name().equals("printStackTrace");
            boolean isBuilder = BUILDERS.contains(method.owner());
            if (isBuilder) {
                writes.put(op.operand(0), op);
                op.results().forEach(result -> join(op.operand(0), result));
            }
            if (!isQuiet && !isBuilder) {
                report("a call of " + method.display(), op);
            } else if (InertEffects.mayRunProgramCode(chosenByProgram(op, method))) {
                report("a call of " + method.display() + ", which may run code of the program,", op);
            }
        }

        /** What the call is handed, without the receiver of a method that is the JDK's own whatever the receiver is. */
        private static List<Value> chosenByProgram(Op op, MethodReference method) {
            boolean isFixed = method.name().equals("<init>")
                    || method.owner().equals("java/lang/Enum")
                    || method.name().equals("getClass");
            return isFixed ? op.operands().subList(1, op.operands().size()) : op.operands();
        }

        private void follow(Op op, Variant callee) {
            Summary summary = summaries.computeIfAbsent(callee, absent -> Summary.NOTHING);
            if (summary.effect() != null) {
                String found = summary.effect();
                report(found, op, found.contains(" at "));
            }
            summary.written().forEach(parameter -> writes.put(op.operand(parameter), op));
            for (Value result : op.results()) {
                op.operands().forEach(operand -> join(operand, result));
                if (summary.returnsForeign()) {
                    foreign.add(result);
                }
            }
        }

        private void report(String found, Op op, boolean isPlaced) {
            if (isPlaced && effect == null) {
                effect = found;
            } else {
                report(found, op);
            }
        }

        private Value root(Value value) {
            Value root = value;
            while (parents.get(root) != null) {
                root = parents.get(root);
            }
            return root;
        }

        private void join(Value first, Value second) {
            boolean both = first.type().isReference()
                    && second.type().isReference()
                    && !first.type().equals(Type.NULL)
                    && !second.type().equals(Type.NULL);
            if (both && root(first) != root(second)) {
                parents.put(root(first), root(second));
            }
        }
    }
}
