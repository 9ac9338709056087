package dev.fluxion.agent.derive.activity;

import dev.fluxion.agent.ir.Block;
import dev.fluxion.agent.ir.Edge;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Terminator;
import dev.fluxion.agent.ir.graph.Flow;
import dev.fluxion.agent.ir.operator.Arithmetic;
import dev.fluxion.agent.ir.operator.ArrayLength;
import dev.fluxion.agent.ir.operator.ArrayLoad;
import dev.fluxion.agent.ir.operator.Constant;
import dev.fluxion.agent.ir.operator.Invoke;
import dev.fluxion.agent.ir.operator.Linearity;
import dev.fluxion.agent.ir.operator.Op;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which values of a rule's code are tangents, and what is wrong with the code: it has to be linear in them, and closed. */
public final class RuleForm {
    private static final String NOT_LINEAR = "it is not linear in its tangents: it ";

    private final Set<Value> tangents = new HashSet<>();
    private final Set<Value> arrays = new HashSet<>();
    private final Set<Value> zeros = new HashSet<>();
    private final List<Block> order;
    private String fault;

    private RuleForm(Function rule) {
        this.order = Flow.of(rule).order();
    }

    /**
     * The form of a rule's code.
     *
     * @param count how many parameters are tangents; they are the last
     */
    public static RuleForm of(Function rule, int count) {
        RuleForm form = new RuleForm(rule);
        List<Value> parameters = rule.parameters();
        for (Value parameter : parameters.subList(parameters.size() - count, parameters.size())) {
            (parameter.type().isReference() ? form.arrays : form.tangents).add(parameter);
        }
        form.spread();
        for (Block block : form.order) {
            form.check(block);
        }
        return form;
    }

    /** What is wrong with the code, as half a sentence about the rule that names the line; null if nothing is. */
    public String fault() {
        return fault;
    }

    /** Whether a value is a tangent. */
    public boolean isTangent(Value value) {
        return tangents.contains(value);
    }

    /** Whether a value is an array of tangents. */
    public boolean isArray(Value value) {
        return arrays.contains(value);
    }

    private void spread() {
        for (int before = -1; before != tangents.size() + arrays.size(); ) {
            before = tangents.size() + arrays.size();
            for (Block block : order) {
                for (Op op : block.ops()) {
                    spread(op);
                }
                for (Edge edge : block.successors()) {
                    for (int i = 0; i < edge.arguments().size(); i++) {
                        if (tangents.contains(edge.arguments().get(i))) {
                            tangents.add(edge.target().parameters().get(i));
                        }
                    }
                }
            }
        }
    }

    private void spread(Op op) {
        if (op.operator() instanceof Constant constant
                && constant.value() instanceof Number number
                && number.doubleValue() == 0) {
            zeros.add(op.result());
        }
        if (op.operator() instanceof ArrayLoad && arrays.contains(op.operand(0))) {
            (op.result().type().isReference() ? arrays : tangents).add(op.result());
        } else if (readsTangent(op)) {
            tangents.addAll(op.results());
        }
    }

    /** Whether an op has a tangent among its operands. */
    public boolean readsTangent(Op op) {
        for (Value operand : op.operands()) {
            if (tangents.contains(operand)) {
                return true;
            }
        }
        return false;
    }

    private void check(Block block) {
        for (Op op : block.ops()) {
            int line = op.position().line();
            if (!isAllowed(op)) {
                report(
                        "it may use only arithmetic, comparisons, branches, loops, elements of arrays and static methods of"
                                + " Math and StrictMath, and does something else",
                        line);
            } else if (readsTangent(op)) {
                checkLinear(op, line);
            }
            if (!(op.operator() instanceof ArrayLoad || op.operator() instanceof ArrayLength)) {
                checkArrays(op.operands(), line);
            }
        }
        if (!block.handlers().isEmpty() || block.terminator() instanceof Terminator.Throw) {
            report("it throws or catches an exception", line(block));
        }
        if (block.terminator() instanceof Terminator.Return exit) {
            requireTangent(exit.operands().get(0), line(block), "returns");
            return;
        }
        checkArrays(block.terminator().operands(), line(block));
        for (Value operand : block.terminator().operands()) {
            if (tangents.contains(operand)) {
                report(NOT_LINEAR + "branches on a tangent", line(block));
            }
        }
        for (Edge edge : block.successors()) {
            checkArrays(edge.arguments(), line(block));
            for (int i = 0; i < edge.arguments().size(); i++) {
                if (tangents.contains(edge.target().parameters().get(i))) {
                    requireTangent(edge.arguments().get(i), line(block), "goes on with");
                }
            }
        }
    }

    private static boolean isAllowed(Op op) {
        return op.operator() instanceof Arithmetic
                || op.operator() instanceof Constant constant && constant.value() instanceof Number
                || op.operator() instanceof ArrayLength
                || op.operator() instanceof ArrayLoad
                || op.operator() instanceof Invoke call && isMathematics(call);
    }

    private static boolean isMathematics(Invoke call) {
        String owner = call.method().owner();
        return call.kind() == Invoke.Kind.STATIC
                && (owner.equals("java/lang/Math") || owner.equals("java/lang/StrictMath"));
    }

    private void checkLinear(Op op, int line) {
        if (!(op.operator() instanceof Arithmetic arithmetic)) {
            report(NOT_LINEAR + "passes one to a call or uses it as an index", line);
            return;
        }
        switch (arithmetic) {
            case DADD, FADD, DSUB, FSUB -> {
                requireTangent(op.operand(0), line, "adds");
                requireTangent(op.operand(1), line, "adds");
            }
            case DMUL, FMUL -> {
                if (tangents.contains(op.operand(0)) && tangents.contains(op.operand(1))) {
                    report(NOT_LINEAR + "multiplies two of them", line);
                }
            }
            case DDIV, FDIV -> {
                if (tangents.contains(op.operand(1))) {
                    report(NOT_LINEAR + "divides by one", line);
                }
            }
            default -> {
                Op probe = new Op(
                        arithmetic,
                        List.of(Value.linear(op.operand(0).type(), null)),
                        List.of(Value.linear(Type.DOUBLE, null)),
                        op.position());
                if (op.operands().size() > 1 || !Linearity.isLinearOp(probe)) {
                    report(NOT_LINEAR + "compares one, converts it to a whole number or takes a remainder", line);
                }
            }
        }
    }

    private void requireTangent(Value value, int line, String does) {
        if (!tangents.contains(value) && !zeros.contains(value)) {
            report(NOT_LINEAR + does + " a value that is none", line);
        }
    }

    private void checkArrays(List<Value> operands, int line) {
        for (Value operand : operands) {
            if (arrays.contains(operand)) {
                report(NOT_LINEAR + "does more with an array of them than to read its elements", line);
            }
        }
    }

    private static int line(Block block) {
        int size = block.ops().size();
        return size == 0 ? -1 : block.ops().get(size - 1).position().line();
    }

    private void report(String found, int line) {
        if (fault == null) {
            fault = line < 0 ? found : found + " at line " + line;
        }
    }
}
