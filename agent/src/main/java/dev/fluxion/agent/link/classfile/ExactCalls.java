package dev.fluxion.agent.link.classfile;

import dev.fluxion.agent.derive.activity.RuleTable;
import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldReference;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds the calls that choose by the receiver and yet run one method: the receiver was made in the same function, or all classes
 * that it can be of are known and run the same one. Those are the classes of a sealed hierarchy, and where all constructors of a
 * class are private, its nestmates that extend it; that a library may make objects without a constructor is left out of account.
 * The JDK's own code is not followed so: it keeps what it is passed in objects.
 */
public final class ExactCalls {
    /** The mark of a value that may be of several classes, or of one that is not known. */
    private static final String ANY = "";

    private final Function function;
    private final MethodLookup methods;
    private final RuleTable rules;
    private final java.util.function.Function<FieldReference, String> constants;
    /** The class that a value is of; of one that is missing nothing is known yet. */
    private final Map<Value, String> classes = new HashMap<>();

    private boolean changed;

    private ExactCalls(
            Function function,
            MethodLookup methods,
            RuleTable rules,
            java.util.function.Function<FieldReference, String> constants) {
        this.function = function;
        this.methods = methods;
        this.rules = rules;
        this.constants = constants;
    }

    /** Works in place. */
    public static void run(Function function, MethodLookup methods, RuleTable rules) {
        run(function, methods, rules, field -> null);
    }

    /**
     * Works in place.
     *
     * @param constants the class of the object that a static field holds once it holds one, null where that is not known
     */
    public static void run(
            Function function,
            MethodLookup methods,
            RuleTable rules,
            java.util.function.Function<FieldReference, String> constants) {
        ExactCalls pass = new ExactCalls(function, methods, rules, constants);
        boolean isFirst = true;
        for (Block block : function.blocks()) {
            for (int i = 0; i < block.ops().size(); i++) {
                Op op = block.ops().get(i);
                if (op.operator() instanceof Invoke invoke && pass.isCandidate(invoke)) {
                    if (isFirst) {
                        pass.findClasses();
                        isFirst = false;
                    }
                    block.ops().set(i, pass.exact(op, invoke));
                }
            }
        }
    }

    private boolean isCandidate(Invoke invoke) {
        return (invoke.kind() == Invoke.Kind.VIRTUAL || invoke.kind() == Invoke.Kind.INTERFACE)
                && invoke.runs() == null
                && !invoke.method().owner().startsWith("[")
                && rules.treatment(invoke.method()) == RuleTable.Treatment.FOLLOW;
    }

    private Op exact(Op op, Invoke invoke) {
        MethodLookup.Found resolved = methods.find(invoke.method());
        if (resolved == null || resolved.isExact()) {
            return op;
        }
        MethodLookup.Found runs = null;
        for (ClassNode receiver : receivers(op.operand(0), invoke)) {
            MethodLookup.Found selected = methods.select(receiver, resolved);
            boolean isCalled = selected != null
                    && !selected.is(Opcodes.ACC_ABSTRACT)
                    && (selected.is(Opcodes.ACC_PUBLIC) || !resolved.isOfInterface());
            if (!isCalled || runs != null && !runs.equals(selected)) {
                return op;
            }
            runs = selected;
        }
        boolean isFollowed = runs != null
                && rules.treatment(runs.reference()) == RuleTable.Treatment.FOLLOW
                && !Unfollowable.isOfJdk(runs.owner().name);
        if (!isFollowed) {
            return op;
        }
        return new Op(
                new Invoke(invoke.kind(), invoke.method(), runs.reference()),
                op.operands(),
                op.results(),
                op.position());
    }

    /** The classes that a receiver can be of; none if others are possible. */
    private List<ClassNode> receivers(Value receiver, Invoke invoke) {
        String made = classes.getOrDefault(receiver, ANY);
        if (!made.equals(ANY)) {
            ClassNode type = methods.classNode(made);
            return type == null ? List.of() : List.of(type);
        }
        Set<ClassNode> known = new LinkedHashSet<>();
        if (!addClosed(methods.classNode(invoke.method().owner()), known)) {
            return List.of();
        }
        known.removeIf(type -> (type.access & Opcodes.ACC_ABSTRACT) != 0);
        return List.copyOf(known);
    }

    /** Adds a class and all that extend it; false if not all of them are known. */
    private boolean addClosed(ClassNode type, Set<ClassNode> known) {
        if (type == null) {
            return false;
        }
        if (!known.add(type) || (type.access & Opcodes.ACC_FINAL) != 0) {
            return true;
        }
        if (type.permittedSubclasses != null) {
            for (String name : type.permittedSubclasses) {
                if (!addClosed(methods.classNode(name), known)) {
                    return false;
                }
            }
            return true;
        }
        return hasPrivateConstructorsOnly(type) && addNestmates(type, known);
    }

    private static boolean hasPrivateConstructorsOnly(ClassNode type) {
        if ((type.access & Opcodes.ACC_INTERFACE) != 0) {
            return false;
        }
        for (MethodNode method : type.methods) {
            if (method.name.equals("<init>") && (method.access & Opcodes.ACC_PRIVATE) == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean addNestmates(ClassNode type, Set<ClassNode> known) {
        ClassNode host = type.nestHostClass == null ? type : methods.classNode(type.nestHostClass);
        if (host == null) {
            return false;
        }
        if (type.name.equals(host.superName) && !addClosed(host, known)) {
            return false;
        }
        for (String name : host.nestMembers == null ? List.<String>of() : host.nestMembers) {
            ClassNode member = methods.classNode(name);
            if (member == null || type.name.equals(member.superName) && !addClosed(member, known)) {
                return false;
            }
        }
        return true;
    }

    // Which class a value is of

    private void findClasses() {
        if (!makesObjects()) {
            return;
        }
        for (Value parameter : function.parameters()) {
            classes.put(parameter, ANY);
        }
        do {
            changed = false;
            for (Block block : function.blocks()) {
                for (Op op : block.ops()) {
                    visit(op);
                }
                for (Edge edge : block.successors()) {
                    flow(edge);
                }
            }
        } while (changed);
    }

    private boolean makesObjects() {
        for (Block block : function.blocks()) {
            for (Op op : block.ops()) {
                if (op.operator() instanceof NewObject) {
                    return true;
                }
            }
        }
        return false;
    }

    private void visit(Op op) {
        if (op.operator() instanceof NewObject made) {
            meet(op.result(), made.className());
        } else if (op.operator() instanceof CheckCast) {
            meet(op.result(), classes.get(op.operand(0)));
        } else if (op.operator() instanceof FieldGet get && get.isStatic()) {
            String constant = constants.apply(get.field());
            meet(op.result(), constant == null ? ANY : constant);
        } else {
            for (Value result : op.results()) {
                if (!result.type().equals(Type.NULL)) { // on which no method runs
                    meet(result, ANY);
                }
            }
        }
    }

    private void flow(Edge edge) {
        List<Value> parameters = edge.target().parameters();
        int first = edge.firstParameter();
        for (int i = 0; i < parameters.size(); i++) {
            meet(
                    parameters.get(i),
                    i < first ? ANY : classes.get(edge.arguments().get(i - first)));
        }
    }

    private void meet(Value value, String type) {
        String before = classes.get(value);
        if (type == null || type.equals(before) || ANY.equals(before)) {
            return;
        }
        classes.put(value, before == null ? type : ANY);
        changed = true;
    }
}
