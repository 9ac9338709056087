package dev.fluxion.agent.derive.graph;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Comparison;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Induction variables, and loops whose trip count is known when they are entered. */
public final class Induction {
    /** A header parameter that is {@code initial + k * step} in iteration {@code k}, modulo the word size. */
    public record Variable(Region loop, Value initial, int step) {}

    /**
     * A loop left only from its header, as soon as {@code initial + k * step} is no longer below (for step 1) or above (for
     * step -1) the bound; then its trip count is the distance of the two, or 0.
     */
    public record Count(Value initial, Value bound, int step) {}

    private static final int LARGEST_STEP = 1 << 20;

    private final Definitions definitions;
    private final Map<Value, Variable> variables = new HashMap<>();
    private final Map<Region, Count> counts = new HashMap<>();

    private Induction(Definitions definitions) {
        this.definitions = definitions;
    }

    public static Induction of(Regions regions, Definitions definitions) {
        Induction result = new Induction(definitions);
        regions.loops().forEach(result::findVariables);
        regions.loops().forEach(loop -> result.findCount(loop, regions));
        return result;
    }

    /** The induction variable that a value is, or null. */
    public Variable variable(Value value) {
        return variables.get(value);
    }

    /** The loop's trip count, or null if it is not known at entry. */
    public Count count(Region loop) {
        return counts.get(loop);
    }

    private void findVariables(Region loop) {
        List<Value> parameters = loop.header().parameters();
        List<Value> initial = loop.preheader().terminator().edges().get(0).arguments();
        List<Value> next = loop.latch().terminator().edges().get(0).arguments();
        for (int i = 0; i < parameters.size(); i++) {
            Integer step = step(parameters.get(i), next.get(i));
            if (step != null) {
                variables.put(parameters.get(i), new Variable(loop, initial.get(i), step));
            }
        }
    }

    private Integer step(Value parameter, Value next) {
        Op op = definitions.op(definitions.throughForwarding(next));
        boolean isWhole = parameter.type().equals(Type.INT) || parameter.type().equals(Type.LONG);
        if (op == null || !isWhole) {
            return null;
        }
        boolean add = op.operator() == Arithmetic.IADD || op.operator() == Arithmetic.LADD;
        boolean subtract = op.operator() == Arithmetic.ISUB || op.operator() == Arithmetic.LSUB;
        if (add && op.operand(1) == parameter) {
            return constant(op.operand(0), 1);
        }
        return (add || subtract) && op.operand(0) == parameter ? constant(op.operand(1), add ? 1 : -1) : null;
    }

    private Integer constant(Value value, int sign) {
        Op op = definitions.op(value);
        boolean small = op != null
                && op.operator() instanceof Constant constant
                && constant.value() instanceof Number number
                && number.longValue() < LARGEST_STEP
                && number.longValue() > -LARGEST_STEP;
        return small ? sign * ((Number) ((Constant) op.operator()).value()).intValue() : null;
    }

    private void findCount(Region loop, Regions regions) {
        Block header = loop.header();
        boolean fromHeader = loop.exits().size() == 1
                && header.terminator() instanceof Terminator.Branch branch
                && branch.edges().stream()
                        .anyMatch(edge -> edge.target() == loop.exits().get(0));
        if (!fromHeader) {
            return;
        }
        Terminator.Branch branch = (Terminator.Branch) header.terminator();
        boolean thenLeaves = branch.then().target() == loop.exits().get(0);
        if (!regions.isLive((thenLeaves ? branch.otherwise() : branch.then()).target())) {
            return;
        }
        Comparison stay = thenLeaves ? branch.comparison().negated() : branch.comparison();
        count(loop, regions, stay, branch.left(), branch.right());
        count(loop, regions, swapped(stay), branch.right(), branch.left());
    }

    private void count(Region loop, Regions regions, Comparison stay, Value index, Value bound) {
        Variable variable = variables.get(index);
        Block definition = definitions.block(bound);
        boolean invariant = definition != null && regions.isLive(definition) && !loop.encloses(regions.of(definition));
        if (variable != null
                && variable.loop() == loop
                && index.type().equals(Type.INT)
                && invariant
                && (stay == Comparison.LT && variable.step() == 1 || stay == Comparison.GT && variable.step() == -1)) {
            counts.put(loop, new Count(variable.initial(), bound, variable.step()));
        }
    }

    private static Comparison swapped(Comparison comparison) {
        return switch (comparison) {
            case LT -> Comparison.GT;
            case GT -> Comparison.LT;
            case LE -> Comparison.GE;
            case GE -> Comparison.LE;
            default -> comparison;
        };
    }
}
