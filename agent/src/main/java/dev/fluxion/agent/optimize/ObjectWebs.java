package dev.fluxion.agent.optimize;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Handler;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.CheckCast;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.FieldGet;
import dev.fluxion.agent.ir.operator.FieldPut;
import dev.fluxion.agent.ir.operator.InstanceOf;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.NewObject;
import dev.fluxion.agent.ir.operator.NullCheck;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the objects that a function makes and that nobody else ever sees: all that happens to them is that their fields are read
 * and written. A <em>web</em> is all values that may be the same object, by joins and casts.
 */
final class ObjectWebs {
    /**
     * Objects of one class.
     *
     * @param isUsed whether anything happens to them; not to what only stands for the initialisation of its class
     */
    record Web(String className, Set<Value> values, boolean isUsed) {}

    private record Use(Op op, int operand, boolean isProtected) {}

    private final Flow flow;
    private final ObjectClasses classes;
    /** A forest: the values of a web have one root. */
    private final Map<Value, Value> parents = new HashMap<>();

    private final Map<Value, String> made = new LinkedHashMap<>();
    private final Map<Value, String> constants = new HashMap<>();
    private final Map<Value, List<Use>> uses = new HashMap<>();
    private final Set<Value> used = new HashSet<>();
    private final Set<Value> nulls = new HashSet<>();
    /** Values whose web is none. */
    private final Set<Value> open = new HashSet<>();

    private ObjectWebs(Flow flow, ObjectClasses classes) {
        this.flow = flow;
        this.classes = classes;
    }

    static List<Web> of(Flow flow, ObjectClasses classes) {
        ObjectWebs search = new ObjectWebs(flow, classes);
        flow.order().forEach(search::findMade);
        if (search.made.isEmpty()) {
            return List.of();
        }
        flow.order().get(0).parameters().forEach(search.open::add);
        flow.order().forEach(search::join);
        flow.order().forEach(search::findUses);
        return search.webs();
    }

    private void findMade(Block block) {
        for (Op op : block.ops()) {
            if (op.operator() instanceof NewObject creation) {
                made.put(op.result(), creation.className());
            } else if (Boxes.made(op) != null) {
                made.put(op.result(), Boxes.made(op));
            } else if (op.operator() instanceof Constant constant && constant.value() == Constant.NULL) {
                nulls.add(op.result());
            } else if (op.operator() instanceof FieldGet get
                    && get.isStatic()
                    && op.result().type().isReference()
                    && block.handlers().isEmpty()) {
                String className = classes.constant(get.field());
                if (className != null) {
                    constants.put(op.result(), className);
                }
            }
        }
    }

    private void join(Block block) {
        for (Op op : block.ops()) {
            if (op.operator() instanceof CheckCast || NullCheck.isIdentity(op)) {
                join(op.result(), op.operand(0));
            } else if (op.results().size() != 1
                    || !made.containsKey(op.result()) && !constants.containsKey(op.result())) {
                open.addAll(op.results());
            }
        }
        for (Edge edge : block.successors()) {
            List<Value> parameters = edge.target().parameters();
            int first = edge.firstParameter();
            open.addAll(parameters.subList(0, first));
            for (int i = first; i < parameters.size(); i++) {
                if (parameters.get(i).type().isReference()) {
                    join(parameters.get(i), edge.arguments().get(i - first));
                }
            }
        }
    }

    private void join(Value first, Value second) {
        Value from = root(first);
        Value to = root(second);
        if (from != to) {
            parents.put(from, to);
        }
    }

    private Value root(Value value) {
        Value root = value;
        for (Value next = parents.get(root); next != null; next = parents.get(root)) {
            root = next;
        }
        return root;
    }

    private void findUses(Block block) {
        boolean isProtected = !block.handlers().isEmpty();
        for (Op op : block.ops()) {
            for (int i = 0; i < op.operands().size(); i++) {
                Value operand = op.operand(i);
                used.add(operand);
                if (operand.type().isReference()) {
                    uses.computeIfAbsent(root(operand), root -> new ArrayList<>())
                            .add(new Use(op, i, isProtected));
                }
            }
        }
        block.successors().forEach(edge -> used.addAll(edge.arguments()));
        used.addAll(block.terminator().operands());
        if (!isNullTest(block.terminator())) {
            open.addAll(block.terminator().operands());
        }
        for (Handler handler : block.handlers()) {
            open.addAll(handler.edge().arguments());
        }
    }

    /** Whether it asks whether a reference is null. */
    private boolean isNullTest(Terminator terminator) {
        return terminator instanceof Terminator.Branch branch
                && branch.comparison().isOnReferences()
                && (nulls.contains(branch.left()) || nulls.contains(branch.right()));
    }

    private List<Web> webs() {
        Map<Value, Web> webs = new LinkedHashMap<>();
        Set<Value> openRoots = new HashSet<>();
        open.forEach(value -> openRoots.add(root(value)));
        made.forEach((value, className) -> {
            Web web = webs.computeIfAbsent(
                    root(value), root -> new Web(className, new LinkedHashSet<>(), uses.containsKey(root)));
            if (!web.className().equals(className)) {
                openRoots.add(root(value));
            }
            web.values().add(value);
        });
        constants.forEach((value, className) -> {
            Web web = webs.get(root(value));
            if (web != null && !web.className().equals(className)) {
                openRoots.add(root(value));
            }
        });
        parents.keySet().forEach(value -> {
            Web web = webs.get(root(value));
            if (web != null) {
                web.values().add(value);
            }
        });
        webs.keySet().forEach(root -> webs.get(root).values().add(root));
        List<Web> closed = new ArrayList<>();
        webs.forEach((root, web) -> {
            if (!openRoots.contains(root)
                    && uses.getOrDefault(root, List.of()).stream().allMatch(use -> isOfFields(use, web))) {
                closed.add(web);
            }
        });
        closed.removeIf(this::reachesHandler);
        return closed;
    }

    /** Whether nobody sees the object by a use of it. */
    private boolean isOfFields(Use use, Web web) {
        Op op = use.op();
        if (op.operator() instanceof FieldGet get) {
            return classes.field(web.className(), get.field()) != null;
        }
        if (op.operator() instanceof FieldPut put) {
            return use.operand() == 0 && !put.isStatic() && classes.field(web.className(), put.field()) != null;
        }
        if (op.operator() instanceof CheckCast cast) {
            return Boolean.TRUE.equals(classes.isInstance(web.className(), cast.target()));
        }
        if (op.operator() instanceof InstanceOf test) {
            return classes.isInstance(web.className(), test.target()) != null;
        }
        if (op.operator() instanceof Invoke call && use.operand() == 0 && isConstruction(op)) {
            return !use.isProtected()
                    && made.containsKey(op.operand(0))
                    && classes.constructor(call, web.className()) != null;
        }
        if (Boxes.isBox(web.className()) && Boxes.isTaken(op, web.className())) {
            return true;
        }
        return NullCheck.isIdentity(op) || NullCheck.is(op) && !used.contains(op.result());
    }

    static boolean isConstruction(Op op) {
        return op.operator() instanceof Invoke call
                && call.kind() == Invoke.Kind.SPECIAL
                && call.method().name().equals("<init>");
    }

    private boolean reachesHandler(Web web) {
        Liveness liveness = Liveness.of(flow, web.values());
        for (Block block : flow.order()) {
            for (Handler handler : block.handlers()) {
                if (!liveness.atStart(handler.edge().target()).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }
}
