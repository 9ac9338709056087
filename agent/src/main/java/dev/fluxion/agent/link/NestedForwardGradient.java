package dev.fluxion.agent.link;

import dev.fluxion.agent.derive.CallFacts;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.Type;
import dev.fluxion.agent.ir.Value;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.List;

/** A gradient by forward mode within a differentiated method, as IR: the passes that {@link ForwardGradient} makes outside. */
final class NestedForwardGradient {
    private final DerivativeCode code;
    private final Operator operator;
    private final CallFacts facts;

    NestedForwardGradient(DerivativeCode code, Operator operator) throws Refusal {
        this.code = code;
        this.operator = operator;
        this.facts = operator.evaluator().facts().of(operator.wrt());
    }

    Function write() throws Refusal {
        if (!RegularPlan.areTypesTelling(operator.target(), facts)) {
            throw code.unsupported();
        }
        NestedConditions conditions = new NestedConditions(code, operator);
        conditions.require(Conditions.of(operator, facts).stream()
                .filter(condition -> !(condition instanceof Condition.FitsOnePass)) // here there may be several
                .toList());
        NestedInputs inputs = new NestedInputs(code, operator, facts);
        NestedPasses passes = new NestedPasses(code, operator, facts);
        NestedColumns columns = new NestedColumns(code, operator.target(), facts, inputs);
        passes.orSeveral(inputs, columns.most(), repeated -> new NestedForwardGradient(code, repeated).write());
        code.begin();
        passes.begin();
        List<Value> gradients = zeros();
        NestedColumns.Pass first = columns.pass(passes.first(), code.constant(0), columns.most());
        set(columns, first, gradients);
        if (passes.areRepeatable()) {
            code.loop(first.lanes(), inputs.count(), columns.most(), from -> {
                NestedColumns.Pass further = columns.pass(passes.again(), from, columns.most());
                passes.requireSame(first.value(), further.value());
                set(columns, further, gradients);
            });
        }
        if (!operator.inPlace()) {
            return code.end(gradients.get(0));
        }
        for (int block = 0; block < gradients.size(); block++) {
            code.copyAll(
                    gradients.get(block),
                    code.parameter(operator.target().types().size() + block));
        }
        return code.end(first.value());
    }

    /** The gradients by block. The method might read the caller's buffers through a field while it runs. */
    private List<Value> zeros() {
        List<Value> zeros = new ArrayList<>();
        operator.arrays().forEach(array -> zeros.add(code.newZeros(code.parameter(array))));
        if (!operator.scalars().isEmpty()) {
            Value count = code.constant(operator.scalars().size());
            zeros.add(code.newArray(Type.ofDescriptor("[D"), count));
        }
        return zeros;
    }

    private static void set(NestedColumns columns, NestedColumns.Pass pass, List<Value> gradients) {
        for (int block = 0; pass.tangents() != null && block < gradients.size(); block++) {
            columns.set(pass, block, pass.tangents(), gradients.get(block));
        }
    }
}
