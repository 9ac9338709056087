package dev.fluxion.agent.link.body;

import dev.fluxion.agent.derive.activity.CallFacts;
import dev.fluxion.agent.ir.Function;
import dev.fluxion.agent.ir.value.Type;
import dev.fluxion.agent.ir.value.Value;
import dev.fluxion.agent.link.operator.Conditions;
import dev.fluxion.agent.link.operator.Operator;
import dev.fluxion.agent.link.operator.RegularPlan;
import dev.fluxion.runtime.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A gradient by forward mode within a differentiated method, as IR: the passes that {@code ForwardGradient} makes outside. */
final class ForwardGradientBody {
    private final DerivativeCode code;
    private final Operator operator;
    private final CallFacts facts;

    ForwardGradientBody(DerivativeCode code, Operator operator) throws Refusal {
        this.code = code;
        this.operator = operator;
        this.facts = operator.facts().of(operator.wrt());
    }

    Function write() throws Refusal {
        if (!RegularPlan.areTypesTelling(operator.target(), facts)) {
            throw code.unsupported();
        }
        BodyConditions conditions = new BodyConditions(code, operator);
        conditions.require(Conditions.of(operator, facts));
        BodyInputs inputs = new BodyInputs(code, operator, facts);
        BodyPasses passes = new BodyPasses(code, operator, facts);
        BodyColumns columns = new BodyColumns(code, operator.target(), facts, inputs);
        passes.orSeveral(inputs, columns.most(), repeated -> new ForwardGradientBody(code, repeated).write());
        code.begin();
        passes.begin();
        boolean isDirect = operator.inPlace() && !code.isNested() && !facts.readsOutside();
        List<Value> gradients = isDirect ? buffers() : zeros();
        BodyColumns.Pass first = columns.pass(passes.first(), code.constant(0), columns.most());
        set(columns, first, gradients);
        if (passes.areRepeatable()) {
            code.loop(first.lanes(), inputs.count(), columns.most(), from -> {
                BodyColumns.Pass further = columns.pass(passes.again(), from, columns.most());
                passes.requireSame(first.value(), further.value());
                set(columns, further, gradients);
            });
        }
        if (!operator.inPlace()) {
            return code.end(gradients.get(0));
        }
        for (int block = 0; !isDirect && block < gradients.size(); block++) {
            code.copyAll(gradients.get(block), buffers().get(block));
        }
        return code.end(first.value());
    }

    private List<Value> buffers() {
        int first = operator.target().types().size();
        return IntStream.range(first, operator.type().parameterCount())
                .mapToObj(code::parameter)
                .toList();
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

    private void set(BodyColumns columns, BodyColumns.Pass pass, List<Value> gradients) {
        for (int block = 0; block < gradients.size(); block++) {
            if (pass.tangents() == null) {
                code.clear(gradients.get(block));
            } else {
                columns.set(pass, block, pass.tangents(), gradients.get(block));
            }
        }
    }
}
