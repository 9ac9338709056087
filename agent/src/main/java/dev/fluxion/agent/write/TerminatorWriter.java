package dev.fluxion.agent.write;

import static dev.fluxion.agent.ir.Done.DONE;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Done;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.write.layout.Initialization;
import dev.fluxion.agent.write.layout.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Writes the end of a block so that the block written next is reached by falling through where it can be. */
final class TerminatorWriter {
    /** Cases that lead to the same block with the same arguments. */
    private record Destination(Block target, List<Value> arguments) {}

    private final Function function;
    private final Schedule schedule;
    private final Jumps jumps;
    private final Expressions expressions;
    private final ProtectedRegions regions;
    private final Initialization initialization;
    private final Code code;

    TerminatorWriter(
            Function function,
            Schedule schedule,
            Jumps jumps,
            Expressions expressions,
            ProtectedRegions regions,
            Initialization initialization,
            Code code) {
        this.function = function;
        this.schedule = schedule;
        this.jumps = jumps;
        this.expressions = expressions;
        this.regions = regions;
        this.initialization = initialization;
        this.code = code;
    }

    Done write(Block block, Block next) {
        Terminator terminator = block.terminator();
        return switch (terminator.kind()) {
            case JUMP -> jump((Terminator.Jump) terminator, next);
            case BRANCH -> branch((Terminator.Branch) terminator, initialization.atEnd(block), next);
            case SWITCH -> choose((Terminator.Switch) terminator, initialization.atEnd(block), next);
            case RETURN -> exit(terminator.operands());
            case THROW -> raise((Terminator.Throw) terminator);
        };
    }

    private Done jump(Terminator.Jump jump, Block next) {
        jumps.go(jump.edge(), next);
        return DONE;
    }

    private Done raise(Terminator.Throw raise) {
        expressions.push(raise.exception());
        regions.protect(() -> code.visitor().visitInsn(Opcodes.ATHROW));
        return DONE;
    }

    private Done exit(List<Value> results) {
        if (results.isEmpty()) {
            code.visitor().visitInsn(Opcodes.RETURN);
            return DONE;
        }
        if (results.size() > 1) {
            DerivedOperators.giveFurtherResults(function.parameters().get(0), results, expressions::push, code);
        }
        expressions.push(results.get(0));
        code.visitor().visitInsn(Code.typed(Opcodes.IRETURN, results.get(0).type()));
        return DONE;
    }

    private Done branch(Terminator.Branch branch, Set<Value> uninitialized, Block next) {
        Edge then = branch.then();
        Edge otherwise = branch.otherwise();
        boolean thenDirect = jumps.moves(then).isEmpty();
        boolean otherwiseDirect = jumps.moves(otherwise).isEmpty();
        if (thenDirect && !(otherwiseDirect && jumps.target(then) == next)) {
            test(branch, false, jumps.label(then));
            jumps.go(otherwise, next);
        } else if (otherwiseDirect) {
            test(branch, true, jumps.label(otherwise));
            jumps.go(then, next);
        } else {
            boolean thenLast = jumps.target(then) == next;
            LabelNode last = new LabelNode();
            test(branch, !thenLast, last);
            jumps.go(thenLast ? otherwise : then, null);
            jumps.markEdge(last, thenLast ? then : otherwise, uninitialized);
            jumps.go(thenLast ? then : otherwise, next);
        }
        return DONE;
    }

    /** Jumps if the branch's condition holds, or if it does not. */
    private void test(Terminator.Branch branch, boolean negated, LabelNode target) {
        Comparison comparison = negated ? branch.comparison().negated() : branch.comparison();
        if (isZero(branch.right())) {
            expressions.push(branch.left());
            code.jump(againstZero(comparison), target, 1);
        } else if (isZero(branch.left())) {
            expressions.push(branch.right());
            code.jump(againstZero(mirrored(comparison)), target, 1);
        } else {
            expressions.push(branch.left());
            expressions.push(branch.right());
            code.jump(Opcodes.IF_ICMPEQ + comparison.opcodeOffset(), target, 2);
        }
    }

    private boolean isZero(Value value) {
        Constant constant = schedule.constant(value);
        return constant != null
                && (constant.value() == Constant.NULL || constant.value() instanceof Integer number && number == 0);
    }

    private static int againstZero(Comparison comparison) {
        return switch (comparison) {
            case SAME -> Opcodes.IFNULL;
            case DIFFERENT -> Opcodes.IFNONNULL;
            default -> Opcodes.IFEQ + comparison.opcodeOffset();
        };
    }

    private static Comparison mirrored(Comparison comparison) {
        return switch (comparison) {
            case LT -> Comparison.GT;
            case GT -> Comparison.LT;
            case LE -> Comparison.GE;
            case GE -> Comparison.LE;
            case EQ, NE, SAME, DIFFERENT -> comparison;
        };
    }

    private Done choose(Terminator.Switch choice, Set<Value> uninitialized, Block next) {
        expressions.push(choice.selector());
        if (choice.keys().isEmpty()) {
            code.discard(Type.INT);
            jumps.go(choice.otherwise(), next);
            return DONE;
        }
        Map<Destination, LabelNode> detours = new LinkedHashMap<>();
        Map<LabelNode, Edge> detourEdges = new LinkedHashMap<>();
        List<LabelNode> cases = new ArrayList<>();
        for (Edge edge : choice.cases()) {
            cases.add(label(edge, detours, detourEdges));
        }
        LabelNode otherwise = label(choice.otherwise(), detours, detourEdges);
        select(choice.keys(), cases, otherwise);
        code.grow(-1);
        detourEdges.forEach((label, edge) -> {
            jumps.markEdge(label, edge, uninitialized);
            jumps.go(edge, null);
        });
        return DONE;
    }

    private LabelNode label(Edge edge, Map<Destination, LabelNode> detours, Map<LabelNode, Edge> detourEdges) {
        if (jumps.moves(edge).isEmpty()) {
            return jumps.label(edge);
        }
        LabelNode label =
                detours.computeIfAbsent(new Destination(edge.target(), edge.arguments()), k -> new LabelNode());
        detourEdges.putIfAbsent(label, edge);
        return label;
    }

    /** A table where it is smaller or faster by the estimate that javac uses too, else a lookup. */
    private void select(List<Integer> keys, List<LabelNode> cases, LabelNode otherwise) {
        int low = keys.get(0);
        int high = keys.get(keys.size() - 1);
        long tableCost = 4 + ((long) high - low + 1) + 3 * 3;
        long lookupCost = 3 + 2L * keys.size() + 3L * keys.size();
        if (tableCost > lookupCost) {
            int[] all = keys.stream().mapToInt(Integer::intValue).toArray();
            code.add(new LookupSwitchInsnNode(otherwise, all, cases.toArray(new LabelNode[0])));
            return;
        }
        LabelNode[] table = new LabelNode[high - low + 1];
        java.util.Arrays.fill(table, otherwise);
        for (int i = 0; i < keys.size(); i++) {
            table[keys.get(i) - low] = cases.get(i);
        }
        code.add(new TableSwitchInsnNode(low, high, otherwise, table));
    }
}
